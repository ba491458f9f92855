"""The company design: its picture is its own data, its facts are a register's, and it keeps to its boxes."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.certs.card import card, draw_card
from app.certs.designs import company_sheet as sheet
from app.certs.palette import PAPER, PINE
from app.certs.picture import draw_picture, picture
from app.certs.raster import RasterCanvas
from app.certs.surface import Equivalent, Look, Surface, Tier, facts, rows_of
from tests.certs.reading import codes, ink_of_dots, opened, outside, slots
from tests.certs.samples import PAGE_URL, RECORD, RETIRED_ON, REVOKED_ON, VARIANTS, surface

COMPANY = Look(design="company")
GIVEN = (
    Equivalent("car", "2,081", "km", "roughly the emissions of driving a petrol car", "", "DEFRA 2025"),
    Equivalent("meal", "138", "meals", "roughly the emissions of restaurant meals in China", "", "CPCD 2022"),
    Equivalent("electricity", "711", "kWh", "roughly the emissions of electricity from the grid", "", "MEE 2023"),
)
SIZES = {"picture": (sheet.WIDTH, sheet.HEIGHT), "card": (1000, 800)}
DRAWINGS = {"picture": draw_picture, "card": draw_card}


def company(shown: Surface) -> Surface:
    return replace(shown, look=replace(shown.look, design="company"))


@cache
def drawn(variant: str, kind: str) -> RasterCanvas:
    return DRAWINGS[kind](company(VARIANTS[variant]))


def overlaps(canvas: RasterCanvas) -> list[tuple[str, str]]:
    """Pairs of lines whose ink meets; the stamp of a revoked certificate is meant to lie over others."""
    runs = [run for run in canvas.runs if run.slot != "revoked"]
    return [
        (one.text, other.text)
        for one, other in combinations(runs, 2)
        if min(one.ink.right, other.ink.right) - max(one.ink.left, other.ink.left) > 0.5
        and min(one.ink.bottom, other.ink.bottom) - max(one.ink.top, other.ink.top) > 0.5
    ]


@pytest.mark.parametrize(
    ("variant", "kind", "dots", "scale"),
    [
        ("allocated", "picture", 406, "= 1 kg"),
        ("retired", "picture", 406, "= 1 kg"),
        ("few grams", "picture", 7, "= 1 g"),
        ("organiser", "picture", 124, "= 100 kg"),
        ("a thousand tonnes", "picture", 1000, "= 1 t"),
        ("allocated", "card", 41, "= 10 kg"),
        ("retired", "card", 41, "= 10 kg"),
        ("few grams", "card", 7, "= 1 g"),
        ("a thousand tonnes", "card", 100, "= 10 t"),
    ],
)
def test_the_certificate_is_drawn_from_its_own_grams(variant: str, kind: str, dots: int, scale: str) -> None:
    canvas = drawn(variant, kind)
    ink = ink_of_dots(canvas.image, {"picture": sheet.FIELD, "card": sheet.CARD_FIELD}[kind])
    assert sum(each > 0.07 for each in ink) == dots
    assert slots(canvas)["scale"] == scale


def test_a_promise_is_open_dots_and_what_is_cancelled_is_filled() -> None:
    x, y = sheet.FIELD.cell_of(0)
    middle = (x + sheet.FIELD.cell // 2, y + sheet.FIELD.cell // 2)
    promised, done = drawn("allocated", "picture").image, drawn("retired", "picture").image
    assert promised.getpixel(middle) == PAPER
    assert done.getpixel(middle) == PINE


@pytest.mark.parametrize("kind", DRAWINGS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_line_lies_inside_its_box_and_the_sheet(variant: str, kind: str) -> None:
    canvas = drawn(variant, kind)
    width, height = SIZES[kind]
    assert outside(canvas) == []
    assert canvas.missing == []
    assert [run.text for run in canvas.runs if run.box.right > width or run.box.bottom > height] == []


@pytest.mark.parametrize("kind", DRAWINGS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_lines_do_not_run_into_each_other(variant: str, kind: str) -> None:
    assert overlaps(drawn(variant, kind)) == []


def luminance(pixels: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Relative luminance (WCAG 2) of RGB pixels, 0 to 1."""
    share = pixels / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ (0.2126, 0.7152, 0.0722))


