"""Which words a certificate uses, and which it never uses."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certs.words import words_of as wording
from app.domain.boards import TIERS
from app.domain.display import LANGUAGES
from app.domain.wording import Claim, Status, Wording, filled, rule, sentence, status_text

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
    parts = value.values() if isinstance(value, dict) else value
    return [text for part in parts for text in _strings(part)]


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
    assert wording("CN", "zh-Hans", "retired").title == "碳中和荣誉证书"
    assert wording("CN", "zh-Hans", "retired").subtitle == "Certificate of Honour · Emission reductions cancelled"
    assert wording("CN", "zh-Hans", "allocated").label["allocated"] == "代为注销"
    assert wording("CN", "zh-Hans", "retired").not_an_asset == "本证书不是碳资产持有凭证，不可转让"


@pytest.mark.parametrize("locale", ["zh-Hans", "en"])
def test_in_the_eu_not_even_the_title_says_neutral(locale: str) -> None:
    for text in _strings(asdict(replace(wording("EU", locale, "retired"), may_not_say=()))):
        assert "中和" not in text
        assert "neutral" not in text.lower()


def test_a_jurisdiction_without_rules_takes_the_default() -> None:
    assert replace(wording("KE", "en", "retired"), may_not_say=()) == replace(
        wording("CN", "en", "retired"), may_not_say=()
    )


@pytest.mark.parametrize("role", ["guest", "gift", "organiser", "company", "something new"])
@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_role_has_a_sentence_that_names_the_scene_and_both_masses(role: str, locale: str) -> None:
    told = sentence(replace(CLAIM, role=role), wording("CN", locale, "allocated"), locale)
    assert "云上苍山" in told
    assert "613 kg" in told
    assert "405 kg" in told
    assert "{" not in told


def test_without_a_scene_or_an_estimate_nothing_is_made_up() -> None:
    words = wording("CN", "zh-Hans", "allocated")
    told = sentence(replace(CLAIM, scene=None, estimate_g=None), words, "zh-Hans")
    assert told.startswith("为日常生活，点点承诺")
    assert "自报" not in told


@given(st.text(max_size=30))
def test_a_scene_may_be_called_anything(name: str) -> None:
    told = sentence(replace(CLAIM, scene=name), wording("CN", "zh-Hans", "allocated"), "zh-Hans")
    assert f"「{name}」" in told


@pytest.mark.parametrize("claim", [replace(CLAIM, until_on=None), replace(RETIRED, status_on=None)])
def test_a_claim_without_its_day_is_refused(claim: Claim) -> None:
    with pytest.raises(ValueError, match="needs its day"):
        sentence(claim, wording("CN", "zh-Hans", "allocated"), "zh-Hans")


@pytest.mark.parametrize("jurisdiction", JURISDICTIONS)
@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("claim", [CLAIM, RETIRED, REVOKED])
def test_every_sentence_names_its_day_and_nothing_is_left_to_fill(jurisdiction: str, locale: str, claim: Claim) -> None:
    words = wording(jurisdiction, locale, claim.status)
    for told in (sentence(claim, words, locale), status_text(claim, words, locale)):
        assert str(claim.decisive_on.year) in told
        assert "{" not in told


def test_every_language_has_every_word() -> None:
    for locale in LANGUAGES:
        for jurisdiction in JURISDICTIONS:
            words = wording(jurisdiction, locale, "retired")
            assert isinstance(words, Wording)
            assert _shape(asdict(words)) == _shape(asdict(wording("CN", "zh-Hans", "retired")))
            assert all(text.strip() for text in _strings(asdict(words)))


def test_there_is_a_name_for_every_tier() -> None:
    for locale in LANGUAGES:
        tiers = wording("CN", locale, "retired").tiers
        assert len(set(tiers)) == len(tiers) == len(TIERS)


def test_the_eu_calls_it_a_contribution_in_every_language() -> None:
    for locale in LANGUAGES:
        honour, contribution = (wording(each, locale, "allocated") for each in ("CN", "EU"))
        assert honour.title != contribution.title
        assert honour.no_claim != contribution.no_claim
        assert sentence(CLAIM, honour, locale) != sentence(CLAIM, contribution, locale)
        assert "2024/825" in contribution.may_not_say[-1]
        assert ("第二十八条" if locale == "zh-Hans" else "28") in honour.may_not_say[-1]


def test_the_closest_rule_counts() -> None:
    assert rule("EU", "gu") == rule("EU", "zh-Hans")
    assert rule("KE", "sw") == rule("", "en") != rule("CN", "sw")


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("status", ["allocated", "retired"])
def test_what_may_be_said_is_filled_with_the_certificates_own_facts(locale: str, status: Status) -> None:
    templates = wording("CN", locale, status).may_say
    facts = dict.fromkeys(("scene", "mass", "estimate", "day", "project", "registry", "number"), "")
    facts |= {name: f"<{name}>" for name in facts}
    told = filled(templates, facts)
    assert len(told) == 4
    assert all(f"<{name}>" in "".join(told) for name in facts)
    without = filled(templates, facts | {"estimate": None})
    assert without == tuple(text for text in told if "<estimate>" not in text)
    assert len(without) == 3


@pytest.mark.parametrize("locale", LANGUAGES)
def test_with_a_revoked_certificate_nothing_may_be_said(locale: str) -> None:
    words = wording("CN", locale, "revoked")
    assert words.may_say == ()
    assert len(words.may_not_say) == 1


def test_a_fact_that_looks_like_a_blank_is_not_filled_again() -> None:
    assert filled(("「{scene}」，{day} 前",), {"scene": "{day} 日 月", "day": "2026 年 8 月 6 日"}) == (
        "「{day} 日 月」，2026 年 8 月 6 日前",
    )


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(value[key]) for key in sorted(value)}
    return len(value) if isinstance(value, tuple) else None
