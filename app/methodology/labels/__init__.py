"""Words of the method in four languages: forms, lines, what was left out or assumed. One JSON file per language."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.domain.footprints import Assumption, FootprintLine, LeftOut
from app.methodology import places

LOCALES: tuple[str, ...] = ("zh-Hans", "en", "sw", "gu")
_HERE = Path(__file__).parent


@cache
def _texts(locale: str) -> Mapping[str, str]:
    return MappingProxyType(json.loads((_HERE / f"{locale}.json").read_text(encoding="utf-8")))


def text(key: str, locale: str) -> str:
    """The words for a key; an unknown language is answered in Chinese. KeyError for a key nobody wrote."""
    return _texts(locale if locale in LOCALES else LOCALES[0])[key]


def field_label(path: str, locale: str) -> str:
    """Label of a form field; `path` is the keys joined by dots, `legs.mode`."""
    return text(f"field.{path}", locale)


def field_help(path: str, locale: str) -> str:
    """One sentence of help, or nothing."""
    return _texts(locale if locale in LOCALES else LOCALES[0]).get(f"help.{path}", "")


def option_label(path: str, option: str, locale: str) -> str:
    """Label of one option of a choice."""
    return text(f"option.{path}.{option}", locale)


def unit_label(unit: str, locale: str) -> str:
    """A unit as people write it."""
    return text(f"unit.{unit}", locale)


def category_label(category: str, locale: str) -> str:
    """A category word of lines or of `organiser_covers`."""
    return text(f"category.{category}", locale)


def left_out_words(what: str, why: str, locale: str) -> dict[str, str]:
    """api.md's `left_out` entry in that language."""
    return {"what": text(f"what.{what}", locale), "why": text(f"why.{why}", locale)}


def left_out_text(left_out: LeftOut | Mapping[str, str], locale: str) -> dict[str, str]:
    """The same from what a footprint keeps, or from its stored JSON."""
    kept = left_out.to_json() if isinstance(left_out, LeftOut) else left_out
    return left_out_words(kept["what"], kept["why"], locale)


def assumption_text(assumption: Assumption | Mapping[str, Any], locale: str) -> str:
    """One sentence for something the calculation took for granted, also from its stored JSON."""
    kept = assumption.to_json() if isinstance(assumption, Assumption) else assumption
    facts = dict(kept["facts"])
    if "mode" in facts:
        facts["mode"] = option_label("legs.mode", facts["mode"], locale)
    if "band" in facts:
        facts["band"] = option_label("legs.band", facts["band"], locale)
    return text(f"assume.{kept['word']}", locale).format(**facts)


def _counted(word: str, number: int, locale: str) -> str:
    return text(f"more.{word}.{'one' if number == 1 else 'other'}", locale).format(n=number)


def _place(place_id: str, locale: str) -> str:
    place = places.get(place_id)
    return place.name_in(locale) if place else place_id


def _leg(activity: str, params: Mapping[str, Any], locale: str) -> list[str]:
    mode = option_label("legs.mode", activity, locale)
    if "from" in params:
        said = [f"{mode} {_place(params['from'], locale)} → {_place(params['to'], locale)}"]
    elif "band" in params:
        said = [f"{mode} {option_label('legs.band', params['band'], locale)}"]
    else:
        said = [f"{mode} {params['distance_km']} {unit_label('km', locale)}"]
    if "cabin" in params:
        said.append(option_label("legs.cabin", params["cabin"], locale))
    if params["round_trip"]:
        said.append(text("more.round_trip", locale))
    return said


def _said(activity: str, params: Mapping[str, Any], locale: str) -> list[str]:
    """What the line is about, before how many of everything."""
    if "round_trip" in params:
        return _leg(activity, params, locale)
    if "nights" in params:
        where = f" {_place(params['place'], locale)}" if "place" in params else ""
        return [
            option_label("stays.kind", params["kind"], locale) + where,
            _counted("nights", params["nights"], locale),
        ]
    if "group" in params:
        kind = option_label(f"{params['group']}.kind", params["kind"], locale)
        return [f"{kind} × {params['amount']}"]
    if "reading" in params:
        return [text(f"reading.{params['reading']}", locale), _counted("visits", params["visits"], locale)]
    return [f"{field_label(activity, locale)} {params['amount']} {unit_label(params['unit'], locale)}"]


def line_label(line: FootprintLine | Mapping[str, Any], locale: str) -> str:
    """A line in words: `飞机 北京 → 成都 · 经济舱 · 往返`. `line` is a FootprintLine or its stored JSON."""
    activity, params = (
        (line.activity, line.params) if isinstance(line, FootprintLine) else (line["activity"], line["params"])
    )
    said = _said(activity, params, locale)
    for word in ("times", "passengers", "guests", "household", "people"):
        if int(params.get(word, 1)) > 1:
            said.append(_counted(word, int(params[word]), locale))
    return " · ".join(said)
