"""Text people write: one line that can be seen, which turns nothing around that stands beside it."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.world import Guest, World

INVISIBLE = ["\u200b", "\ufeff", "\u3164", "\u2800", "\u00ad\u200d", "\ufe0f", "\U000e0001", "\u3000\u200b", "\u202e"]
KEPT = ["林　小满", "O'Neil-山田", "👩‍🚀", "ગુજરાતી", "क्‍ष", "محمد", "e\u0301", "=1+1", "<b>x</b>", "()\\", "\U0001fae9"]
ONE_LINE = {
    "林\r\n小满": "林 小满",
    "a\tb": "a b",
    "a\x85b": "a b",
    "\u202egk 1": "gk 1",
    "\u2068林小满\u2069": "林小满",
}


def nickname(guest: Guest, name: str) -> tuple[int, Any]:
    answer = guest.client.patch("/api/v1/me", json={"nickname": name})
    return answer.status_code, answer.get_json()


@pytest.mark.parametrize("name", INVISIBLE, ids=ascii)
def test_a_name_nobody_would_see_is_refused_in_words(world: World, name: str) -> None:
    status, problem = nickname(world.guest(), name)
    assert (status, [each["pointer"] for each in problem["errors"]]) == (422, ["/nickname"])
    if name != "\u202e":  # which leaves nothing at all
        assert "看得见" in problem["errors"][0]["detail"]


def test_a_name_that_can_be_seen_is_kept_as_it_was_written(world: World) -> None:
    guest = world.guest()
    assert [nickname(guest, name)[1].get("nickname") for name in KEPT] == KEPT


def test_a_name_is_one_line_and_brings_no_turn_of_its_own(world: World) -> None:
    guest = world.guest()
    assert {name: nickname(guest, name)[1].get("nickname") for name in ONE_LINE} == ONE_LINE


@pytest.mark.parametrize("name", ["a\x00b", "a\x1bb", "a\x7fb", "a\x9bb", "a\u2028b"], ids=ascii)
def test_control_characters_are_refused(world: World, name: str) -> None:
    assert nickname(world.guest(), name)[0] == 422


def test_a_name_on_pages_keeps_its_direction_to_itself(client: FlaskClient, world: World) -> None:
    """A name written from right to left would take the grams beside it along."""
    guest = world.standard()
    world.paid(guest, scene="FORUM1", mass_g=1_000, public=True, beneficiary={"kind": "person", "name": "محمد"})
    world.run_jobs()
    for page in ("/s/FORUM1", "/leaderboards"):
        text = client.get(page).get_data(as_text=True)
        assert "محمد" in text
        assert re.sub("<bdi>محمد</bdi>", "", text).count("محمد") == 0