@pytest.mark.parametrize("kind", DRAWINGS)
@pytest.mark.parametrize("variant", ["allocated", "english retired", "revoked", "sample", "equivalents"])
def test_every_line_stands_out_from_the_paper(variant: str, kind: str) -> None:
    canvas = drawn(variant, kind)
    light = luminance(np.asarray(canvas.image.convert("RGB"), dtype=float))
    for run in canvas.runs:
        part = light[round(run.ink.top) : round(run.ink.bottom), round(run.ink.left) : round(run.ink.right)]
        contrast = (part.max() + 0.05) / (np.quantile(part, 0.02) + 0.05)
        assert contrast >= (4.5 if run.size < 32 else 3.0), (run.slot, run.text)


@pytest.mark.parametrize("variant", VARIANTS)
def test_it_shows_every_fact_of_the_record(variant: str) -> None:
    shown, told = facts(VARIANTS[variant]), slots(drawn(variant, "picture"))
    for slot, label, text in rows_of(shown):
        assert (told[f"{slot}-label"], told[slot].replace(" ", "")) == (label, text.replace(" ", ""))
    assert told["methodology"] == shown.methodology
    assert (told["mass"], told["unit"], told["gas"]) == (shown.mass.number, shown.mass.unit, "CO₂e")
    assert (told["name"], told["issuer"]) == (shown.name, shown.issuer)
    assert told["sentence"].replace(" ", "") == shown.sentence.replace(" ", "")  # a line ends where a space was
    words = shown.words
    assert (told["title"], told["subtitle"], told["presented"]) == (words.title, words.subtitle, words.presented_to)
    assert told["label"] == words.label[shown.dress.status]
    assert (told["not-an-asset"], told["scan"]) == (words.not_an_asset, words.scan)
    assert told.get("sample") == (words.sample if shown.sample else None)
    assert told.get("revoked") == (words.revoked if shown.dress.revoked else None)


def test_long_facts_are_told_in_full_on_two_lines() -> None:
    long = "四川省甘孜藏族自治州大渡河流域退化草地生态修复与可持续经营综合减排示范项目"
    project = {
        **RECORD["project"],
        "name": long + "（第二期）",
        "registry": long + "登记平台",
        "methodology": long + "方法学",
    }
    canvas = draw_picture(
        surface(look=COMPANY, equivalents=GIVEN, sample=True, locale="en", record={"project": project})
    )
    told = slots(canvas)
    assert told["project"].startswith(long + "（第二期）")
    assert "…" not in told["project"] + told["registry"] + told["methodology"] + told["status"]
    assert outside(canvas) == []
    assert not overlaps(canvas)


def test_equivalents_stand_in_three_columns_with_their_sources_and_not_on_what_was_revoked() -> None:
    canvas = draw_picture(surface(look=COMPANY, locale="en", equivalents=GIVEN))
    told = slots(canvas)
    for each in GIVEN:
        slot = f"equivalent-{each.key}"
        # a line ends where a space was
        shown = (told[slot], told[f"{slot}-unit"], told[f"{slot}-caption"].replace(" ", ""), told[f"{slot}-source"])
        assert shown == (each.number, each.unit, each.caption.replace(" ", ""), each.source)
    lefts = [run.ink.left for run in canvas.runs if run.slot in ("equivalent-car", "equivalent-meal")]
    assert lefts[1] - lefts[0] > 200
    assert outside(canvas) == []
    revoked = surface(look=COMPANY, equivalents=GIVEN, status="revoked", status_on=REVOKED_ON)
    assert not [run for run in draw_picture(revoked).runs if run.slot.startswith("equivalent")]


