"""Which words a certificate uses, and which it never uses."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.wording import Claim, Wording, forbidden_phrases, sentence, status_text, wording

CLAIM = Claim(
    role="guest",
    scene="云上苍山",
    mass_g=405_412,
    estimate_g=612_999,
    status="allocated",
    until_on=date(2027, 6, 30),
    status_on=None,
)
RETIRED = replace(CLAIM, status="retired", status_on=date(2026, 11, 2))
REVOKED = replace(CLAIM, status="revoked", status_on=date(2026, 9, 1))
JURISDICTIONS = ("CN", "EU", "US", "")


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [text for part in value.values() for text in _strings(part)]


def test_a_promise_says_by_when_and_that_the_estimate_is_the_guests_own() -> None:
    words = wording("CN", "zh-Hans", "allocated")
    assert sentence(CLAIM, words, "zh-Hans") == (
        "为「云上苍山」之行（自报估算 613 kg），点点承诺于 2027 年 6 月 30 日前代其注销 405 kg 减排量"
    )
    assert status_text(CLAIM, words, "zh-Hans") == "已划定，承诺于 2027 年 6 月 30 日前注销"


def test_after_retirement_the_sentence_says_it_was_done_and_when() -> None:
    words = wording("CN", "zh-Hans", "retired")
    told = sentence(RETIRED, words, "zh-Hans")
    assert told.endswith("已于 2026 年 11 月 2 日注销")
    assert "承诺" not in told


def test_a_revoked_certificate_stands_for_nothing() -> None:
    for locale in ("zh-Hans", "en"):
        words = wording("CN", locale, "revoked")
        told = sentence(REVOKED, words, locale)
        assert "不再代表任何注销" in told or "no longer stands for any cancellation" in told
        assert "cancelled" not in words.subtitle.lower()


def test_english_never_calls_cancelled_what_is_only_promised() -> None:
    words = wording("CN", "en", "allocated")
    drawn = [
        words.title,
        words.subtitle,
        words.label["allocated"],
        sentence(CLAIM, words, "en"),
        status_text(CLAIM, words, "en"),
    ]
    assert not any("cancelled" in text.lower().replace("to be cancelled", "") for text in drawn)


def test_the_titles_are_the_ones_agreed() -> None:
    assert wording("CN", "zh-Hans").title == "碳中和荣誉证书"
    assert wording("CN", "zh-Hans").subtitle == "Certificate of Honour · Emission reductions cancelled"
    assert wording("CN", "zh-Hans", "allocated").label["allocated"] == "代为注销"
    assert wording("CN", "zh-Hans").not_an_asset == "本证书不是碳资产持有凭证，不可转让"


@pytest.mark.parametrize("locale", ["zh-Hans", "en"])
def test_in_the_eu_not_even_the_title_says_neutral(locale: str) -> None:
    for text in _strings(asdict(wording("EU", locale))):
        assert "中和" not in text
        assert "neutral" not in text.lower()


def test_a_jurisdiction_without_rules_takes_the_default() -> None:
    assert wording("KE", "en") == wording("CN", "en")


@pytest.mark.parametrize("role", ["guest", "gift", "organiser", "company", "something new"])
@pytest.mark.parametrize("locale", ["zh-Hans", "en"])
def test_every_role_has_a_sentence_that_names_the_scene_and_both_masses(role: str, locale: str) -> None:
    told = sentence(replace(CLAIM, role=role), wording("CN", locale), locale)
    assert "云上苍山" in told
    assert "613 kg" in told
    assert "405 kg" in told
    assert "{" not in told


def test_without_a_scene_or_an_estimate_nothing_is_made_up() -> None:
    words = wording("CN", "zh-Hans")
    told = sentence(replace(CLAIM, scene=None, estimate_g=None), words, "zh-Hans")
    assert told.startswith("为日常生活，点点承诺")
    assert "自报" not in told


@given(st.text(max_size=30))
def test_a_scene_may_be_called_anything(name: str) -> None:
    told = sentence(replace(CLAIM, scene=name), wording("CN", "zh-Hans"), "zh-Hans")
    assert f"「{name}」" in told


@pytest.mark.parametrize("claim", [replace(CLAIM, until_on=None), replace(RETIRED, status_on=None)])
def test_a_claim_without_its_day_is_refused(claim: Claim) -> None:
    with pytest.raises(ValueError, match="needs its day"):
        sentence(claim, wording("CN", "zh-Hans"), "zh-Hans")


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
@pytest.mark.parametrize("locale", ["zh-Hans", "en"])
def test_no_wording_of_ours_claims_too_much(jurisdiction: str, locale: str) -> None:
    for status, claim in (("allocated", CLAIM), ("retired", RETIRED), ("revoked", REVOKED)):
        words = wording(jurisdiction, locale, claim.status)
        told = [*_strings(asdict(words)), sentence(claim, words, locale), status_text(claim, words, locale)]
        assert [phrase for text in told for phrase in forbidden_phrases(text)] == [], status


@pytest.mark.parametrize(
    "text",
    [
        "本次会议已实现碳中和",
        "自愿抵消全部碳足迹，特授此誉",
        "您的出行已碳中和",
        "100% 中和",
        "零碳会议",
        "这是一场碳中和会议",
        "This event is carbon neutral",
        "A carbon-neutral conference",
        "climate  neutral",
        "100 % neutral",
        "You reached Net Zero",
        "offsets all your emissions",
        "a tradable asset",
    ],
)
def test_the_claims_we_never_make_are_found(text: str) -> None:
    assert forbidden_phrases(text)


@pytest.mark.parametrize(
    "text", ["碳中和荣誉证书", "首届中国数字碳中和高峰论坛", "代为注销", "Emission reductions cancelled", ""]
)
def test_honest_words_pass(text: str) -> None:
    assert forbidden_phrases(text) == ()


def test_every_language_fills_the_same_places() -> None:
    one, other = (asdict(wording("CN", locale)) for locale in ("zh-Hans", "en"))
    assert _shape(one) == _shape(other)
    assert all(_strings(one))
    assert isinstance(wording("CN", "en"), Wording)


def _shape(value: Any) -> Any:
    return sorted(value) and {key: _shape(part) for key, part in value.items()} if isinstance(value, dict) else None
