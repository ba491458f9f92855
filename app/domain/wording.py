"""Which words a certificate may use: rules by jurisdiction and language, and how a claim becomes a sentence.

The texts themselves are catalogues (app/translations, certificates) and come in as an argument; what no text may say is
claims.py; how numbers and days are written is display.py.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Literal, Protocol

from app.domain.claims import forbidden_phrases
from app.domain.display import Language, day, language_of, mass

__all__ = [
    "VERSION", "Claim", "Say", "Status", "Wording", "filled", "forbidden_phrases", "sentence", "status_text", "wording",
]  # fmt: skip

Status = Literal["allocated", "retired", "revoked"]
#: Named in every record: raise it when a sentence comes to mean something else.
VERSION = "1"

_STATUSES: tuple[Status, ...] = ("allocated", "retired", "revoked")
_PURPOSES = ("guest", "gift", "organiser", "company", "life")
_FACTS = (
    "number", "mass", "project", "registry", "serials", "grams", "issued", "status", "vintage", "methodology",
    "standard", "held_by", "factor_set", "page", "hash",
)  # fmt: skip


class Say(Protocol):
    """The texts of one language by key."""

    def __call__(self, key: str) -> str:
        """KeyError for a key nobody wrote."""
        ...

    def all(self, prefix: str) -> list[str]:
        """Texts numbered from 1 under a key."""
        ...


@dataclass(frozen=True, slots=True)
class Wording:
    """Every fixed word of a certificate in one language; ``sentence``, ``status_text`` and ``filled`` fill ``{...}``.

    tiers: names of levels 1 to 4 (boards.TIERS). may_say, may_not_say: for an organisation's certificate, by status.
    """

    title: str
    subtitle: str
    presented_to: str
    guest: str
    label: Mapping[Status, str]
    sentences: Mapping[Status, str]
    purposes: Mapping[str, str]
    estimate: str
    status: Mapping[Status, str]
    not_an_asset: str
    no_claim: str
    sample: str
    sample_note: str
    revoked: str
    scan: str
    seal: str
    facts: Mapping[str, str]
    grams_range: str
    more_ranges: str
    in_all: str
    equivalents_head: str
    source: str
    tiers: tuple[str, ...]
    may_say: tuple[str, ...]
    may_not_say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Which of its texts a jurisdiction takes: title and subtitle, sentence, and the law an advertiser is told of."""

    title: str
    sentence: str
    law: str


