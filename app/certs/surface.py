"""What a certificate's surfaces show: one record and its status, turned into the words that are drawn, once for all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from app.certs.palette import Colour
from app.certs.words import certificate_texts, words_of
from app.core.canonical import canonical_bytes, sha256_text
from app.core.clock import day_of
from app.domain import boards, display
from app.domain.wording import Claim, Status, Wording, filled, sentence, status_text

_NO_HUE: Colour = (128, 128, 128)


@dataclass(frozen=True, slots=True)
class Look:
    """How a scene wants its certificates: a design of ``designs/``, its colour (greens turn to it) and its logo.

    logo: PNG or JPEG bytes, drawn small beside the scene's words and in its own colours.
    """

    design: str = "classic"
    colour: Colour | None = None
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Equivalent:
    """「约相当于…的排放」, in parts for a drawing and whole for a reader; worded by the caller.

    key: ``car`` | ``meal`` | ``electricity``. number and unit stand large, caption below them, source small.
    """

    key: str
    number: str
    unit: str
    caption: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Tier:
    """What many covered journeys are honoured with: level 1 to 4, how many there were, and the words for it."""

    level: int
    journeys: int
    name: str
    text: str


def tier_of(journeys: int | None, locale: str) -> Tier | None:
    """The tier of that many covered journeys, worded; None below the first or where nobody counts them."""
    level = 0 if journeys is None else boards.tier(journeys)
    if journeys is None or level == 0:
        return None
    texts = certificate_texts(locale)
    return Tier(level, journeys, texts(f"tier.{level}"), texts.count("tier.journeys", journeys))


@dataclass(frozen=True, slots=True)
class Dress:
    """All that the fixed words of a drawing depend on: pictures of one dress differ only in what is their own."""

    design: str
    jurisdiction: str
    language: display.Language
    status: Status
    sample: bool

    @property
    def words(self) -> Wording:
        return words_of(self.jurisdiction, self.language, self.status)

    @property
    def revoked(self) -> bool:
        return self.status == "revoked"


@dataclass(frozen=True, slots=True)
class Surface:
    """The input of picture, card and PDF.

    record: the certificate's record as api.md gives it; it is read, never changed.
    status, status_on: present status; the Beijing day of retirement or revocation (None while allocated).
    name: the beneficiary's name if it may be shown here, else None: 「一位来宾」.
    page_url: the public page, written into the code. mini_program_code: PNG or JPEG bytes drawn instead of the code.
    sample: marked 「示例」; also when the record says so.
    tier: what the holder's covered journeys are honoured with, as of the day of issue.
    """

    record: Mapping[str, Any]
    status: Status
    status_on: date | None
    name: str | None
    page_url: str
    locale: str = "zh-Hans"
    mini_program_code: bytes | None = None
    sample: bool = False
    equivalents: tuple[Equivalent, ...] = ()
    tier: Tier | None = None
    look: Look = Look()

    @property
    def tint(self) -> Colour | None:
        """What greens turn to: the scene's colour; grey on a certificate that honours nobody any more."""
        return _NO_HUE if self.status == "revoked" else self.look.colour


