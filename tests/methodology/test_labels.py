"""Words: the same keys in four languages, no gaps, lines that read well."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.domain.footprints import CATEGORIES, LeftOut
from app.domain.footprints_context import SceneContext
from app.methodology import calculators, footprints, labels

FOLDER = Path(labels.__file__).parent
TEXTS = {locale: json.loads((FOLDER / f"{locale}.json").read_text(encoding="utf-8")) for locale in labels.LOCALES}
EVERY_LOCALE = pytest.mark.parametrize("locale", labels.LOCALES)
CHENGDU = footprints.scene_context("5101")


@EVERY_LOCALE
def test_every_language_has_every_word_with_the_same_blanks_to_fill(locale: str) -> None:
    assert TEXTS[locale].keys() == TEXTS["zh-Hans"].keys()
    for key, words in TEXTS[locale].items():
        assert words.strip()
        assert set(re.findall(r"{\w+}", words)) == set(re.findall(r"{\w+}", TEXTS["zh-Hans"][key]))


def test_each_language_is_written_in_its_own_script() -> None:
    sentences = [key for key in TEXTS["en"] if key.startswith(("why.", "field.", "category."))]
    for key in sentences:
        assert re.search(r"[\u4e00-\u9fff]", TEXTS["zh-Hans"][key])
        assert re.search(r"[\u0a80-\u0aff]", TEXTS["gu"][key])
        assert TEXTS["en"][key].isascii()
        assert TEXTS["sw"][key].isascii()


@EVERY_LOCALE
def test_every_category_that_lines_or_organisers_use_has_a_name(locale: str) -> None:
    for category in (*CATEGORIES, *footprints.COVERABLE):
        assert labels.category_label(category, locale)


@EVERY_LOCALE
def test_everything_a_footprint_leaves_out_or_assumes_can_be_said(locale: str) -> None:
    for key in calculators.KEYS:
        for scene in (SceneContext(), CHENGDU, footprints.scene_context("gn360630", footprints.COVERABLE, None, True)):
            footprint = footprints.calculate(key, {"legs": leg_of_each_kind()} if scene.place_id else {}, scene)
            for entry in footprint.left_out:
                assert all(labels.left_out_text(entry, locale).values())
                assert labels.left_out_text(entry.to_json(), locale) == labels.left_out_text(entry, locale)
            for assumption in footprint.assumptions:
                said = labels.assumption_text(assumption, locale)
                assert said
                assert "{" not in said
                assert labels.assumption_text(assumption.to_json(), locale) == said


def leg_of_each_kind() -> list[dict[str, Any]]:
    return [
        {"mode": "plane", "from": "1101", "cabin": "premium"},
        {"mode": "plane", "distance_km": "300", "cabin": "premium"},
        {"mode": "high_speed_rail", "from": "5001", "to": "6101"},
        {"mode": "car_electric", "band": "suburb"},
    ]


def test_a_line_reads_as_a_person_would_say_it() -> None:
    inputs = {
        "people": 2,
        "legs": [
            {"mode": "plane", "from": "1101", "to": "5101", "round_trip": True},
            {"mode": "taxi", "band": "city", "passengers": 2},
        ],
        "stays": [{"nights": 1, "guests": 2}],
        "meals": [{"kind": "hotpot", "count": 3}],
    }
    lines = footprints.calculate("conference", inputs, CHENGDU).lines
    assert [labels.line_label(line, "zh-Hans") for line in lines] == [
        "飞机 北京 → 成都 · 经济舱 · 往返 · 2 人",
        "出租车/网约车 市区内（约 10 公里） · 2 人同车 · 2 人",
        "酒店 · 1 晚 · 2 人同住 · 2 人",
        "火锅 × 3 · 2 人",
    ]
    assert [labels.line_label(line, "en") for line in lines][2] == "Hotel · 1 night · 2 to a room · 2 people"


@EVERY_LOCALE
def test_a_stored_line_has_the_same_label_as_a_fresh_one(locale: str) -> None:
    for key in calculators.KEYS:
        for line in footprints.calculate(key, calculators.example(key), CHENGDU).lines:
            assert labels.line_label(json.loads(json.dumps(line.to_json())), locale) == labels.line_label(line, locale)


def test_a_place_that_is_no_longer_known_is_called_by_its_id() -> None:
    line = footprints.calculate("conference", {"legs": [{"mode": "plane", "from": "1101"}]}, CHENGDU).lines[0].to_json()
    line["params"]["from"] = "gone"
    assert labels.line_label(line, "en") == "Plane gone → Chengdu · Economy"


def test_an_unknown_language_is_answered_in_chinese() -> None:
    assert labels.category_label("food", "fr") == labels.category_label("food", "zh-Hans") == "餐饮"
    assert labels.left_out_text(LeftOut("venue", "no_meter"), "xx")["what"] == "场地用能"