#: (jurisdiction, language); ``*`` stands for any other, and the closest entry counts. Directive (EU) 2024/825 bars
#: claims of a neutral impact that rest on offsetting (annex I to 2005/29/EC, point 4c): in the EU not even the Chinese
#: title of honour says "neutral", and the sentence calls what was done a contribution.
_RULES: Mapping[tuple[str, str], Rule] = {
    ("CN", "*"): Rule("honour", "on_behalf", "CN"),
    ("EU", "*"): Rule("contribution", "contribution", "EU"),
    ("*", "*"): Rule("honour", "on_behalf", "other"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What the sentence of a certificate says. Masses in grams; days are Beijing days.

    ``role`` is the record's (guest, organiser, company, gift); ``scene`` None means the footprint of everyday life.
    ``until_on`` is the promised day (allocated); ``status_on`` the day of retirement or revocation.
    """

    role: str
    scene: str | None
    mass_g: int
    estimate_g: int | None
    status: Status
    until_on: date | None
    status_on: date | None

    @property
    def decisive_on(self) -> date:
        """The one day the sentence names. Raises ValueError when the claim lacks it: a promise has a date."""
        on = self.until_on if self.status == "allocated" else self.status_on
        if on is None:
            raise ValueError(f"a certificate that is {self.status} needs its day")
        return on


def rule(jurisdiction: str, language: Language) -> Rule:
    """The rule for a jurisdiction (``CN``, ``EU``, ...) and a language."""
    keys = ((jurisdiction, language), (jurisdiction, "*"), ("*", language), ("*", "*"))
    return next(_RULES[key] for key in keys if key in _RULES)


def wording(jurisdiction: str, locale: str, status: Status, say: Say) -> Wording:
    """The words for a jurisdiction and a status. ``say``: the texts of the language nearest to the locale.

    Title, subtitle, sentence and warnings follow the rule; the subtitle also the status: nothing is called cancelled
    that is only promised, or that was revoked. KeyError where the catalogue lacks a text.
    """
    chosen = rule(jurisdiction, language_of(locale))
    revoked = status == "revoked"
    prohibitions = say.all("may_not_say.revoked" if revoked else "may_not_say.valid")
    return Wording(
        title=say(f"title.{chosen.title}"),
        subtitle=say(f"subtitle.{chosen.title}.{status}"),
        presented_to=say("presented_to"),
        guest=say("guest"),
        label={each: say(f"label.{each}") for each in _STATUSES},
        sentences={each: say(f"sentence.{chosen.sentence}.{each}") for each in _STATUSES},
        purposes={each: say(f"purpose.{each}") for each in _PURPOSES},
        estimate=say("estimate"),
        status={each: say(f"status.{each}") for each in _STATUSES},
        not_an_asset=say("not_an_asset"),
        no_claim=say(f"no_claim.{chosen.title}"),
        sample=say("sample"),
        sample_note=say("sample_note"),
        revoked=say("revoked"),
        scan=say("scan"),
        seal=say("seal"),
        facts={each: say(f"fact.{each}") for each in _FACTS},
        grams_range=say("grams_range"),
        more_ranges=say("more_ranges"),
        in_all=say("in_all"),
        equivalents_head=say("equivalents_head"),
        source=say("source"),
        tiers=tuple(say.all("tier")),
        may_say=() if revoked else tuple(say.all(f"may_say.{status}")),
        may_not_say=tuple(prohibitions if revoked else [*prohibitions, say(f"may_not_say.law.{chosen.law}")]),
    )


def filled(templates: Sequence[str], facts: Mapping[str, str | None]) -> tuple[str, ...]:
    """``may_say`` and ``may_not_say`` with a certificate's own facts; a sentence whose fact is missing is left out."""
    return tuple(
        _put_in(template, {name: fact for name, fact in facts.items() if fact is not None})
        for template in templates
        if all(facts.get(name) is not None for name in _blanks(template))
    )


def _blanks(template: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(template) if name]


def _put_in(template: str, facts: Mapping[str, str]) -> str:
    """What we wrote is closed up; what others chose (names) stays as it is."""
    day_written = {name: fact for name, fact in facts.items() if name == "day"}
    held = {name: f"\0{name}\0" for name in facts if name not in day_written}
    told = _closed_up(template.format(**day_written, **held))
    for name, mark in held.items():
        told = told.replace(mark, facts[name])
    return told


def sentence(claim: Claim, words: Wording, locale: str) -> str:
    """The sentence under the name: for what, how much was estimated, what is promised or done, by or on which day."""
    purpose = words.purposes["life"]
    if claim.scene is not None:
        purpose = words.purposes.get(claim.role, words.purposes["guest"]).replace("{scene}", claim.scene)
    if claim.estimate_g is not None:
        purpose += words.estimate.format(mass=mass(claim.estimate_g))
    told = words.sentences[claim.status].format(
        purpose="\0", day=day(claim.decisive_on, locale), mass=mass(claim.mass_g)
    )
    return _closed_up(told).replace("\0", purpose)


def status_text(claim: Claim, words: Wording, locale: str) -> str:
    """The status with its day: 「已于 2026 年 8 月 16 日 注销」."""
    return _closed_up(words.status[claim.status].format(day=day(claim.decisive_on, locale)))


def _closed_up(text: str) -> str:
    """Chinese sets a space between a figure and a character, never between two characters."""
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text)
