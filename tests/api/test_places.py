"""Places over HTTP: found by a few characters, named in the language asked for."""

import pytest
from flask.testing import FlaskClient

from app.api.places import PlacesSchema

URL = "/api/v1/places"


def found(client: FlaskClient, query: str, language: str = "zh-Hans") -> list[dict[str, str]]:
    answer = client.get(f"{URL}?{query}", headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert PlacesSchema().validate(answer.json) == {}
    items: list[dict[str, str]] = answer.json["items"]
    return items


@pytest.mark.parametrize("q", ["成都", "chengdu", "cd", "CHENGDU"])
def test_a_city_is_found_by_characters_pinyin_and_initials(client: FlaskClient, q: str) -> None:
    assert found(client, f"q={q}")[0] == {"id": "5101", "name": "成都", "kind": "city", "region": "四川"}


def test_names_follow_the_reader(client: FlaskClient) -> None:
    assert found(client, "q=成都", "en")[0]["name"] == "Chengdu"


def test_a_flight_is_offered_airports_first(client: FlaskClient) -> None:
    assert found(client, "q=成都&first=airport")[0]["kind"] == "airport"


def test_no_more_than_asked_for(client: FlaskClient) -> None:
    assert len(found(client, "q=c&limit=3")) == 3
    assert len(found(client, "q=c")) == 20


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=没有这个地方呀", "q=%ED%A0%80", "q=%25"])
def test_what_names_nothing_finds_nothing(client: FlaskClient, query: str) -> None:
    assert found(client, query) == []


@pytest.mark.parametrize("query", ["q=a&limit=0", "q=a&limit=101", "q=%00", "q=" + "x" * 61, "first=ship", "z=1"])
def test_junk_is_422(client: FlaskClient, query: str) -> None:
    answer = client.get(f"{URL}?{query}")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