def test_a_tier_is_named_and_counted_in_gold_dots() -> None:
    tier = Tier(3, 10, "十程", "第 10 次自付减排的行程")
    canvas = draw_picture(surface(look=COMPANY, tier=tier))
    told = slots(canvas)
    assert (told["tier"], told["tier-text"]) == (tier.name, tier.text)
    assert "tier" not in slots(draw_picture(surface(look=COMPANY)))
    assert outside(canvas) == []


@pytest.mark.parametrize("size", [(640, 120), (90, 300), (200, 200)])
def test_the_organisers_logo_keeps_its_proportions_and_its_room(size: tuple[int, int]) -> None:
    given_logo = BytesIO()
    Image.new("RGB", size, (200, 30, 120)).save(given_logo, "PNG")
    image = draw_picture(surface(look=replace(COMPANY, logo=given_logo.getvalue()))).image
    rows, columns = np.nonzero((np.abs(np.asarray(image, dtype=int) - (200, 30, 120)) < 8).all(-1))
    width, height = columns.max() - columns.min() + 1, rows.max() - rows.min() + 1
    assert width / height == pytest.approx(size[0] / size[1], rel=0.05)
    assert (columns.max() + 1, rows.max() < sheet.HEAD_RULE_Y) == (sheet.RIGHT, True)
    assert columns.min() >= sheet.ISSUER.right


@pytest.mark.parametrize("variant", ["allocated", "retired", "revoked", "english", "everything long", "equivalents"])
def test_the_code_survives_a_chat_that_halves_and_recompresses_the_picture(variant: str) -> None:
    shown = company(VARIANTS[variant])
    assert codes(opened(picture(shown))) == [PAGE_URL]
    small = opened(picture(shown)).convert("RGB").resize((540, 810), Image.Resampling.BILINEAR)
    sent = BytesIO()
    small.save(sent, "JPEG", quality=60)
    assert codes(opened(sent.getvalue())) == [PAGE_URL]


def test_a_given_mini_program_code_takes_the_codes_place() -> None:
    code = BytesIO()
    Image.new("RGB", (430, 430), (200, 30, 120)).save(code, "PNG")
    image = opened(picture(surface(look=COMPANY, mini_program_code=code.getvalue()))).convert("RGB")
    assert codes(image) == []
    x, y = (round(place) for place in sheet.CODE.centre)
    assert np.abs(np.asarray(image, dtype=int)[y, x] - (200, 30, 120)).max() < 8


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_card_is_light_enough_for_a_chat(variant: str) -> None:
    assert len(card(company(VARIANTS[variant]))) < 128 * 1024


def test_the_card_tells_name_mass_scene_and_status() -> None:
    told = slots(draw_card(surface(look=COMPANY, status="retired", status_on=RETIRED_ON)))
    assert (told["name"], told["mass"], told["unit"], told["gas"]) == ("林小满", "405", "kg", "CO₂e")
    assert told["scene"] == "首届中国数字碳中和高峰论坛"
    assert told["status"] == "已于 2026 年 11 月 2 日注销"


@settings(max_examples=10, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.integers(min_value=1, max_value=10**9))
def test_any_name_scene_and_mass_can_be_drawn_within_the_margins(name: str, scene: str, mass_g: int) -> None:
    record = {"scene": {"code": "X", "name": scene, "kind": "other"}, "mass_g": mass_g}
    shown = surface(look=COMPANY, name=name, record=record)
    for draw in DRAWINGS.values():
        for run in draw(shown).runs:
            assert run.box.left - 1 <= run.ink.left
            assert run.ink.right <= run.box.right + 1


@pytest.mark.parametrize(("locale", "told"), [("zh-Hans", "为日常生活"), ("en", "For everyday life")])
def test_the_card_of_everyday_life_says_so_where_a_scene_would_stand(locale: str, told: str) -> None:
    canvas = draw_card(surface(look=COMPANY, locale=locale, record={"scene": None}))
    assert slots(canvas)["scene"] == told
