"""Templates as a setting names them, and texts cut to what WeChat takes."""

import pytest

from app.domain.subscriptions import fitted, template

ID = "NfwPKU7b9o4PbTZxyAl4JmhJbt2_HHSVbxGwGH1VJ3M"


def test_a_template_without_fields_has_the_usual_ones() -> None:
    assert template(ID).id == ID
    assert dict(template(ID).fields)["date4"] == "day"


def test_a_templates_fields_are_what_the_setting_says() -> None:
    assert template(f"{ID} phrase1=what thing2=scene").fields == (("phrase1", "what"), ("thing2", "scene"))


@pytest.mark.parametrize(
    "text", ["", "short", f"{ID} thing1", f"{ID} thing1=weather", f"{ID} colour1=scene", f"{ID} thing=scene"]
)
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"template|field"):
        template(text)


@pytest.mark.parametrize(
    ("field", "text", "shown"),
    [
        ("thing1", "字" * 20, "字" * 20),
        ("thing1", "字" * 21, "字" * 19 + "…"),
        ("character_string2", "x" * 40, "x" * 32),
        ("phrase3", "减排量已注销", "减排量已注"),
        ("date4", "2026年11月20日", "2026年11月20日"),
    ],
)
def test_a_text_fits_its_field(field: str, text: str, shown: str) -> None:
    assert fitted(field, text) == shown
