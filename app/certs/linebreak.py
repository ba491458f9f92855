"""Where a line may be broken, and lines of like length. Knows text and widths; faces and sizes are typeset.py."""

import re
from collections.abc import Callable, Sequence

from app.certs.itemise import clusters, script_of

NOT_FIRST = frozenset("，。、；：！？）」』》】〉”’…—·・,.;:!?)%％～•")
NOT_LAST = frozenset("（「『《【〈“‘(¥")
BREAK_AFTER = frozenset("，。、；：！？）」』》】〉…—·・-–")
WIDE_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA")

Measure = Callable[[str], float]


def wrapped(text: str, width: float, measure: Measure) -> list[str]:
    """As much as fits on every line; a part wider than a line is broken anywhere. Joined, the lines are the text."""
    lines: list[str] = [""]
    for unit in _units(text):
        for part in [unit] if measure(unit) <= width else clusters(unit):
            if lines[-1] and measure(lines[-1] + part) > width:
                lines.append(part)
            else:
                lines[-1] += part
    return lines


def balanced(text: str, width: float, measure: Measure, parts_within: int = 0) -> list[str]:
    """The narrowest setting with as few lines as the full width needs, so that no line holds a single word.

    If the text fits into ``parts_within`` lines broken only after clauses or the dots of a name, so it is.
    """
    parts = [part for part in re.split(r"(?<=[·・，；])", text) if part]
    lines = _filled(parts, width, measure)
    if len(lines) <= parts_within and all(measure(line) <= width for line in lines):
        return _evened(lambda narrow: _filled(parts, narrow, measure), lines, width)
    return _evened(lambda narrow: wrapped(text, narrow, measure), wrapped(text, width, measure), width)


def _units(text: str) -> list[str]:
    """The smallest parts a line may be broken between; spaces stay at the end of the part before them."""
    units: list[str] = []
    for cluster in clusters(text):
        if units and not _may_break(units[-1], cluster):
            units[-1] += cluster
        else:
            units.append(cluster)
    return units


def _may_break(before: str, after: str) -> bool:
    if after == " " or after[0] in NOT_FIRST:
        return False
    bare = before.rstrip(" ")
    if bare != before:  # a space, unless it ties a figure to its unit
        return not (bare[-1:].isdigit() or after.isdigit())
    if before[-1] in NOT_LAST:
        return False
    if script_of(after) in WIDE_SCRIPTS or script_of(before[-1]) in WIDE_SCRIPTS:
        return True
    return before[-1] in BREAK_AFTER or after[0] in NOT_LAST - {"‘", "“", "("}


def _filled(parts: Sequence[str], width: float, measure: Measure) -> list[str]:
    lines = [""]
    for part in parts:
        if lines[-1] and measure(lines[-1] + part) > width:
            lines.append(part)
        else:
            lines[-1] += part
    return lines


def _evened(setting: Callable[[float], list[str]], best: list[str], width: float) -> list[str]:
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
