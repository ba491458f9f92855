"""The words of the pages: every language says the same things, and none says what we never claim."""

import json
import string
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.domain.boards import Board, By, Period
from app.domain.certificates import EventKind, Payer, Role
from app.domain.scenes import SHOWN, SceneKind
from app.domain.wording import forbidden_phrases
from app.web import texts
from app.web.texts import LANGUAGES, Texts, catalogue

_HERE = Path(texts.__file__).parent


def places_in(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_chinese_comes_first() -> None:
    assert LANGUAGES[0] == "zh-Hans"
    assert "en" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_texts_with_the_same_facts_in_them(language: str) -> None:
    chinese, own = catalogue("zh-Hans"), catalogue(language)
    assert set(own) == set(chinese)
    for key, text in own.items():
        assert text.strip(), key
        assert places_in(text) == places_in(chinese[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_claims_what_we_never_claim(language: str) -> None:
    assert {key: found for key, text in catalogue(language).items() if (found := forbidden_phrases(text))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_written_twice(language: str) -> None:
    def unique(pairs: list[tuple[str, str]]) -> dict[str, str]:
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    json.loads((_HERE / f"{language}.json").read_text("utf-8"), object_pairs_hook=unique)


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("role.", Role), ("payer.", Payer), ("event.", EventKind), ("kind.", SceneKind), ("scene.status.", SHOWN),
        ("board.", Board), ("board.period.", Period), ("board.by.", By), ("language.", LANGUAGES),
    ],
)  # fmt: skip
def test_there_is_a_word_for_everything_that_can_be(prefix: str, words: Iterable[str]) -> None:
    for language in LANGUAGES:
        assert [word for word in words if f"{prefix}{word}" not in catalogue(language)] == []


def test_a_key_nobody_wrote_is_an_error_not_a_bare_key() -> None:
    with pytest.raises(KeyError):
        Texts("en")("home.nothing")


def test_numbered_texts_come_in_their_order() -> None:
    assert Texts("zh-Hans").all("step")[0] == catalogue("zh-Hans")["step.1"]
    assert Texts("en").all("nothing") == []