@dataclass(frozen=True, slots=True)
class Allocation:
    """One range of grams inside a batch, as written: serials of the tonnes it touches, inclusive gram positions."""

    serials: str
    grams: str
    mass: str
    vintage: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Every word of a certificate. Picture, card and PDF draw from here and from nowhere else."""

    dress: Dress
    words: Wording
    language: display.Language
    name: str
    scene: str | None
    sentence: str
    mass: display.Mass
    mass_exact: str
    mass_g: int
    number: str
    issuer: str
    issued_on: str
    issued_at: datetime
    project: str
    registry: str
    methodology: str
    held_by: str
    factor_set: str
    status: str
    allocations: tuple[Allocation, ...]
    sample: bool
    record_hash: str
    page_url: str
    mini_program_code: bytes | None
    logo: bytes | None
    equivalents: tuple[Equivalent, ...] = field(default=())
    tier: Tier | None = None
    may_say: tuple[str, ...] = ()
    may_not_say: tuple[str, ...] = ()


def facts(surface: Surface) -> Facts:
    """The words of a surface. ValueError, TypeError or KeyError if the record lacks what every certificate has."""
    record = surface.record
    claim = claim_of(surface)
    language = display.language_of(surface.locale)
    sample = surface.sample or bool(record.get("sample"))
    dress = Dress(surface.look.design, record["wording"]["jurisdiction"], language, surface.status, sample)
    words = dress.words
    mass_g = _grams(record["mass_g"])
    issued_at = instant(record["issued_at"])
    project = record["project"]
    footprint = record.get("footprint")
    joint = "·" if language == "zh-Hans" else " · "
    return Facts(
        dress=dress,
        words=words,
        language=language,
        name=words.guest if surface.name is None else surface.name,
        scene=claim.scene,
        sentence=sentence(claim, words, surface.locale),
        mass=display.mass(mass_g),
        mass_exact=display.grams(mass_g),
        mass_g=mass_g,
        number=record["number"],
        issuer=record["issuer"],
        issued_on=display.day(day_of(issued_at), surface.locale),
        issued_at=issued_at,
        project=joint.join(_distinct(project["name"], project.get("credit_type"))),
        registry=joint.join(_distinct(project["registry"], project.get("registry_project_id"))),
        methodology=joint.join(_distinct(project.get("standard"), project.get("methodology"))),
        held_by=record["title"]["held_by"],
        factor_set="" if footprint is None else joint.join((footprint["calculator"], footprint["factor_set"])),
        status=status_text(claim, words, surface.locale),
        allocations=tuple(_allocation(item, words) for item in record["allocations"]),
        sample=sample,
        record_hash=sha256_text(canonical_bytes(dict(record))),
        page_url=surface.page_url,
        mini_program_code=surface.mini_program_code,
        logo=surface.look.logo,
        equivalents=surface.equivalents,
        tier=surface.tier,
        may_say=_said(claim, record, surface.locale, words.may_say),
        may_not_say=_said(claim, record, surface.locale, words.may_not_say),
    )


def _said(claim: Claim, record: Mapping[str, Any], locale: str, templates: tuple[str, ...]) -> tuple[str, ...]:
    """What an organisation may or may not say with its certificate; a guest's needs no such page."""
    if claim.role not in ("company", "organiser") and record["beneficiary"]["kind"] != "organisation":
        return ()
    project = record["project"]
    estimate_g = claim.estimate_g
    return filled(
        templates,
        {
            "scene": claim.scene,
            "mass": display.grams(claim.mass_g),
            "estimate": None if estimate_g is None else str(display.mass(estimate_g)),
            "day": display.day(claim.decisive_on, locale),
            "project": project["name"],
            "registry": project["registry"],
            "number": record["number"],
        },
    )


def claim_of(surface: Surface) -> Claim:
    """What the certificate's sentence has to say, read from record and status."""
    record = surface.record
    scene = record.get("scene")
    until = record["title"].get("retire_by_on")
    return Claim(
        role=record.get("role") or "guest",
        scene=None if scene is None else scene["name"],
        mass_g=_grams(record["mass_g"]),
        estimate_g=None if record.get("estimate_g") is None else _grams(record["estimate_g"]),
        status=surface.status,
        until_on=None if until is None else date.fromisoformat(until),
        status_on=surface.status_on,
    )


def instant(text: str) -> datetime:
    """An RFC 3339 instant as aware UTC; ValueError without an offset."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant has an offset")
    return at.astimezone(UTC)


def _allocation(item: Mapping[str, Any], words: Wording) -> Allocation:
    first, last = item["serial_first"], item["serial_last"]
    return Allocation(
        serials=first if first == last else f"{first} – {last}",
        grams=words.grams_range.format(
            first=display.grouped(_grams(item["first_g"])), last=display.grouped(_grams(item["last_g"]))
        ),
        mass=display.grams(_grams(item["mass_g"])),
        vintage=str(item["vintage"]),
    )


def _grams(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("grams are integers")
    return value


def _distinct(*parts: str | None) -> list[str]:
    """The parts that are there and do not only repeat what the parts before them say."""
    shown: list[str] = []
    for part in parts:
        if part and not any(part in before for before in shown):
            shown.append(part)
    return shown


def rows_of(shown: Facts) -> list[tuple[str, str, str]]:
    """(slot, label, text) of the facts on a picture; further ranges are counted, the PDF lists them all."""
    labels, first = shown.words.facts, shown.allocations[0]
    more = len(shown.allocations)
    tail = "" if more == 1 else " " + shown.words.more_ranges.format(count=more)
    joint = "，" if shown.language == "zh-Hans" else "; "
    in_all = joint + shown.words.in_all.format(mass=shown.mass_exact)
    return [
        ("number", labels["number"], shown.number),
        ("project", labels["project"], shown.project),
        ("registry", labels["registry"], shown.registry),
        ("serials", labels["serials"], first.serials),
        ("grams", labels["grams"], first.grams + tail + in_all),
        ("issued", labels["issued"], shown.issued_on),
        ("status", labels["status"], shown.status + (joint + shown.words.sample_note if shown.sample else "")),
    ]
