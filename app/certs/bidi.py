"""The Unicode bidirectional algorithm (UAX #9) for one paragraph: from characters to levels, from levels to an order.

Explicit embeddings, overrides and isolates are not here: itemise.py takes those controls out of every text.
"""

from collections.abc import Sequence
from itertools import groupby
from unicodedata import bidirectional

# Opening and closing brackets in turn (BidiBrackets.txt); the angle brackets of two blocks are the same (rule BD16).
_PAIRS = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋\u2329\u232a❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽"
    "⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
_CLOSES = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)) | {"\u2329": "〉"}
_CLOSING = frozenset(_CLOSES.values()) | {"\u232a"}
_DEEPEST = 63  # brackets open at once; a text with more has none paired (BD16)

_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_RIGHT = frozenset({"R", "AL", "AN"})


def has_right(text: str) -> bool:
    """Is there anything that is written from right to left, or a number that may be?"""
    return any(bidirectional(character) in _RIGHT for character in text)


def base_level(text: str) -> int:
    """0 from left to right, 1 from right to left: the direction of the first strong character (rules P2 and P3)."""
    for character in text:
        kind = bidirectional(character)
        if kind in ("L", "R", "AL"):
            return int(kind != "L")
    return 0


def levels(text: str, base: int) -> list[int]:
    """The embedding level of every character of a paragraph of level ``base``, before rule L1."""
    kept = [at for at, character in enumerate(text) if bidirectional(character) != "BN"]
    kinds = [bidirectional(text[at]) or "L" for at in kept]
    edge = "LR"[base % 2]
    _weak(kinds, edge)
    _brackets([text[at] for at in kept], kinds, edge, [bidirectional(text[at]) for at in kept])
    _neutral(kinds, edge)
    found = {at: _implicit(kind, base) for at, kind in zip(kept, kinds, strict=True)}
    out: list[int] = []
    for at in range(len(text)):  # a joiner goes with the letter before it (5.2)
        out.append(found.get(at, out[-1] if out else base))
    return out


def at_line(text: str, found: Sequence[int], base: int) -> list[int]:
    """Rule L1: separators, and white space before them or at the end of the line, take the paragraph's level."""
    out = list(found)
    loose = True
    for at in range(len(text) - 1, -1, -1):
        kind = bidirectional(text[at])
        if kind in ("B", "S"):
            loose = True
        elif kind not in ("WS", "BN"):
            loose = False
        if loose:
            out[at] = base
    return out


def visual(found: Sequence[int]) -> list[int]:
    """Rule L2: the places of the characters from left to right; from the highest level down, what reaches it turns."""
    order = list(range(len(found)))
    for floor in range(max(found, default=0), 0, -1):
        high = [found[at] >= floor for at in order]
        start = 0
        for turns, group in groupby(high):
            end = start + len(list(group))
            if turns:
                order[start:end] = order[start:end][::-1]
            start = end
    return order


def _weak(kinds: list[str], edge: str) -> None:
    """Rules W1 to W7, in place."""
    last = edge  # W1: a mark is what its letter is
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[at] = last
        last = kinds[at]
    strong = edge  # W2: a number after Arabic letters is an Arabic number; W3 once that is known
    for at, kind in enumerate(kinds):
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for at in range(1, len(kinds) - 1):  # W4: one separator between two numbers of a kind
        before, after = kinds[at - 1], kinds[at + 1]
        if before == after and (
            (kinds[at] == "ES" and before == "EN") or (kinds[at] == "CS" and before in ("EN", "AN"))
        ):
            kinds[at] = before
    _terminators(kinds)
    kinds[:] = ["ON" if kind in ("ES", "ET", "CS") else kind for kind in kinds]  # W6
    strong = edge
    for at, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


def _terminators(kinds: list[str]) -> None:
    """W5: signs such as % beside a European number belong to it."""
    at = 0
    while at < len(kinds):
        if kinds[at] != "ET":
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if "EN" in (kinds[at - 1] if at else "", kinds[end] if end < len(kinds) else ""):
            kinds[at:end] = ["EN"] * (end - at)
        at = end


def _brackets(characters: Sequence[str], kinds: list[str], edge: str, originals: Sequence[str]) -> None:
    """N0: a pair of brackets takes one direction, from what stands in it or, failing that, from what stands before."""
    for first, last in _bracket_pairs(characters, kinds):
        inside = {_strong(kinds[at]) for at in range(first + 1, last)} - {""}
        if edge in inside:
            chosen = edge
        elif inside:
            chosen = next((_strong(kinds[at]) for at in range(first - 1, -1, -1) if _strong(kinds[at])), edge)
        else:
            continue
        for bracket in (first, last):
            kinds[bracket] = chosen
            after = bracket + 1
            while after < len(kinds) and originals[after] == "NSM":  # its marks go with it
                kinds[after] = chosen
                after += 1


def _bracket_pairs(characters: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int]]:
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, character in enumerate(characters):
        if kinds[at] != "ON":
            continue
        if character in _CLOSES:
            if len(waiting) == _DEEPEST:
                return []
            waiting.append((_CLOSES[character], at))
        elif character in _CLOSING:
            closing = "〉" if character == "\u232a" else character
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == closing:
                    pairs.append((waiting[depth][1], at))
                    del waiting[depth:]
                    break
    return sorted(pairs)


def _strong(kind: str) -> str:
    return "L" if kind == "L" else "R" if kind in ("R", "EN", "AN") else ""


def _neutral(kinds: list[str], edge: str) -> None:
    """N1 and N2: what has no direction goes with equal neighbours, else with the paragraph."""
    at = 0
    while at < len(kinds):
        if kinds[at] not in _NEUTRAL:
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _strong(kinds[at - 1]) if at else edge
        after = _strong(kinds[end]) if end < len(kinds) else edge
        kinds[at:end] = [before if before == after else edge] * (end - at)
        at = end


def _implicit(kind: str, base: int) -> int:
    """I1 and I2."""
    if base % 2:
        return base if kind == "R" else base + 1
    return {"R": base + 1, "EN": base + 2, "AN": base + 2}.get(kind, base)
