"""Every page in every language: shown in the language that was asked for, whole, and claiming nothing untrue."""

import pytest
from flask.testing import FlaskClient

from app.core.texts import LANGUAGES, Texts
from app.domain.claims import forbidden_phrases
from tests.support.html import read
from tests.web.conftest import Sell


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_the_language_that_was_asked_for(client: FlaskClient, sell: Sell, language: str) -> None:
    sold, t = sell(name="Amina Juma"), Texts(language)
    expected = {
        "/": t("home.see_scenes"),
        "/leaderboards": t("board.rule"),
        "/s/FORUM1": t("scene.progress"),
        sold.url: t("certificate.says"),
        "/nothing-here": t("problem.404.title"),
    }
    for path, words in expected.items():
        answer = client.get(f"{path}?lang={language}")
        shown = read(answer.get_data(as_text=True))
        assert answer.headers["Content-Language"] == language
        assert shown.all("html") == [{"lang": language}]
        assert words in shown.text
        assert forbidden_phrases(shown.text) == ()


@pytest.mark.parametrize(("language", "scenes"), [("en", "1 certificate"), ("sw", "cheti 1"), ("gu", "1 પ્રમાણપત્ર")])
def test_one_certificate_is_counted_as_one(client: FlaskClient, sell: Sell, language: str, scenes: str) -> None:
    sell()
    assert scenes in read(client.get(f"/s/FORUM1?lang={language}").get_data(as_text=True)).text
