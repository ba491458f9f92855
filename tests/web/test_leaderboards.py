"""/leaderboards: the rule printed, names by consent, every choice a link."""

import pytest
from flask.testing import FlaskClient

from app.domain.boards import Board, By, Period
from app.domain.boards_wording import rule
from app.services import leaderboards
from tests.support.html import read
from tests.web.conftest import Sell


@pytest.mark.parametrize(("language", "locale"), [("zh", "zh-Hans"), ("en", "en")])
@pytest.mark.parametrize("by", By)
def test_the_rule_is_printed(client: FlaskClient, language: str, locale: str, by: By) -> None:
    shown = read(client.get(f"/leaderboards?lang={language}&by={by.value}").get_data(as_text=True))
    assert shown.faults == []
    assert " ".join(rule(by, locale).split()) in shown.text


def test_people_are_ranked_and_named_by_consent(client: FlaskClient, sell: Sell) -> None:
    sell(name="李愿意", who="li")
    sell(public=False, name="陈不愿", who="chen")
    with client.application.app_context():
        leaderboards.refresh()
    shown = read(client.get("/leaderboards?scene=forum1").get_data(as_text=True))
    assert shown.faults == []
    assert "李愿意" in shown.text
    assert "陈不愿" not in shown.text
    assert shown.text.index("李愿意") < shown.text.index("一位来宾")
    assert "FORUM1" in shown.text


def test_every_choice_is_a_link_that_keeps_the_others(client: FlaskClient, sell: Sell) -> None:
    sell()
    address = "/leaderboards?board=scenes&period=year&by=covered&lang=en"
    shown = read(client.get(address).get_data(as_text=True))
    current = [a["href"] for a in shown.all("a") if a.get("aria-current")]
    assert current == [address] * 3
    links = {a["href"] or "" for a in shown.all("a")}
    for name, choices in (("board", Board), ("period", Period), ("by", By)):
        for choice in choices:
            assert any(f"{name}={choice.value}" in link for link in links)


def test_words_that_are_no_choice_show_the_first_one(client: FlaskClient) -> None:
    assert client.get("/leaderboards?board=x&period=%00&by=").status_code == 200


def test_the_board_of_a_scene_nobody_knows_is_not_found(client: FlaskClient) -> None:
    assert client.get("/leaderboards?scene=NOPE22").status_code == 404


def test_an_unchanged_board_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/leaderboards").headers["ETag"]
    assert client.get("/leaderboards", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_list_of_one_scene_names_the_scene(client: FlaskClient, sell: Sell, language: str) -> None:
    sell()
    name = client.get("/api/v1/scenes/FORUM1").json["name"]
    shown = read(client.get(f"/leaderboards?scene=forum1&lang={language}").get_data(as_text=True))
    assert name in shown.text
    assert "FORUM1" in shown.text


def test_a_scene_is_told_by_its_certificates_and_has_no_tier(client: FlaskClient, sell: Sell) -> None:
    sell()
    with client.application.app_context():
        leaderboards.refresh()
    scenes, people = (
        read(client.get(f"/leaderboards?board={board}&lang=en").get_data(as_text=True)).text
        for board in ("scenes", "people")
    )
    for told in (scenes, people):
        assert "Certificates" in told
    assert "Scenes covered" in people
    assert "Scenes covered" not in scenes
    assert "Tier 1" not in client.get("/leaderboards?board=scenes&lang=en").get_data(as_text=True)
    assert "Tier 1" in client.get("/leaderboards?board=people&lang=en").get_data(as_text=True)


@pytest.mark.parametrize(("language", "locale"), [("zh", "zh-Hans"), ("en", "en")])
def test_scenes_are_ordered_by_their_guests_and_the_rule_says_so(
    client: FlaskClient, language: str, locale: str
) -> None:
    shown = read(client.get(f"/leaderboards?board=scenes&by=covered&lang={language}").get_data(as_text=True))
    assert " ".join(rule(By.COVERED, locale, scenes=True).split()) in shown.text
    assert " ".join(rule(By.COVERED, locale).split()) not in shown.text
    assert {"zh": "按覆盖来宾数", "en": "By guests covered"}[language] in shown.text
