"""What nobody reads from us: every text in four languages and every certificate, held against the claims we avoid."""

import ast
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from app import cli
from app.certs.surface import Look, facts, rows_of, tier_of
from app.certs.words import words_of
from app.core.texts import FOLDER, LANGUAGES, Texts
from app.domain.boards import By
from app.domain.boards_wording import rule, unnamed
from app.domain.claims import forbidden_phrases
from app.domain.wording import Claim, Status, sentence, status_text
from app.methodology import footprints
from app.services.placing import payment_description
from app.services.shipping import notice_text
from tests.certs.samples import surface

APP = Path(cli.__file__).parent.parent
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
STATUSES: tuple[Status, ...] = ("allocated", "retired", "revoked")
JURISDICTIONS = ("CN", "EU", "KE", "IN", "")
ROLES = ("guest", "gift", "organiser", "company")
#: Every file of words that a person can meet: pages, certificates, forms, problems, refusals, the API's pages.
JSON_OF_WORDS = ("methodology/labels/*.json", "api/*.json", "cli/*.json", "web/*.json")
WORDS = sorted([*FOLDER.rglob("*.po"), *(path for pattern in JSON_OF_WORDS for path in APP.glob(pattern))])
BAD = ("这是零碳会议", "This event is carbon neutral", "Tukio hili halina kaboni", "આ કાર્યક્રમ કાર્બન ન્યુટ્રલ છે")


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)


def texts_in(path: Path) -> list[str]:
    if path.suffix == ".json":
        return list(strings(json.loads(path.read_text("utf-8"))))
    with path.open("rb") as source:
        return [text for message in read_po(source) if message.id for text in strings(message.string)]


def claimed(texts: list[str]) -> dict[str, tuple[str, ...]]:
    return {text: found for text in texts if (found := forbidden_phrases(text))}


def test_every_kind_of_words_is_looked_at() -> None:
    folders = {path.parent.relative_to(APP).as_posix() for path in WORDS}
    assert {"api", "cli", "methodology/labels", "web"} < folders
    assert sum(folder.startswith("translations/") for folder in folders) == len(LANGUAGES)


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.relative_to(APP).as_posix())
def test_no_text_claims_too_much(path: Path) -> None:
    texts = texts_in(path)
    assert texts
    assert claimed(texts) == {}


@EVERY_LANGUAGE
@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", ROLES)
def test_no_certificate_claims_too_much(language: str, jurisdiction: str, status: Status, role: str) -> None:
    shown = facts(
        surface(
            record={
                "role": role,
                "wording": {"jurisdiction": jurisdiction, "version": "1"},
                "beneficiary": {"kind": "organisation", "commitment": "sha256:0"},
            },
            status=status,
            status_on=None if status == "allocated" else date(2026, 11, 2),
            locale=language,
            look=Look("company"),
            tier=tier_of(3, language),
        )
    )
    told = [*strings(shown.words.title), shown.words.subtitle, shown.sentence, shown.status, shown.words.no_claim]
    told += [text for row in rows_of(shown) for text in row[1:]]
    told += [*shown.may_say, *shown.may_not_say, *shown.words.label.values(), *shown.words.tiers]
    assert shown.tier is not None
    told += [shown.tier.name, shown.tier.text]
    assert bool(shown.may_say) == (status != "revoked")
    assert shown.may_not_say
    assert claimed(told) == {}


@EVERY_LANGUAGE
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("scene", ["云上苍山", None])
def test_no_sentence_and_no_title_of_a_shared_link_claims_too_much(language: str, role: str, scene: str | None) -> None:
    pages = Texts(language)
    for jurisdiction in JURISDICTIONS:
        for status in STATUSES:
            words = words_of(jurisdiction, language, status)
            claim = Claim(role, scene, 405_412, 405_412, status, date(2027, 6, 30), date(2026, 11, 2))
            told = [sentence(claim, words, language), status_text(claim, words, language)]
            told.append(pages("certificate.title", title=words.title, number="DD26-7QK4-M2XN"))
            told.append(pages("certificate.page_of", name="林小满", mass="405 kg"))
            alt = {"name": words.guest, "scene": scene or "", "mass": "405 kg", "status": told[1]}
            told.append(pages("certificate.alt", **alt))
            assert claimed(told) == {}


@EVERY_LANGUAGE
def test_no_board_and_no_comparison_claims_too_much(language: str) -> None:
    told = [rule(by, language) for by in By] + [unnamed(language), unnamed(language, organisation=True)]
    told += list(strings(footprints.equivalents(405_412, language)))
    assert claimed(told) == {}


