"""What one calculation knows while it runs: tables, where the activities happen, and what it has collected so far."""

from dataclasses import dataclass, field

from app.domain.calculators import Calculator
from app.domain.calculators_inputs import Errors
from app.domain.factors import EmissionFactor, FactorSet
from app.domain.footprints import Assumption, FootprintLine, LeftOut
from app.domain.footprints_context import SceneContext
from app.domain.places import Place, PlaceTable


@dataclass(slots=True)
class Setting:
    """One run. destination: the end of a leg without `to`; province, city and country choose grid, metro and hotel row.

    people multiplies every line, household divides what a household shares.
    """

    calculator: Calculator
    factors: FactorSet
    places: PlaceTable
    scene: SceneContext
    errors: Errors
    destination: Place | None = None
    province: str | None = None
    city: str | None = None
    country: str | None = None
    people: int = 1
    household: int = 1
    lines: list[FootprintLine] = field(default_factory=list)
    left_out: dict[LeftOut, None] = field(default_factory=dict)
    assumed: dict[Assumption, None] = field(default_factory=dict)

    def assume(self, word: str, *facts: tuple[str, str]) -> None:
        """Note something taken for granted; once is enough."""
        self.assumed[Assumption(word, facts)] = None

    def leave_out(self, what: str, why: str) -> None:
        """Note something that is not in the sum; once is enough."""
        self.left_out[LeftOut(what, why)] = None

    def covered(self, category: str) -> bool:
        """Whether the organiser covers that category for its guests."""
        return category in self.scene.organiser_covers

    def place(self, place_id: str, pointer: str) -> Place | None:
        """The place, or None and an error."""
        found = self.places.get(place_id)
        if found is None:
            self.errors.add(pointer, "unknown_place")
        return found

    def factor(self, reference: str) -> EmissionFactor:
        """The factor a data file refers to: a key, ``grid`` (electricity where the scene is) or ``grid:<rule>``."""
        if not reference.startswith("grid"):
            return self.factors.factors[reference]
        if self.province not in self.factors.grid:
            self.assume("grid_national")
        _, _, rule = reference.partition(":")
        return self.factors.by_grid_for(rule, self.province) if rule else self.factors.grid_for(self.province)
