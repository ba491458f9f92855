"""Posters: the code scans from paper and screen, and its short form can be typed."""

from dataclasses import replace
from functools import cache

import numpy as np
import pypdfium2
import pytest

from app.certs.poster import Poster, draw_poster_pdf, draw_poster_png, poster_pdf, poster_png
from app.certs.words import certificate_texts
from app.domain.wording import forbidden_phrases
from tests.certs.reading import codes, opened, outside, pdf_pages, pdf_text, slots

POSTER = Poster(
    scene_name="首届中国数字碳中和高峰论坛",
    short_code="FORUM1",
    url="https://diandian.example.org/s/FORUM1",
    organiser="四川联合环境交易所",
    place="成都 · 南门",
)
ENGLISH = Poster(
    "Cloud Mountain Scenic Area", "8QK4ZT", "https://d.example/s/8QK4ZT", "Cloud Mountain Ltd", locale="en"
)
SWAHILI = Poster(
    "Kongamano la Jiji la Kijani", "8QK4ZT", "https://d.example/s/8QK4ZT", "Shirika la Mazingira", locale="sw"
)
GUJARATI = Poster("શહેર હરિત મંચ", "8QK4ZT", "https://d.example/s/8QK4ZT", "પર્યાવરણ સંસ્થા", place="અમદાવાદ", locale="gu")
LONG = Poster(
    scene_name="第二十三届中国西部国际农业博览会暨绿色低碳高质量发展高峰论坛开幕式主会场",
    short_code="ABCDEF234567",
    url="https://diandian.example.org/s/ABCDEF234567",
    organiser="四川省绿色低碳产业发展促进会、成都市会展业商会、西部国际博览城运营管理有限责任公司",
    sample=True,
)


# Drawn once, asked by many; nobody draws on them.
printed, painted, png = cache(poster_pdf), cache(draw_poster_png), cache(poster_png)


@pytest.mark.parametrize("poster", [POSTER, ENGLISH, SWAHILI, GUJARATI, LONG])
def test_the_printed_code_scans(poster: Poster) -> None:
    for bleed_mm in (0, 3):
        [page] = pdf_pages(printed(poster, bleed_mm), 100)
        assert codes(page) == [poster.url]


@pytest.mark.parametrize("poster", [POSTER, ENGLISH])
def test_the_picture_is_300_dpi_and_its_code_scans(poster: Poster) -> None:
    image = opened(png(poster))
    assert image.size == (2480, 3508)
    assert [round(dots) for dots in image.info["dpi"]] == [300, 300]
    assert codes(image) == [poster.url]


def test_the_code_scans_in_black_and_white_and_from_afar() -> None:
    grey = opened(png(POSTER)).convert("L").point([0 if v < 128 else 255 for v in range(256)])
    assert codes(grey) == [POSTER.url]
    assert codes(grey.convert("L").resize((310, 438))) == [POSTER.url]


def test_the_code_is_a_third_of_the_width_with_four_clear_modules_around_it() -> None:
    image = np.asarray(opened(png(POSTER)).convert("L"))
    scale = 300 / 25.4
    middle = image[round(141 * scale)]
    dark = np.flatnonzero(middle < 128)
    assert (dark[-1] - dark[0]) / 2480 == pytest.approx(1 / 3, abs=0.02)
    module = 70 / 37 * scale
    rows = slice(round(106 * scale), round(176 * scale))
    for edge in (dark[0] - 4 * module, dark[-1] + 1):
        assert image[rows, round(edge) + 2 : round(edge + 4 * module) - 2].min() > 245


@pytest.mark.parametrize("poster", [POSTER, ENGLISH, SWAHILI, GUJARATI, LONG])
def test_every_line_lies_inside_its_box_and_claims_nothing_untrue(poster: Poster) -> None:
    for canvas in (draw_poster_pdf(poster), painted(poster)):
        assert outside(canvas) == []
        assert canvas.missing == []
        assert [text for text in slots(canvas).values() if forbidden_phrases(text)] == []


def test_it_says_what_to_do_where_one_is_and_who_organises() -> None:
    drawn = slots(draw_poster_pdf(POSTER))
    assert drawn["scene"] == POSTER.scene_name
    assert drawn["short-code"] == "FORUM1"
    assert "四川联合环境交易所" in drawn["organiser"]
    assert "FORUM1" in pdf_text(poster_pdf(POSTER))
    assert "sample" not in drawn


@pytest.mark.parametrize("poster", [POSTER, ENGLISH, SWAHILI, GUJARATI])
def test_what_is_read_from_afar_is_whole_in_every_language(poster: Poster) -> None:
    t, drawn = certificate_texts(poster.locale), slots(painted(poster))
    assert (drawn["call"], drawn["scan"]) == (t("poster.call"), t("poster.scan"))


def test_the_short_code_is_in_large_type() -> None:
    [run] = [run for run in draw_poster_pdf(POSTER).runs if run.slot == "short-code"]
    assert run.ink.height > 10  # millimetres: read from five metres


def test_a_sample_scenes_poster_says_so() -> None:
    assert slots(draw_poster_pdf(LONG))["sample"] == "示例"


def test_bleed_makes_the_page_larger_and_says_where_to_cut() -> None:
    with pypdfium2.PdfDocument(printed(POSTER, 3)) as document:
        page = document[0]
        assert [round(points / 72 * 25.4) for points in page.get_size()] == [216, 303]
        left, bottom, right, top = (round(points / 72 * 25.4, 1) for points in page.get_trimbox())
    assert (left, bottom, right, top) == (3, 3, 213, 300)


def test_the_ground_runs_out_to_the_edge_of_the_bleed() -> None:
    [page] = pdf_pages(printed(POSTER, 3), 50)
    pixels = np.asarray(page.convert("L"))
    assert pixels[-2, 1] < 120
    assert pixels[-2, -2] < 120


def test_the_same_poster_gives_the_same_bytes() -> None:
    assert poster_pdf(POSTER, 3) == printed(POSTER, 3)
    assert poster_png(ENGLISH) == png(ENGLISH)


@pytest.mark.parametrize("code", ["WWWWWWWWWWWW", "MMMMMMMMMMMM", "2026FORUM1EA"])
def test_the_widest_code_that_can_be_chosen_is_printed_whole(code: str) -> None:
    runs = draw_poster_png(replace(ENGLISH, short_code=code)).runs
    assert [run.text for run in runs if run.slot == "short-code"] == [code]
