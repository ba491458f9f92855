"""From one leg of a journey to one line: how far, with which factor, in how many shares."""

from dataclasses import dataclass

from app.domain.calculators import Mode
from app.domain.calculators_inputs import Values, plain
from app.domain.factors import EmissionFactor
from app.domain.footprints import Amount, make_line
from app.domain.footprints_setting import Setting
from app.domain.geography import haversine_km, travelled_km
from app.domain.places import Place, PlaceKind

_BELONGS_TO_SOME = {"from": "places", "to": "places", "band": "band", "cabin": "cabin", "passengers": "divides"}


_SHORT_FLIGHT_M = 500_000  # below it a flat factor per km understates take-off and landing (carbon.md 2)


@dataclass(frozen=True, slots=True)
class Way:
    """How far one way is: metres, and what the label and the flight table need to know about it."""

    metres: int
    told: dict[str, str | int | bool]
    mainland: bool


def _misplaced(mode: Mode, leg: Values, pointer: str, setting: Setting) -> bool:
    """Adds an error for every member that does not belong to the mode; True if there was one."""
    has = {"places": mode.detour is not None, "band": mode.band, "cabin": not mode.factor, "divides": mode.divides}
    wrong = [member for member, need in _BELONGS_TO_SOME.items() if member in leg and not has[need]]
    for member in wrong:
        setting.errors.add(f"{pointer}/{member}", "not_allowed_here", mode=mode.key)
    return bool(wrong)


def _between(mode: Mode, leg: Values, pointer: str, setting: Setting) -> Way | None:
    if "from" not in leg:
        setting.errors.add(f"{pointer}/from", "required")
        return None
    start = setting.place(leg["from"], f"{pointer}/from")
    end: Place | None = setting.destination
    if "to" in leg:
        end = setting.place(leg["to"], f"{pointer}/to")
    elif end is None:
        setting.errors.add(f"{pointer}/to", "required")
    if start is None or end is None or mode.detour is None:
        return None
    great_circle_km = haversine_km(start.latitude, start.longitude, end.latitude, end.longitude)
    metres = int(travelled_km(great_circle_km, mode.detour).scaleb(3))
    if start.id == end.id or metres == 0:
        setting.errors.add(f"{pointer}/{'to' if 'to' in leg else 'from'}", "same_place")
        return None
    if metres > setting.calculator.method.maximum_km * 1000:
        setting.errors.add(
            f"{pointer}/from", "out_of_bounds", minimum="0.1", maximum=str(setting.calculator.method.maximum_km)
        )
        return None
    if mode.detour != 1:
        setting.assume("detour", ("mode", mode.key), ("factor", str(mode.detour)))
    elif not mode.factor and {start.kind, end.kind} != {PlaceKind.AIRPORT}:
        setting.assume("city_centre_flight")
    told: dict[str, str | int | bool] = {"from": start.id, "to": end.id}
    return Way(metres, told, start.is_mainland and end.is_mainland)


def _way(mode: Mode, leg: Values, pointer: str, setting: Setting) -> Way | None:
    """The distance of one way, or None and errors. Exactly one of distance_km, from/to and band tells it."""
    told_by_places = "from" in leg or "to" in leg
    if told_by_places + ("distance_km" in leg) + ("band" in leg) > 1:
        setting.errors.add(f"{pointer}/{'distance_km' if 'distance_km' in leg else 'band'}", "ambiguous_distance")
        return None
    if "distance_km" in leg:
        return Way(leg["distance_km"], {"distance_km": plain(leg["distance_km"])}, mainland=True)
    if "band" in leg:
        km = setting.calculator.method.bands[leg["band"]]
        setting.assume("band", ("band", leg["band"]), ("km", str(km)))
        return Way(km * 1000, {"band": leg["band"], "distance_km": str(km)}, mainland=True)
    if not told_by_places and mode.detour is None:
        setting.errors.add(f"{pointer}/distance_km", "required")
        return None
    return _between(mode, leg, pointer, setting)


def _factor(mode: Mode, cabin: str, way: Way, setting: Setting) -> EmissionFactor:
    if mode.factor:
        return setting.factor(mode.city_factors.get(setting.city or "", mode.factor))
    table = "domestic" if way.mainland else "international"
    if setting.scene.include_rf:
        table += "_rf"
    if way.mainland and way.metres < _SHORT_FLIGHT_M:
        setting.assume("short_flight")
    setting.assume("rf_included" if setting.scene.include_rf else "rf_excluded")
    if way.mainland and cabin == "premium":
        setting.assume("premium_as_economy")
    return setting.factors.factors[setting.calculator.method.flights[table][cabin]]


def add_leg(leg: Values, pointer: str, category: str, setting: Setting) -> None:
    """One leg as a line: one person's share times people.

    quantity = km x (2 if round trip) x times x people / passengers, exact; vehicle-km where passengers share a vehicle.
    A leg in town is left out where the organiser covers local_travel. Errors are added at `pointer`.
    """
    mode = setting.calculator.method.modes.get(leg.get("mode", ""))
    if mode is None or _misplaced(mode, leg, pointer, setting):
        return
    way = _way(mode, leg, pointer, setting)
    if way is None:
        return
    if (mode.local or "band" in leg) and setting.covered("local_travel"):
        setting.leave_out("local_travel", "organiser_covers")
        return
    cabin = leg.get("cabin", "economy")
    round_trip, times, passengers = leg.get("round_trip", False), leg.get("times", 1), leg.get("passengers", 1)
    params: dict[str, str | int | bool] = {**way.told, "round_trip": round_trip}
    formula = f"{plain(way.metres)} km"
    counted = (("times", times), ("people", setting.people), ("passengers", passengers))
    params |= {name: number for name, number in counted if number > 1}
    if not mode.factor:
        params["cabin"] = cabin
    multipliers = (2 if round_trip else 1, times, setting.people)
    formula += "".join(f" × {number}" for number in multipliers if number > 1) + (
        f" ÷ {passengers}" if passengers > 1 else ""
    )
    thousandths = way.metres * multipliers[0] * times * setting.people
    factor = _factor(mode, cabin, way, setting)
    setting.lines.append(make_line(mode.key, category, params, Amount(thousandths, passengers, formula), factor))
