"""The words of certificates outside any request: tiers, what an organisation may say, every language."""

import pytest

from app.certs.surface import facts, tier_of
from app.certs.words import certificate_texts, words_of
from app.core.texts import LANGUAGES
from tests.certs.samples import surface

EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
COMPANY = {"role": "company", "beneficiary": {"kind": "organisation", "commitment": "sha256:" + "a" * 64}}


@EVERY_LANGUAGE
def test_a_tier_begins_at_its_journeys_and_says_how_many_there_were(language: str) -> None:
    assert [tier_of(journeys, language) for journeys in (None, 0)] == [None, None]
    reached = {journeys: tier_of(journeys, language) for journeys in (1, 2, 3, 10, 30, 31)}
    assert [tier and tier.level for tier in reached.values()] == [1, 1, 2, 3, 4, 4]
    for journeys, tier in reached.items():
        assert tier is not None
        assert str(journeys) in tier.text
        assert tier.name == words_of("CN", language, "retired").tiers[tier.level - 1]


def test_one_journey_is_not_journeys() -> None:
    for language in ("en", "sw", "gu"):
        one, more = tier_of(1, language), tier_of(2, language)
        assert one is not None
        assert more is not None
        assert one.text.replace("1", "2") != more.text


@EVERY_LANGUAGE
def test_an_organisation_reads_what_it_may_say_with_its_own_facts(language: str) -> None:
    shown = facts(surface(record=COMPANY, locale=language))
    said = " ".join(shown.may_say)
    for fact in (shown.mass_exact, shown.number, "613 kg", "CDCER 其他项目", "首届中国数字碳中和高峰论坛"):
        assert fact in said
    assert len(shown.may_not_say) == 4
    assert "{" not in said + " ".join(shown.may_not_say)


@EVERY_LANGUAGE
def test_without_an_estimate_nothing_is_said_of_one(language: str) -> None:
    shown = facts(surface(record=COMPANY | {"estimate_g": None, "footprint": None}, locale=language))
    assert len(shown.may_say) == 3


def test_a_guest_needs_no_such_page() -> None:
    shown = facts(surface())
    assert shown.may_say == shown.may_not_say == ()


def test_a_language_we_do_not_speak_is_answered_in_english() -> None:
    assert certificate_texts("fr").language == "en"
    assert words_of("CN", "fr", "retired") == words_of("CN", "en", "retired")
