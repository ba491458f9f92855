"""Grams inside serials: cutting ranges, naming serials, planning over batches. Positions from 0, ends inclusive."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.errors import DomainError
from app.domain.money import GRAMS_PER_TONNE


@dataclass(frozen=True, slots=True, order=True)
class GramRange:
    """``first_g..last_g`` of one batch, inclusive. Serial n of the batch holds grams n*1e6 to n*1e6 + 999,999."""

    first_g: int
    last_g: int

    @property
    def mass_g(self) -> int:
        return self.last_g - self.first_g + 1

    @property
    def first_serial(self) -> int:
        """Index, within the batch, of the first serial touched."""
        return self.first_g // GRAMS_PER_TONNE

    @property
    def last_serial(self) -> int:
        return self.last_g // GRAMS_PER_TONNE

    def overlap(self, other: "GramRange") -> "GramRange | None":
        """The grams both hold, or None."""
        first, last = max(self.first_g, other.first_g), min(self.last_g, other.last_g)
        return GramRange(first, last) if first <= last else None


def serial_range(first: int, last: int) -> GramRange:
    """The grams of whole serials, by index within the batch."""
    return GramRange(first * GRAMS_PER_TONNE, (last + 1) * GRAMS_PER_TONNE - 1)


@dataclass(frozen=True, slots=True)
class SerialPattern:
    """How a registry writes the serials of one batch: prefix, zero-padded integer, suffix."""

    prefix: str
    first: int
    width: int
    suffix: str

    def name(self, index: int) -> str:
        """The text of the serial at ``index`` within the batch."""
        return f"{self.prefix}{self.first + index:0{self.width}d}{self.suffix}"

    def index(self, serial: str) -> int:
        """The index of a serial's text. Raises DomainError ``serial_unknown`` if it is not written this way."""
        body = serial.removeprefix(self.prefix).removesuffix(self.suffix) if self.suffix else serial[len(self.prefix) :]
        if not (
            serial.startswith(self.prefix) and serial.endswith(self.suffix) and body.isdecimal() and body.isascii()
        ):
            raise DomainError("serial_unknown", serial=serial)
        index = int(body) - self.first
        if index < 0 or self.name(index) != serial:
            raise DomainError("serial_unknown", serial=serial)
        return index


REFERENCE_LENGTH = 120


def cancellation(reference: str, on: date, *, today: date, monitoring_from_on: date) -> str:
    """The registry's reference without spare blanks, once it and the day can be true: both are signed for ever.

    Raises DomainError ``reference_refused`` (blank or above 120 characters), ``day_refused`` (after today, or before
    the reductions were begun to be measured).
    """
    reference = " ".join(reference.split())
    if not reference.isprintable() or not 0 < len(reference) <= REFERENCE_LENGTH:
        raise DomainError("reference_refused", characters=len(reference), limit=REFERENCE_LENGTH)
    if not monitoring_from_on <= on <= today:
        raise DomainError(
            "day_refused", on=on.isoformat(), first=monitoring_from_on.isoformat(), last=today.isoformat()
        )
    return reference


_DIGITS = re.compile(r"\d+")


def read_serials(first: str, last: str, tonnes: int) -> SerialPattern:
    """The pattern behind an imported ``serial_first..serial_last``.

    The counter is the one run of digits in which the two differ; where they are equal, the last. Refused
    (``serials_mismatch``) when they differ elsewhere, differ in length, or last - first + 1 is not the tonnes.
    """
    runs_first, runs_last = list(_DIGITS.finditer(first)), list(_DIGITS.finditer(last))
    if not runs_first or len(runs_first) != len(runs_last):
        raise DomainError("serials_mismatch", serial_first=first, serial_last=last)
    differing = [i for i, run in enumerate(runs_first) if run.group() != runs_last[i].group()]
    if len(differing) > 1:
        raise DomainError("serials_mismatch", serial_first=first, serial_last=last)
    at = differing[0] if differing else len(runs_first) - 1
    start, end = runs_first[at].span()
    pattern = SerialPattern(first[:start], int(runs_first[at].group()), end - start, first[end:])
    if tonnes < 1 or pattern.name(tonnes - 1) != last:
        raise DomainError("serials_mismatch", serial_first=first, serial_last=last, tonnes=tonnes)
    return pattern


def cut(next_g: int, end_g: int, released: Sequence[GramRange], mass_g: int) -> tuple[GramRange, ...]:
    """Where the next ``mass_g`` of a batch come from.

    next_g: first gram never given out; end_g: one past the batch's last gram; released: ranges given back, any order.
    Cut at ``next_g``; only when the rest is too small, released ranges lowest first and then the rest.
    Raises DomainError ``credits_sold_out`` when all of it is too little.
    """
    if end_g - next_g >= mass_g:
        return (GramRange(next_g, next_g + mass_g - 1),)
    taken: list[GramRange] = []
    missing = mass_g
    for free in sorted(released):
        if missing == 0:
            break
        take = min(free.mass_g, missing)
        taken.append(GramRange(free.first_g, free.first_g + take - 1))
        missing -= take
    if missing > end_g - next_g:
        raise DomainError("credits_sold_out")
    if missing:
        taken.append(GramRange(next_g, next_g + missing - 1))
    return tuple(taken)


def without(ranges: Iterable[GramRange], gone: GramRange) -> tuple[GramRange, ...]:
    """The ranges less ``gone``: what remains after a cut or a retirement."""
    left: list[GramRange] = []
    for each in ranges:
        common = each.overlap(gone)
        if common is None:
            left.append(each)
            continue
        if each.first_g < common.first_g:
            left.append(GramRange(each.first_g, common.first_g - 1))
        if common.last_g < each.last_g:
            left.append(GramRange(common.last_g + 1, each.last_g))
    return tuple(left)


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of one batch."""

    batch_id: str
    range: GramRange


def share_out(pieces: Sequence[Piece], parts: Sequence[int]) -> tuple[tuple[Piece, ...], ...]:
    """Pieces cut again into consecutive parts of the given grams, in order: one order, several certificates.

    The parts must add up to the pieces.
    """
    if sum(parts) != sum(each.range.mass_g for each in pieces):
        raise ValueError("parts do not add up to the pieces")
    queue = list(pieces)
    out: list[tuple[Piece, ...]] = []
    for part in parts:
        mine: list[Piece] = []
        missing = part
        while missing:
            head = queue.pop(0)
            if head.range.mass_g > missing:
                first = head.range.first_g
                queue.insert(0, Piece(head.batch_id, GramRange(first + missing, head.range.last_g)))
                head = Piece(head.batch_id, GramRange(first, first + missing - 1))
            mine.append(head)
            missing -= head.range.mass_g
        out.append(tuple(mine))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class BatchStock:
    """What a plan needs to know of a batch."""

    batch_id: str
    vintage: int
    available_g: int


def plan_reservation(stock: Iterable[BatchStock], mass_g: int) -> tuple[tuple[str, int], ...]:
    """Which batches give how many grams: oldest vintage first, then by id; returned in id order, the locking order.

    Raises DomainError ``credits_sold_out`` when there are not enough grams in all.
    """
    plan: list[tuple[str, int]] = []
    missing = mass_g
    for batch in sorted(stock, key=lambda each: (each.vintage, each.batch_id)):
        if missing == 0:
            break
        take = min(batch.available_g, missing)
        if take > 0:
            plan.append((batch.batch_id, take))
            missing -= take
    if missing:
        raise DomainError("credits_sold_out")
    return tuple(sorted(plan))
