"""Airports while the table is built: airportsdata with our Chinese names, corrections and the city each belongs to."""

import json
from typing import Any

import airportsdata

from app.methodology.places.build_cities import near
from app.methodology.places.build_names import SOURCES, Draft, is_chinese, lines, names

_CHINESE_SUFFIX = "机场"
_PROVINCES_OF_PACKAGE = {"Inner-Mongolia": "Inner Mongolia", "Ningxia Hui Autonomous Region": "Ningxia"}


def _chinese_names() -> dict[str, tuple[str, str, list[str]]]:
    """IATA code -> city, name without the city (may be empty), former names."""
    made = {}
    for line in lines("airports_zh"):
        code, city, name, *former = line.split()
        made[code] = (city, "" if name == "-" else name, former)
    return made


def _prefecture_codes(cities: list[Draft]) -> dict[str, str]:
    """City name as airports write it -> four digits."""
    codes: dict[str, str] = dict(names()["cities_of_airports"])
    for city in cities:
        if city.country == "CN":
            for name in (city.zh, *city.aliases_zh):
                codes.setdefault(name, city.id)
    return codes


def _name(draft: Draft, city: str, name: str, former: list[str]) -> None:
    """Chinese name and what else it is called: by its own name alone, without 国际, by former names."""
    draft.zh = f"{city}{name}{_CHINESE_SUFFIX}"
    short = name.removesuffix("国际")
    draft.aliases_zh = [f"{name}{_CHINESE_SUFFIX}"] if name else []
    draft.aliases_zh += [f"{city}{short}{_CHINESE_SUFFIX}"] if short and short != name else []
    draft.aliases_zh += [f"{short}{_CHINESE_SUFFIX}"] if short and short != name else []
    draft.aliases_zh += [f"{city}{was}{_CHINESE_SUFFIX}" for was in former] + [
        f"{was}{_CHINESE_SUFFIX}" for was in former
    ]


def airports(cities: list[Draft], world: list[Draft]) -> list[Draft]:
    """Every airport with an IATA code: a Chinese name where we are certain, else found by its city's Chinese name."""
    corrections: dict[str, Any] = json.loads((SOURCES / "airport_corrections.json").read_text(encoding="utf-8"))
    chinese, codes = _chinese_names(), _prefecture_codes(cities)
    by_code = {city.id: city for city in cities}
    places = [*cities, *world]
    made: list[Draft] = []
    for code, airport in airportsdata.load("IATA").items():
        if code in corrections["dropped"]:
            continue
        latitude, longitude, english = (
            airport["lat"],
            airport["lon"],
            airport["name"].replace("L?liang", "Lüliang").strip(),
        )
        if code in corrections["moved"]:
            latitude, longitude, english, _ = corrections["moved"][code]
        subdivision = _PROVINCES_OF_PACKAGE.get(airport["subd"], airport["subd"])
        province = subdivision if airport["country"] == "CN" else None
        draft = Draft(
            code, "airport", english, english, airport["country"], province, None, latitude, longitude, codes=[code]
        )
        nearest = near(draft, places, 45)
        if code in chinese:
            _name(draft, *chinese[code])
            if draft.country == "CN":
                draft.city = codes.get(chinese[code][0])
        elif nearest is not None and is_chinese(nearest.zh):
            draft.aliases_zh = [f"{nearest.zh}{_CHINESE_SUFFIX}"]
        served = by_code.get(draft.city or "") or nearest
        draft.population = served.population if served and (code in chinese or draft.country != "CN") else 0
        if airport["city"] and airport["city"] not in draft.en:
            draft.codes.append(f"{airport['city']} {draft.en}")
        made.append(draft)
    return made
