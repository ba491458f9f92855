"""The catalogues: every language says everything, with the same facts, and what is compiled is what is written."""

import string
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.core.texts import FOLDER, LANGUAGES, Texts, translations
from app.domain.boards import Board, By, Period
from app.domain.certificates import EventKind, Payer, Role
from app.domain.scenes import SHOWN, SceneKind

DOMAINS = sorted({path.stem for path in FOLDER.glob("*/LC_MESSAGES/*.po")})
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
EVERY_CATALOGUE = pytest.mark.parametrize(("language", "domain"), [(tag, d) for tag in LANGUAGES for d in DOMAINS])


def path_of(language: str, domain: str) -> Path:
    return FOLDER / language.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"


def written(language: str, domain: str) -> Catalog:
    with path_of(language, domain).open("rb") as source:
        return read_po(source, locale=language.replace("-", "_"), abort_invalid=True)


def texts_of(language: str, domain: str) -> dict[str, tuple[str, ...]]:
    """Key -> its texts: one, or one for each plural."""
    return {
        message.id if isinstance(message.id, str) else message.id[0]: (
            (message.string,) if isinstance(message.string, str) else tuple(message.string)
        )
        for message in written(language, domain)
        if message.id
    }


def places_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_chinese_comes_first_and_every_language_has_every_catalogue() -> None:
    assert LANGUAGES[0] == "zh-Hans"
    folders = {path.parent.parent.name for path in FOLDER.glob("*/LC_MESSAGES/*.po")}
    assert folders == {tag.replace("-", "_") for tag in LANGUAGES}
    for language in LANGUAGES:
        assert sorted(path.stem for path in path_of(language, "x").parent.glob("*.po")) == DOMAINS


@EVERY_CATALOGUE
def test_every_language_has_the_same_texts_with_the_same_facts_in_them(language: str, domain: str) -> None:
    chinese, own = texts_of("zh-Hans", domain), texts_of(language, domain)
    assert set(own) == set(chinese)
    for key, texts in own.items():
        assert all(text.strip() for text in texts), key
        for text in texts:
            assert places_in(text) == places_in(chinese[key][0]), key


@EVERY_CATALOGUE
def test_a_count_has_as_many_texts_as_the_language_has_plurals(language: str, domain: str) -> None:
    catalogue = written(language, domain)
    for message in catalogue:
        if not isinstance(message.id, str):
            assert len(message.string) == catalogue.num_plurals, message.id


@EVERY_CATALOGUE
def test_what_is_compiled_is_what_is_written(language: str, domain: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, written(language, domain))
    assert path_of(language, domain).with_suffix(".mo").read_bytes() == compiled.getvalue(), (
        f'run: pybabel compile -d app/translations -D "{" ".join(DOMAINS)}"'
    )


@EVERY_CATALOGUE
def test_no_key_is_written_twice_and_none_is_left_unsure(language: str, domain: str) -> None:
    keys = [line for line in path_of(language, domain).read_text("utf-8").splitlines() if line.startswith('msgid "')]
    assert len(set(keys)) == len(keys)
    assert [message.id for message in written(language, domain) if message.fuzzy and message.id] == []
    assert list(written(language, domain).obsolete) == []


def _needed() -> Iterator[tuple[str, Iterable[str]]]:
    yield from (("role.", Role), ("payer.", Payer), ("event.", EventKind), ("kind.", SceneKind))
    yield from (("scene.status.", SHOWN), ("board.", Board), ("board.period.", Period), ("board.by.", By))
    yield "language.", LANGUAGES


@EVERY_LANGUAGE
@pytest.mark.parametrize(("prefix", "words"), list(_needed()))
def test_there_is_a_word_for_everything_that_can_be(language: str, prefix: str, words: Iterable[str]) -> None:
    assert [word for word in words if f"{prefix}{word}" not in texts_of(language, "pages")] == []


def test_a_key_nobody_wrote_is_an_error_not_a_bare_key() -> None:
    t = Texts("en")
    with pytest.raises(KeyError, match=r"home\.nothing"):
        t("home.nothing")
    with pytest.raises(KeyError, match=r"home\.nothing"):
        t.count("home.nothing", 2)


def test_a_language_nobody_wrote_is_an_error_too() -> None:
    with pytest.raises(FileNotFoundError):
        translations("fr", "pages")


def test_numbered_texts_come_in_their_order() -> None:
    t = Texts("zh-Hans")
    assert t.all("step") == [t("step.1"), t("step.2"), t("step.3"), t("step.4")]
    assert t.all("nothing") == []


def test_one_is_not_spoken_of_as_many() -> None:
    t = Texts("en")
    assert [t.count("scene.certificates", n) for n in (0, 1, 2, 1200)] == [
        "0 certificates", "1 certificate", "2 certificates", "1,200 certificates",
    ]  # fmt: skip
    assert Texts("zh-Hans").count("scene.certificates", 1) == "1 张证书"
