"""The refusals a person can meet. What a code means in words and in HTTP is app/api/problems.py, not here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FieldError:
    """One input that cannot be accepted.

    pointer: RFC 6901, from the root of the body (``/inputs/legs/0/from``), or ``?name`` for a query parameter.
    problem: a stable word from the catalogue (``unknown_place``, ``out_of_bounds`` ...).
    facts: what the sentence needs, e.g. ``{"minimum": "0", "maximum": "366"}``.
    """

    pointer: str
    problem: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


class DomainError(Exception):
    """A refusal: nothing was changed. ``code`` is stable and public; ``facts`` are added to the answer as members."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts: dict[str, object] = facts


class InputRefused(DomainError):
    """The input is well-formed JSON but cannot be meant: 422 with a pointer to every offending field."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("validation_failed")
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "; ".join(f"{error.pointer}: {error.problem}" for error in self.errors)


class NotFound(DomainError):
    """No such thing, or not this user's: the two look the same from outside."""

    def __init__(self, what: str = "resource") -> None:
        super().__init__("not_found", what=what)


class InvariantBroken(Exception):
    """Something that cannot be true is true. Never caught by a service: the transaction rolls back, the log alerts."""
