"""Prices, splits and shares: integer fen and integer grams, every rounding stated and tested."""

from collections.abc import Sequence
from dataclasses import dataclass

GRAMS_PER_TONNE = 1_000_000
MAX_ORDER_G = 1_000_000_000
MAX_PRICE_FEN_PER_TONNE = 100_000_00


@dataclass(frozen=True, slots=True)
class Split:
    """Who gets what of an amount, fen. The two add up to it exactly."""

    owner_fen: int
    service_fen: int


def price_fen(mass_g: int, price_fen_per_tonne: int) -> int:
    """``ceil(mass_g x price / 1,000,000)``, at least 1 fen. Rounded up, once, on the whole order."""
    return max(1, -(-mass_g * price_fen_per_tonne // GRAMS_PER_TONNE))


def split_fen(amount_fen: int, service_bps: int) -> Split:
    """The service's share rounded down to a fen, the rest to the project's owner."""
    service = amount_fen * service_bps // 10_000
    return Split(owner_fen=amount_fen - service, service_fen=service)


def equal_shares(total: int, parts: int) -> tuple[int, ...]:
    """A total in equal integer parts, what is left over to the first. ``equal_shares(10, 3) == (4, 3, 3)``."""
    each, spare = divmod(total, parts)
    return (each + spare,) + (each,) * (parts - 1)


def proportional(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """A total shared along weights that add up to at least it: exact in sum, no part above its weight.

    Each part is the difference of two floors of the running sum, so nothing is lost to rounding.
    """
    whole = sum(weights)
    parts: list[int] = []
    running = given = 0
    for weight in weights:
        running += weight
        part = total * running // whole - given
        parts.append(part)
        given += part
    return tuple(parts)
