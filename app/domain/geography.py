"""Distance between two points of the Earth. Pure; knows no names (places.py) and no factors."""

from decimal import ROUND_HALF_EVEN, Decimal
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
_ONE_TENTH = Decimal("0.1")


def haversine_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Great-circle distance in km between two points given in degrees; mean Earth radius 6371.0088 km (IUGG).

    The only float of the whole calculation: it is rounded to 0.1 km before anything is multiplied with it.
    """
    phi_a, phi_b = radians(latitude_a), radians(latitude_b)
    half_dphi = (phi_b - phi_a) / 2
    half_dlambda = radians(longitude_b - longitude_a) / 2
    chord = sin(half_dphi) ** 2 + cos(phi_a) * cos(phi_b) * sin(half_dlambda) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def travelled_km(great_circle_km: float, detour: Decimal) -> Decimal:
    """Great circle times the detour factor of the way of travelling, rounded half-even to 0.1 km, one way."""
    return (Decimal(great_circle_km) * detour).quantize(_ONE_TENTH, ROUND_HALF_EVEN)
