"""The sums of a certificate's file: ranges of grams, money, what a cancellation holds. Signatures: verification.py.

The browser does the same sums: app/web/static/certificate_sums.js.
"""

import csv
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.certificates import CertificateStatus
from app.domain.credits import GramRange, read_serials
from app.domain.errors import DomainError
from app.domain.money import GRAMS_PER_TONNE

#: What a check found: the code of its sentence (catalogue "checks") and the facts in it.
Said = tuple[str, Mapping[str, Any]]


class Wrong(ValueError):
    """A check does not hold: the code of its sentence, and the facts in it."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def allocations(record: Mapping[str, Any]) -> Said:
    """Ranges add up to the mass, do not overlap, and name the serials they touch."""
    by_batch: dict[str, list[tuple[GramRange, Mapping[str, Any]]]] = {}
    for each in record["allocations"]:
        grams = GramRange(_whole(each["first_g"]), _whole(each["last_g"]))
        if grams.first_g < 0 or grams.mass_g != _whole(each["mass_g"]) or grams.mass_g < 1:
            raise Wrong("range", first_g=grams.first_g, last_g=grams.last_g, mass_g=each["mass_g"])
        _fits(each["serial_first"], each["serial_last"], grams.last_serial - grams.first_serial + 1)
        by_batch.setdefault(str(each["batch"]), []).append((grams, each))
    for inside in by_batch.values():
        _one_batch(sorted(inside, key=lambda pair: pair[0]))
    total_g = sum(grams.mass_g for inside in by_batch.values() for grams, _ in inside)
    if total_g != _whole(record["mass_g"]) or total_g < 1:
        raise Wrong("sum", found_g=total_g, mass_g=record["mass_g"])
    return "ok", {"mass_g": total_g}


def _one_batch(inside: Sequence[tuple[GramRange, Mapping[str, Any]]]) -> None:
    """Ranges of one batch, in order: none overlaps another, and the serials advance as the grams do."""
    first_grams, first = inside[0]
    before: GramRange | None = None
    for grams, each in inside:
        if before is not None and before.overlap(grams):
            raise Wrong("overlap", gram=grams.first_g)
        _fits(first["serial_first"], each["serial_first"], grams.first_serial - first_grams.first_serial + 1)
        before = grams


def _fits(first: str, last: str, count: int) -> None:
    try:
        read_serials(first, last, count)
    except DomainError:
        raise Wrong("serials", first=first, last=last) from None


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong("number", found=str(value))
    return value


def amount(record: Mapping[str, Any]) -> Said:
    """What was paid is what the project and our service got."""
    split = record["split_fen"]
    facts = {
        "amount_fen": _whole(record["amount_fen"]),
        "owner_fen": _whole(split["owner"]),
        "service_fen": _whole(split["service"]),
    }
    if facts["amount_fen"] != facts["owner_fen"] + facts["service_fen"] or min(facts.values()) < 0:
        raise Wrong("sum", **facts)
    return "ok", facts


def retirements(file: Mapping[str, Any], lists: Sequence[str]) -> Said:
    """Every list adds up to its whole tonnes, and together they hold every gram of this certificate.

    lists: the texts of ``/certificates/{id}/retirements/{id}.csv``, one for each cancellation.
    """
    _as_signed(file)
    if file.get("status") != CertificateStatus.RETIRED:
        return "none", {}
    if not lists:
        return "not_given", {}
    number, mass_g = file["record"]["number"], file["record"]["mass_g"]
    tonnes = own_g = 0
    for text in lists:
        rows = [(name, _grams(grams)) for name, grams in list(csv.reader(text.lstrip("\ufeff").splitlines()))[1:]]
        (serials, total_g), inside = rows[-1], rows[:-1]
        first, _, last = serials.partition(" - ")
        found_g = sum(grams for _, grams in inside)
        if found_g != total_g:
            raise Wrong("sum", first=first, last=last, found_g=found_g, mass_g=total_g)
        if total_g % GRAMS_PER_TONNE:
            raise Wrong("serials", first=first, last=last)
        _fits(first, last, total_g // GRAMS_PER_TONNE)
        tonnes += total_g // GRAMS_PER_TONNE
        own_g += sum(grams for name, grams in inside if name == number)
    if own_g != mass_g:
        raise Wrong("own", found_g=own_g, mass_g=mass_g)
    return "ok", {"tonnes": tonnes, "mass_g": own_g}


def _as_signed(file: Mapping[str, Any]) -> None:
    """The cancellation that the signed event names is among the file's own: document, reference, day."""
    event = next((each for each in file["events"] if each["kind"] == "retired"), None)
    named = file.get("retirements") or ()
    if event is None or not named:
        return
    same = [each for each in named if each["document_sha256"] == event["document_sha256"]]
    if not same:
        raise Wrong("document")
    if all(any(each[member] != event[member] for member in ("reference", "retired_on")) for each in same):
        raise Wrong("told")


def _grams(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise Wrong("number", found=text)
    return int(text)
