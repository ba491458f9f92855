"""The contact sheets: all designs in all languages with all awkward names have no flaw, and a flaw would be found."""

from pathlib import Path

import pytest

from app.certs import contact
from app.certs.contact import collisions, flaws_of
from app.certs.contact_cases import NAMES, case
from app.certs.designs import DESIGNS
from app.certs.picture import draw_picture
from app.certs.shapes import Box
from app.domain.display import LANGUAGES, Language
from tests.certs.reading import opened
from tests.certs.samples import surface


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)  # the first changes fastest: a template is opened once for all
@pytest.mark.parametrize("kind", ["picture", "card"])
@pytest.mark.parametrize("design", DESIGNS)
def test_no_box_nothing_cut_nothing_overlapping(design: str, language: Language, kind: str) -> None:
    found = {label: flaws_of(case(number, design, language), kind) for number, label in enumerate(NAMES)}
    assert {label: flaws for label, flaws in found.items() if flaws} == {}


def test_there_are_24_names_and_whatever_rotates_occurs() -> None:
    cases = [case(number, "classic", "en") for number in range(len(NAMES))]
    assert len(cases) == 24
    assert {each.status for each in cases} == {"allocated", "retired", "revoked"}
    assert {each.tier and each.tier.level for each in cases} == {None, 1, 2, 3, 4}
    assert {each.record["sample"] for each in cases} == {True, False}
    assert len({each.look.colour for each in cases}) > 4
    assert len({each.look.logo for each in cases}) == 4


def test_a_character_without_a_face_is_a_flaw() -> None:
    assert any("no face has" in flaw for flaw in flaws_of(surface(name="林\ue123"), "picture"))


def test_a_name_that_had_to_be_cut_is_a_flaw() -> None:
    assert any(flaw.startswith("name is cut") for flaw in flaws_of(surface(name="Maximilian " * 40), "picture"))


def test_words_on_words_are_a_flaw() -> None:
    canvas = draw_picture(surface())
    assert collisions(canvas.runs) == []
    name = next(run for run in canvas.runs if run.slot == "name")
    assert [(one.slot, other.slot) for one, other in collisions([*canvas.runs, name])] == [("name", "name")]


def test_words_on_a_logo_are_a_flaw(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = case(3, "classic", "en")
    assert shown.look.logo is not None
    assert flaws_of(shown, "picture") == []
    monkeypatch.setattr("app.certs.designs.classic_sheet.LOGO", Box(300, 150, 300, 100))
    assert any(flaw.startswith("title lies on a picture") for flaw in flaws_of(shown, "picture"))


def test_the_command_writes_sheets_and_an_index_and_fails_if_there_is_a_flaw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(contact, "LANGUAGES", ("en",))
    monkeypatch.setattr(contact, "NAMES", dict(list(NAMES.items())[:2]))
    monkeypatch.setattr("sys.argv", ["contact", str(tmp_path), "classic"])
    with pytest.raises(SystemExit) as ended:
        contact.main()
    assert ended.value.code == 0
    assert "nothing overlapping" in capsys.readouterr().out
    assert opened((tmp_path / "classic-en-picture.png").read_bytes()).width > 800
    index = (tmp_path / "index.html").read_text("utf-8")
    assert index.count("<img") == 2

    monkeypatch.setattr(contact, "flaws_of", lambda surface, kind: ["planted"])
    with pytest.raises(SystemExit) as ended:
        contact.main()
    assert ended.value.code == 1
    assert "classic-en-card.png: short: planted" in capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("design", DESIGNS)
def test_what_a_mass_is_like_is_set_in_type_that_reads_well(design: str, language: Language) -> None:
    """On a phone the picture stands at a third of its width."""
    runs = [run for run in draw_picture(case(0, design, language)).runs if run.slot.endswith("-caption")]
    assert len({run.slot for run in runs}) == 3
    assert min(run.size for run in runs) >= 16
