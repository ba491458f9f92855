"""Where a line may be broken, and lines of like length. Knows text and advances; faces and sizes are typeset.py."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from copy import copy
from functools import lru_cache
from typing import Self

import regex

from app.certs.itemise import WIDE_SCRIPTS, clusters, is_emoji, script_of

NOT_FIRST = frozenset("，。、；：！？）」』》】〉”’…—·・,.;:!?)%％～•")
NOT_LAST = frozenset("（「『《【〈“‘(¥")
BREAK_AFTER = frozenset("，。、；：！？）」』》】〉…—·・-–")
# Line breaking classes (UAX #14) of every other script: closing marks, a tsheg, a danda; opening ones, signs of money.
_NEVER_FIRST = regex.compile(
    r"[\p{lb=CL}\p{lb=CP}\p{lb=EX}\p{lb=IS}\p{lb=NS}\p{lb=SY}\p{lb=IN}\p{lb=BA}\p{lb=WJ}\p{lb=GL}]"
)
_NEVER_LAST = regex.compile(r"[\p{lb=OP}\p{lb=WJ}\p{lb=GL}\p{lb=BB}]")
_AFTER = regex.compile(r"[\p{lb=BA}\p{lb=ZW}]")
_CLAUSE = regex.compile(r"(?<=[·・、，；])")
_PART = regex.compile(r"(?<=[·・、，；]|[,;] )")  # of a text of two lines, which has no other rhythm
_QUOTED = regex.compile(r"“[^“”]{1,9}”|「[^「」]{1,9}」|《[^《》]{1,9}》")  # a short name is not torn apart
_BRACKETED = regex.compile(
    r"[(（][^()（）]{1,60}[)）]"
)  # 「（自报估算 608 kg）」: one thing, if a line has room for it
# Words of our own sentences, two characters each: a line may end anywhere in Chinese, but better not inside these.
_OWN_WORDS = "点点自报报估估算承诺代其注销减排排量已于撤销这张证书不再代表任何覆盖全部行程之行日常生活"
_WORDS = frozenset(_OWN_WORDS[at : at + 2] for at in range(0, len(_OWN_WORDS), 2))
_ANYWHERE = WIDE_SCRIPTS - {"Hang"}  # Korean is broken between words

Span = tuple[int, int]


class Measured:
    """A cleaned text and how far each character reaches: ``at[i]`` is what stands before character i, in sizes.

    ``gap`` is the tracking after a line's last letter, which does not count. Spans are (start, stop) in characters.
    """

    def __init__(self, text: str, at: Sequence[float], gap: float) -> None:
        self.text, self.at, self.gap = text, at, gap
        self.clusters = _ends(clusters(text))
        self.units = _unit_ends(text, self.clusters)
        for name in _QUOTED.finditer(text):
            self.units = [stop for stop in self.units if not name.start() < stop < name.end()]
        spaces = {at + 1 for at, character in enumerate(text) if character == " "}
        self.words = sorted(spaces.union(self.units))
        self.longest, self.longest_word = self._widest(self.units), self._widest(self.words)

    def with_whole_brackets(self) -> Self | None:
        """The same text with no break inside its brackets; None if it has none that a line could be broken in."""
        units = self.units
        for aside in _BRACKETED.finditer(self.text):
            units = [stop for stop in units if not aside.start() < stop < aside.end()]
        if len(units) == len(self.units):
            return None
        kept = copy(self)
        kept.units, kept.longest = units, self._widest(units)
        return kept

    def _widest(self, stops: Sequence[int]) -> float:
        return max((self.width(span) for span in zip([0, *stops], stops, strict=False)), default=0.0)

    def bare(self, stop: int) -> int:
        """``stop`` without the spaces before it."""
        while stop and self.text[stop - 1] == " ":
            stop -= 1
        return stop

    def first(self, start: int) -> int:
        """``start`` or the first character after it that is not a space."""
        while start < len(self.text) and self.text[start] == " ":
            start += 1
        return start

    def trimmed(self, span: Span) -> Span:
        """What of a span is drawn: not the spaces at its ends."""
        start = self.first(span[0])
        return (start, max(start, self.bare(span[1])))

    def width(self, span: Span) -> float:
        start, stop = self.trimmed(span)
        return self.at[stop] - self.at[start] - self.gap


def wrapped(measured: Measured, width: float) -> list[Span]:
    """As much as fits on every line; a part wider than a line is broken at its spaces, a word between any clusters."""
    return _wrapped_span(measured, (0, len(measured.text)), width)


def _wrapped_span(measured: Measured, span: Span, width: float) -> list[Span]:
    stops = measured.units
    if measured.longest > width:
        stops = _with_words(measured, width)
    start, stop = span
    if span != (0, len(measured.text)):
        stops = [at for at in stops if start < at <= stop]
    return _filled(measured, stops, width, start)


def balanced(measured: Measured, width: float, parts_within: int = 0) -> list[Span]:
    """The narrowest setting with as few lines as the full width needs, so that no line holds a single word.

    If the text fits into ``parts_within`` lines broken only after clauses or the dots of a name, so it is; if not, a
    first part too long for a line is broken by itself, should that cost no line.
    """
    between = _PART if parts_within == 2 else _CLAUSE
    parts = _ends([part for part in between.split(measured.text) if part])
    lines = _filled(measured, parts, width)
    if len(lines) <= parts_within and all(measured.width(line) <= width for line in lines):
        return _evened(lambda narrow: _filled(measured, parts, narrow), lines, width)
    best = wrapped(measured, width)
    if 2 < len(best) <= parts_within:
        for part in parts[:-1]:
            head, tail = _wrapped_span(measured, (0, part), width), _wrapped_span(measured, (part, parts[-1]), width)
            if len(head) + len(tail) <= len(best):
                return [*_even(measured, (0, part), head, width), *_even(measured, (part, parts[-1]), tail, width)]
    return _even(measured, (0, len(measured.text)), best, width)


def _even(measured: Measured, span: Span, best: list[Span], width: float) -> list[Span]:
    """The lines of a span as even as they can be; no word is broken for the sake of evenness."""
    whole = measured.longest_word if measured.longest_word <= width else 0.0
    return _evened(lambda narrow: _wrapped_span(measured, span, max(narrow, whole)), best, width)


def _ends(parts: Sequence[str]) -> list[int]:
    ends, at = [], 0
    for part in parts:
        at += len(part)
        ends.append(at)
    return ends


def _unit_ends(text: str, ends: Sequence[int]) -> list[int]:
    """Where a line may end; spaces stay with the part before them."""
    out: list[int] = []
    start, before = 0, ""  # the last cluster that is not a space
    spaced = False
    for end in ends:
        cluster = text[start:end]
        if before and cluster != " " and _may_break(before, cluster, spaced):
            out.append(start)
        if cluster == " ":
            spaced = True
        else:
            before, spaced = cluster, False
        start = end
    return [*out, len(text)] if text else []


@lru_cache(maxsize=16384)
def _may_break(before: str, after: str, spaced: bool) -> bool:
    if after[0] in NOT_FIRST:
        return False
    if spaced:  # unless the space ties a figure to its unit
        return not (before[-1].isdigit() or after.isdigit())
    if before[-1] == "-" and (after.isdigit() or after.islower()):  # a serial number, a compound; not a double name
        return False
    if before + after in _WORDS:
        return False
    if _NEVER_FIRST.match(after) or before[-1] in NOT_LAST or _NEVER_LAST.match(before[-1]):
        return False
    if script_of(after) in _ANYWHERE or script_of(before[-1]) in _ANYWHERE or is_emoji(before) or is_emoji(after):
        return True
    return before[-1] in BREAK_AFTER or bool(_AFTER.match(before[-1])) or after[0] in NOT_LAST - {"‘", "“", "("}


def _with_words(measured: Measured, width: float) -> list[int]:
    """Where a line may end when a part is wider than it."""
    stops: list[int] = []
    start = 0
    for end in measured.words:
        if measured.width((start, end)) > width:
            stops.extend(stop for stop in measured.clusters if start < stop < end and measured.text[stop] != " ")
        stops.append(end)
        start = end
    return stops


def _filled(measured: Measured, stops: Sequence[int], width: float, start: int = 0) -> list[Span]:
    reaches = [measured.at[measured.bare(stop)] for stop in stops]
    lines: list[Span] = []
    number = 0
    while number < len(stops):
        after = bisect_right(reaches, measured.at[measured.first(start)] + width + measured.gap, lo=number)
        number = max(after, number + 1)
        lines.append((start, stops[number - 1]))
        start = stops[number - 1]
    return lines or [(0, 0)]


def _evened(setting: Callable[[float], list[Span]], best: list[Span], width: float) -> list[Span]:
    """Narrow the measure by halving as long as the number of lines stays and none is wider than allowed."""
    low, high = width / max(2, len(best) * 2), width
    for _ in range(7):
        middle = (low + high) / 2
        trial = setting(middle)
        if len(trial) <= len(best):
            best, high = trial, middle
        else:
            low = middle
    return best
