"""What a certificate's surfaces show: one record and its status, turned into the words that are drawn, once for all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from app.core.canonical import canonical_bytes, sha256_text
from app.core.clock import day_of
from app.domain import display
from app.domain.wording import Claim, Status, Wording, sentence, status_text, wording


@dataclass(frozen=True, slots=True)
class Surface:
    """The input of picture, card and PDF.

    record: the certificate's record as api.md gives it; it is read, never changed.
    status, status_on: present status; the Beijing day of retirement or revocation (None while allocated).
    name: the beneficiary's name if it may be shown here, else None: 「一位来宾」.
    page_url: the public page, written into the code. mini_program_code: PNG or JPEG bytes drawn instead of the code.
    sample: marked 「示例」; also when the record says so.
    equivalents: sentences 「约相当于…的排放」, worded by the caller, at most two are drawn.
    """

    record: Mapping[str, Any]
    status: Status
    status_on: date | None
    name: str | None
    page_url: str
    locale: str = "zh-Hans"
    mini_program_code: bytes | None = None
    sample: bool = False
    equivalents: tuple[str, ...] = ()


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

    words: Wording
    language: display.Language
    name: str
    sentence: str
    mass: display.Mass
    mass_exact: str
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
    equivalents: tuple[str, ...] = field(default=())


def facts(surface: Surface) -> Facts:
    """The words of a surface. ValueError, TypeError or KeyError if the record lacks what every certificate has."""
    record = surface.record
    claim = claim_of(surface)
    words = wording(record["wording"]["jurisdiction"], surface.locale, surface.status)
    mass_g = _grams(record["mass_g"])
    issued_at = instant(record["issued_at"])
    project = record["project"]
    footprint = record.get("footprint")
    chinese = display.language_of(surface.locale) == "zh-Hans"
    joint = "·" if chinese else " · "
    return Facts(
        words=words,
        language=display.language_of(surface.locale),
        name=words.guest if surface.name is None else surface.name,
        sentence=sentence(claim, words, surface.locale),
        mass=display.mass(mass_g),
        mass_exact=display.grams(mass_g),
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
        sample=surface.sample or bool(record.get("sample")),
        record_hash=sha256_text(canonical_bytes(dict(record))),
        equivalents=surface.equivalents,
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