def test_no_message_through_wechat_claims_too_much() -> None:
    assert claimed([payment_description(405_412), notice_text(405_412)]) == {}


@pytest.mark.parametrize(
    "text",
    [
        "本次会议已实现碳中和", "自愿抵消全部碳足迹，特授此誉", "您的出行已碳中和", "100% 中和", "零碳会议",
        "这是一场碳中和会议",
        "点点中和了您的排放", "我们公司没有排放", "本产品是碳中和产品", "气候中和", "无碳酒店", "持有可升值",
        "不说大话，本次会议已碳中和", "我们不得不说：这是零碳会议", "我们不得不说这是零碳会议",
        "它不表示什么，但本活动没有碳排放",
        "This event is carbon neutral", "A carbon-neutral conference", "climate  neutral", "100 % neutral",
        "You reached Net Zero", "offsets all your emissions", "a tradable asset", "An event with no emissions",
        "An eco-friendly stay", "carbon-free travel", "your zero-carbon\nhotel", "It compensates for all your flights",
        "We do not say that lightly: this event is carbon neutral",
        "It is not that hard, but now the hotel is carbon neutral", "We may not say that. The event is carbon neutral",
        "Tukio hili halina uzalishaji", "Hoteli isiyo na kaboni", "Safari yako ni ya kaboni sifuri",
        "Kampuni haina kaboni", "Tukio hili haichangii mabadiliko ya tabianchi", "Mkutano bila kaboni",
        "Tumefidia uzalishaji wako wote", "Safari bila uzalishaji wa kaboni",
        "Cheti hakisemi kwamba unalipa tena. Tukio halina kaboni",
        "Hakisemi kwamba ni rahisi, lakini tukio hili halina kaboni",
        "આ કાર્યક્રમ કાર્બન ન્યુટ્રલ છે", "કાર્બન-ન્યૂટ્રલ હોટેલ", "શૂન્ય ઉત્સર્જન મુસાફરી", "કાર્બન મુક્ત પરિષદ",
        "આ ઉત્પાદનનું કોઈ ઉત્સર્જન નથી", "તમારાં બધાં ઉત્સર્જન સરભર થયાં", "નેટ ઝીરો કંપની", "આબોહવા તટસ્થ કાર્યક્રમ",
        "આ હોટેલ કાર્બન મુક્ત છે. ખોટું એવું કહી શકાય નહીં", "આ હોટેલ કાર્બન મુક્ત છે, પરંતુ એવું કહેતું નથી",
    ],
)  # fmt: skip
def test_a_claim_we_never_make_is_found(text: str) -> None:
    assert forbidden_phrases(text)


@pytest.mark.parametrize(
    "text",
    [
        "碳中和荣誉证书", "首届中国数字碳中和高峰论坛", "点点碳中和", "我要碳中和", "代为注销",
        "不得说本单位「碳中和」「零碳」", "",
        "它不表示任何人没有排放", "本证书不是碳资产持有凭证，不可转让",
        "Emission reductions cancelled", "It never says that anyone has no emissions",
        "You may not say that your event is “carbon neutral”", "Certificate of Honour",
        "Hakisemi kwamba mtu yeyote hana uzalishaji", "Upunguzaji wa uzalishaji umefutwa",
        "કોઈ વ્યક્તિનું કોઈ ઉત્સર્જન નથી એવું કહેતું નથી", "ઉત્સર્જન ઘટાડો રદ કર્યો", "સન્માન પ્રમાણપત્ર",
    ],
)  # fmt: skip
def test_honest_words_pass(text: str) -> None:
    assert forbidden_phrases(text) == ()


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.relative_to(APP).as_posix())
def test_a_bad_sentence_among_good_ones_is_found(path: Path) -> None:
    assert set(claimed([*texts_in(path), *BAD])) == set(BAD)


def literals() -> Iterator[str]:
    """Every text written in the code itself: help of commands, demo data, notices, templates, scripts."""
    for path in APP.rglob("*.py"):
        if path.name != "claims.py":
            tree = ast.parse(path.read_text("utf-8"))
            yield from (
                node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
            )
    for pattern in ("web/templates/**/*.html", "web/static/*.js", "web/static/*.svg"):
        yield from (path.read_text("utf-8") for path in APP.glob(pattern))


def test_no_text_in_the_code_itself_claims_too_much() -> None:
    texts = list(literals())
    assert any("示例减排企业" in text for text in texts)
    assert claimed(texts) == {}
