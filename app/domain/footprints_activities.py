"""From stays, counted things, amounts and visits to lines. Legs are in footprints_legs.py."""

from app.domain.calculators import Field, FieldType
from app.domain.calculators_inputs import Values, plain
from app.domain.factors import EmissionFactor
from app.domain.footprints import Amount, make_line
from app.domain.footprints_setting import Setting


def _times_people(formula: str, setting: Setting, divisor: int = 1) -> str:
    shares = f" × {setting.people}" if setting.people > 1 else ""
    return formula + shares + (f" ÷ {divisor}" if divisor > 1 else "")


def _hotel(reference: str, country: str | None, setting: Setting) -> EmissionFactor:
    """The factor of a paid room: the country's own row where one exists; star rows exist for mainland China only."""
    if country in {None, "CN"}:
        if reference == setting.calculator.method.hotel_by_country["CN"]:
            setting.assume("hotel_national_average")
        return setting.factor(reference)
    own = setting.calculator.method.hotel_by_country.get(country or "")
    if own is None:
        setting.assume("hotel_country_unknown")
        return setting.factor(reference)
    return setting.factor(own)


def add_stay(field: Field, stay: Values, pointer: str, setting: Setting) -> None:
    """Nights in a room: quantity = nights x people / guests room-nights. `home` is 0 g by convention."""
    kind_field, guests_field = field.fields["kind"], field.fields["guests"]
    kind = stay.get("kind", kind_field.default)
    nights, guests = stay.get("nights"), stay.get("guests", guests_field.default)
    country = setting.country
    if "place" in stay:
        place = setting.place(stay["place"], f"{pointer}/place")
        country = place.country if place else None
    if nights is None:
        return
    reference = field.factors[kind]
    factor = setting.factor(reference) if kind == "home" else _hotel(reference, country, setting)
    params: dict[str, str | int | bool] = {"kind": kind, "nights": nights, "guests": guests, "people": setting.people}
    if "place" in stay:
        params["place"] = stay["place"]
    formula = _times_people(str(nights), setting, guests)
    thousandths = nights * setting.people * 1000
    setting.lines.append(
        make_line(field.activity, field.category, params, Amount(thousandths, guests, formula), factor)
    )


def _amount(field: Field, value: int) -> int:
    """Thousandths of an amount: decimals are read as thousandths already, whole numbers are not."""
    return value if field.type is FieldType.DECIMAL else value * 1000


def add_counted(field: Field, entry: Values, setting: Setting) -> None:
    """So many of a kind (meals, cups, kilograms): quantity = amount x people."""
    kind, value = entry.get("kind", field.fields["kind"].default), entry.get(field.amount)
    if kind is None or value is None:
        return
    amount = _amount(field.fields[field.amount], value)
    params: dict[str, str | int | bool] = {
        "group": field.key,
        "kind": kind,
        "amount": plain(amount),
        "people": setting.people,
    }
    factor = setting.factor(field.factors[kind])
    formula = _times_people(plain(amount), setting)
    setting.lines.append(
        make_line(field.activity, field.category, params, Amount(amount * setting.people, 1, formula), factor)
    )


def add_amount(field: Field, value: int, setting: Setting) -> None:
    """One amount of a form (kWh, m3, litres) with one factor; shared ones are divided by the household."""
    amount = _amount(field, value)
    divisor = setting.household if field.shared else 1
    factor = setting.factor(field.factors[""])
    params: dict[str, str | int | bool] = {"amount": plain(amount), "unit": field.unit, "household": divisor}
    formula = _times_people(plain(amount), setting, divisor)
    setting.lines.append(
        make_line(field.activity, field.category, params, Amount(amount * setting.people, divisor, formula), factor)
    )


def add_visits(field: Field, visits: int, setting: Setting) -> None:
    """The share of so many visits in what the site used, one line for each kind of energy.

    (site kWh x grid + site fuel x factor) / visits of the same period (carbon.md 1), times the visits of this guest.
    """
    meter = setting.scene.meter
    if meter is None:
        setting.leave_out(field.key, "no_meter")
        return
    for word, used in meter.thousandths():
        factor = setting.factor(setting.calculator.method.meters[word])
        params: dict[str, str | int | bool] = {"visits": visits, "people": setting.people, "reading": word}
        formula = f"{plain(used)} × {visits * setting.people} ÷ {meter.visits}"
        thousandths = used * visits * setting.people
        setting.lines.append(
            make_line(f"visit_{word}", field.category, params, Amount(thousandths, meter.visits, formula), factor)
        )
