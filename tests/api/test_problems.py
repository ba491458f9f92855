"""What we say when something is wrong: every code and every word in four languages, facts filled in."""

import string
from typing import Any

import marshmallow as ma
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.api.problems import CATALOGUE, FIELD_PROBLEMS, field_words
from app.domain.calculators_inputs import ALL_PROBLEMS
from app.domain.errors import FieldError
from app.domain.users import LOCALES
from tests.support.catalogue import make_scene

#: Words a service or a schema of the API may answer besides those of a calculation, with their facts.
OTHER_PROBLEMS = {
    "unknown_scene": (),
    "unknown_footprint": (),
    "unknown_project": (),
    "unknown_organisation": (),
    "unknown_calculator": ("choices",),
    "calculator_does_not_fit": ("calculator",),
    "unknown_kind": (),
    "unknown_locale": (),
    "bad_cursor": (),
    "bad_limit": (),
    "bad_mass": (),
    "bad_switch": (),
    "month_not_begun": (),
}


def facts_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_refusal_has_a_title_and_advice_in_every_language(locale: str) -> None:
    for code, entry in CATALOGUE.items():
        assert len(entry[locale]) == 2, code
        assert all(text.strip() for text in entry[locale]), code
        assert 400 <= entry["status"] <= 599


def test_languages_are_translations_not_copies() -> None:
    for code, entry in CATALOGUE.items():
        titles = [entry[locale][0] for locale in LOCALES]
        assert len(set(titles)) == len(LOCALES), code
    for word, sentences in FIELD_PROBLEMS.items():
        assert len({sentences[locale] for locale in LOCALES}) == len(LOCALES), word


@pytest.mark.parametrize(("word", "facts"), [*ALL_PROBLEMS.items(), *OTHER_PROBLEMS.items()])
def test_every_field_problem_is_said_in_every_language_with_its_facts(word: str, facts: tuple[str, ...]) -> None:
    sentences = FIELD_PROBLEMS[word]
    assert set(sentences) == set(LOCALES)
    for locale in LOCALES:
        assert sentences[locale].strip()
        assert facts_of(sentences[locale]) == set(facts), (word, locale)


def test_every_language_of_a_sentence_uses_the_same_facts() -> None:
    for word, sentences in FIELD_PROBLEMS.items():
        assert set(sentences) == set(LOCALES), word
        assert len({frozenset(facts_of(sentences[locale])) for locale in LOCALES}) == 1, word


def test_facts_are_put_into_the_sentence() -> None:
    error = FieldError("/inputs/people", "out_of_bounds", {"minimum": "1", "maximum": "50"})
    assert field_words(error, "en") == "Give a number from 1 to 50."


def test_the_gujarati_and_the_swahili_are_what_they_say_they_are() -> None:
    for entry in (*CATALOGUE.values(), *FIELD_PROBLEMS.values()):
        gujarati = entry["gu"] if isinstance(entry["gu"], str) else " ".join(entry["gu"])
        swahili = entry["sw"] if isinstance(entry["sw"], str) else " ".join(entry["sw"])
        assert any("\u0a80" <= char <= "\u0aff" for char in gujarati), gujarati
        assert not any("\u4e00" <= char <= "\u9fff" for char in gujarati + swahili), gujarati + swahili


def test_marshmallows_own_sentences_are_known() -> None:
    """Its messages are the keys we translate them by; a new version that words them differently is noticed here."""

    class Shapes(ma.Schema):
        text = ma.fields.String()
        whole = ma.fields.Integer()
        yes = ma.fields.Boolean()
        many = ma.fields.List(ma.fields.String())
        table = ma.fields.Dict()
        inner = ma.fields.Nested(ma.Schema)
        needed = ma.fields.String(required=True)
        none = ma.fields.String()

    said: Any = Shapes().validate(
        {"text": 1, "whole": "x", "yes": "x", "many": 1, "table": 1, "inner": 1, "none": None, "odd": 1}
    )
    said["inner"] = said["inner"]["_schema"]
    assert len(said) == 9
    assert [message for messages in said.values() for message in messages if message not in FIELD_PROBLEMS] == []


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "zh-Hans"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("sw-TZ", "sw"),
        ("gu-IN;q=0.8, fr", "gu"),
        ("zh-TW", "zh-Hans"),
        ("fr, de;q=0.9", "zh-Hans"),
        ("*", "zh-Hans"),
        ("\x7f;;;q=", "zh-Hans"),
        ("en;q=0.1, sw;q=0.9", "sw"),
    ],
)
def test_a_refusal_answers_in_the_readers_language(client: FlaskClient, header: str, expected: str) -> None:
    answer = client.get("/api/v1/scenes/NOPE22", headers={"Accept-Language": header})
    assert answer.headers["Content-Language"] == expected
    assert answer.json["title"] == CATALOGUE["not_found"][expected][0]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_field_is_explained_in_the_readers_language(app: Flask, client: FlaskClient, locale: str) -> None:
    make_scene(app)
    body = {"scene": "FORUM1", "calculator": "conference", "inputs": {"people": 51}}
    answer = client.post("/api/v1/footprints", json=body, headers={"Accept-Language": locale})
    error = answer.json["errors"][0]
    assert (error["pointer"], error["problem"]) == ("/inputs/people", "out_of_bounds")
    assert error["detail"] == FIELD_PROBLEMS["out_of_bounds"][locale].format(minimum="1", maximum="50")


def test_every_problem_has_the_members_of_rfc_9457(client: FlaskClient) -> None:
    answer = client.get("/api/v1/scenes/NOPE22")
    assert answer.mimetype == "application/problem+json"
    assert answer.json == {
        "type": "/api/docs#problem-not_found",
        "title": "没有找到",
        "status": 404,
        "detail": "请检查编号或链接是否完整。",
        "instance": "/api/v1/scenes/NOPE22",
        "code": "not_found",
    }
