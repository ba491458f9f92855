"""The certificate on paper: the picture's facts, every range in full, the record's hash, a code that scans."""

import re
import subprocess
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from app.certs.document import draw_document, pdf
from app.certs.picture import draw_picture
from app.certs.surface import Equivalent, Look, Surface, facts, tier_of
from app.core.canonical import canonical_bytes, sha256_text
from app.domain.display import LANGUAGES
from app.domain.wording import forbidden_phrases
from app.methodology import footprints
from tests.certs.reading import codes, first_page, outside, pdf_pages, pdf_text, slots
from tests.certs.samples import PAGE_URL, RECORD, RETIRED_ON, REVOKED_ON, VARIANTS, ranges, surface


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_line_lies_inside_its_box_and_claims_nothing_untrue(variant: str) -> None:
    canvas = draw_document(VARIANTS[variant])
    assert outside(canvas) == []
    assert canvas.missing == []
    assert [text for text in slots(canvas).values() if forbidden_phrases(text)] == []


@pytest.mark.parametrize("variant", ["allocated", "retired", "revoked", "sample", "english", "no name", "many ranges"])
def test_picture_and_paper_say_the_same(variant: str) -> None:
    on_picture, on_paper = slots(draw_picture(VARIANTS[variant])), slots(draw_document(VARIANTS[variant]))
    for slot in ("title", "subtitle", "name", "mass", "unit", "number", "project", "registry", "not-an-asset"):
        assert on_paper[slot] == on_picture[slot], slot
    for slot in ("label", "sentence"):  # which may be broken into lines elsewhere
        assert on_paper[slot].replace(" ", "") == on_picture[slot].replace(" ", "")
    assert on_picture["status"].startswith(on_paper["status"])


def test_its_text_can_be_copied_out_and_agrees_with_the_record() -> None:
    text = pdf_text(pdf(surface(status="retired", status_on=RETIRED_ON)))
    squeezed = text.replace(" ", "")
    for expected in (
        "碳中和荣誉证书",
        "林小满",
        RECORD["number"],
        "405,412g",
        "CO₂e",
        "CDCER-2024-000000017–CDCER-2024-000000018",
        "16,700,000–17,105,411",
        "CDCER其他项目",
        "四川联合环境交易所",
        "已于2026年11月2日注销",
        "本证书不是碳资产持有凭证，不可转让",
        PAGE_URL,
        sha256_text(canonical_bytes(dict(RECORD))).removeprefix("sha256:"),
    ):
        assert expected in squeezed


def test_small_capitals_are_copied_out_as_the_letters_they_are() -> None:
    assert "Certificate of Honour · Emission reductions set aside" in pdf_text(pdf(surface()))


def test_all_ranges_are_listed_however_many_there_are() -> None:
    data = pdf(surface(record={"allocations": ranges(60), "mass_g": 60_000}))
    squeezed = pdf_text(data).replace(" ", "")
    for number in range(1, 61):
        assert f"CDCER-{number:09d}" in squeezed
    assert len(pdf_pages(data, 30)) == 3


def test_the_code_on_paper_scans() -> None:
    [page] = pdf_pages(pdf(surface()), 150)
    assert codes(page) == [PAGE_URL]


def test_it_is_a4_with_language_title_and_date_set() -> None:
    data = pdf(surface(locale="en"))
    with pypdfium2.PdfDocument(data) as document:
        assert [round(points / 72 * 25.4) for points in document[0].get_size()] == [210, 297]
        meta = document.get_metadata_dict()
    assert meta["Title"] == "Certificate of Honour DD-2026-7K3M9P"
    assert meta["Author"] == "点点碳中和"
    assert meta["CreationDate"].startswith("D:20260816161245")
    assert re.search(rb"/Lang \(en\)", data)


def test_the_same_surface_gives_the_same_bytes_on_another_day() -> None:
    with time_machine.travel("2026-09-01T00:00:00Z") as traveller:
        first = pdf(surface())
        traveller.shift(timedelta(days=40))
        assert pdf(surface()) == first


def test_it_is_light_enough_to_mail() -> None:
    assert len(pdf(surface())) < 250_000


@settings(max_examples=6, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_name_can_be_put_on_paper(name: str) -> None:
    [page] = pdf_pages(pdf(surface(name=name)), 30)
    assert page.height > page.width > 200


@pytest.mark.parametrize("name", ["Zoë Kĩmani", "Đặng Thị Hồng", "张𠮷堃", "阿卜杜拉·买买提", "O’Brien"])
def test_a_name_is_copied_out_of_the_paper_as_it_was_given(name: str) -> None:
    assert name in pdf_text(pdf(surface(name=name)))


NAMES = {"zh-Hans": "林小满", "en": "Zoë Kĩmani", "sw": "Wanjikũ", "gu": "કિંજલ પટેલ"}


def whole(locale: str, **changes: Any) -> Surface:
    """Everything a certificate can have: a tier, three comparisons."""
    compared = tuple(
        Equivalent(each["key"], each["number"], each["unit_label"], each["caption"], each["text"], each["source_label"])
        for each in footprints.equivalents(RECORD["mass_g"], locale)
    )
    given_ = {"name": NAMES[locale], "equivalents": compared, "tier": tier_of(10, locale)} | changes
    return surface(locale=locale, **given_)


def company(locale: str, **changes: Any) -> Surface:
    record = {"role": "company", "beneficiary": {"kind": "organisation", "commitment": "sha256:" + "a" * 64}}
    return whole(locale, name="蜀光科技有限公司", tier=None, record=record | changes.pop("record", {}), **changes)


def poppler(data: bytes) -> str:
    """The text as another reader copies it out (pdftotext), white space folded."""
    asked = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    return " ".join(subprocess.run(asked, input=data, capture_output=True, check=True).stdout.decode().split())


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("status", ["allocated", "retired", "revoked"])
def test_in_every_language_and_state_every_word_is_whole_and_in_its_place(locale: str, status: str) -> None:
    on = {"allocated": None, "retired": RETIRED_ON, "revoked": REVOKED_ON}[status]
    for make in (whole, company):
        canvas = draw_document(make(locale, status=status, status_on=on))
        assert outside(canvas) == []
        assert canvas.missing == []
        assert [run.text for run in canvas.runs if "…" in run.text] == []
        drawn = slots(canvas)
        assert ("equivalent" in drawn, "revoked" in drawn) == (status != "revoked", status == "revoked")
        assert ("tier" in drawn) == (make is whole and status != "revoked")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_its_text_is_copied_out_in_every_language_by_two_readers(locale: str) -> None:
    given_ = whole(locale)
    data, shown = pdf(given_), facts(given_)
    for text in (poppler(data), pdf_text(data)):
        squeezed = re.sub(r"\s", "", text)
        told = [
            shown.words.title,
            shown.name,
            shown.number,
            shown.mass_exact,
            shown.status,
            shown.project,
            shown.sentence,
        ]
        told += [each.caption for each in shown.equivalents] + [each.source for each in shown.equivalents]
        assert shown.tier is not None
        for expected in (*told, shown.tier.name, shown.words.not_an_asset, PAGE_URL):
            assert re.sub(r"\s", "", expected) in squeezed, expected


@pytest.mark.parametrize("name", ["مريم گۈلنار", "བཀྲ་ཤིས།", "สมชาย ใจดี", "कृष्णा"])
def test_names_of_other_scripts_are_copied_out_too(name: str) -> None:
    assert draw_document(surface(name=name)).missing == []
    assert name in poppler(pdf(surface(name=name)))


@pytest.mark.parametrize("locale", LANGUAGES)
def test_an_organisations_second_sheet_says_what_may_be_said(locale: str) -> None:
    given_ = company(locale)
    data, shown = pdf(given_), facts(given_)
    assert len(pdf_pages(data, 30)) == 2
    squeezed = re.sub(r"\s", "", poppler(data))
    assert shown.may_say
    for each in (*shown.may_say, *shown.may_not_say):
        assert re.sub(r"\s", "", each) in squeezed
    assert len(pdf_pages(pdf(whole(locale)), 30)) == 1  # a guest needs no such sheet


def test_every_sheet_says_that_it_is_a_sample_or_revoked() -> None:
    sample = company("en", record={"sample": True})
    revoked = company("en", status="revoked", status_on=REVOKED_ON)
    for given_ in (sample, revoked):
        words = facts(given_).words
        with pypdfium2.PdfDocument(pdf(given_)) as document:
            texts = [page.get_textpage().get_text_range() for page in document]
        assert len(texts) == 2
        assert all((words.sample_note if given_ is sample else words.revoked) in text for text in texts)


def test_the_scenes_colour_turns_the_greens_and_the_logo_keeps_its_own() -> None:
    logo = BytesIO()
    Image.new("RGB", (120, 40), (0, 255, 0)).save(logo, "PNG")
    plain, blue, marked = (
        first_page(pdf(replace(surface(), look=look)), 40).convert("RGB")
        for look in (Look(), Look(colour=(30, 60, 200)), Look(colour=(30, 60, 200), logo=logo.getvalue()))
    )
    assert ImageChops.difference(plain, blue).getbbox() is not None
    assert marked.getpixel((round(26 / 25.4 * 40), round(25.5 / 25.4 * 40))) == (0, 255, 0)
    pixels = [each.get_flattened_data() for each in (plain, blue)]
    greens = [sum(green > max(red, other) + 30 for red, green, other in each) for each in pixels]
    assert greens[0] > 20 > greens[1]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_rows_of_the_paper_never_overlap(locale: str) -> None:
    for given_ in (whole(locale), whole(locale, record={"allocations": ranges(3), "mass_g": 3_000, "sample": True})):
        runs = [run for run in draw_document(given_).runs if run.box.left < 60]
        lowest = sorted(runs, key=lambda run: run.ink.top)
        for above, below in pairwise(lowest):
            apart = above.ink.right < below.ink.left or below.ink.right < above.ink.left
            assert apart or above.ink.bottom <= below.ink.top + 0.4, (above.text, below.text)


def test_the_code_scans_from_every_kind_of_first_sheet() -> None:
    for given_ in (whole("gu"), company("zh-Hans", look=Look(colour=(250, 220, 60))), VARIANTS["everything long"]):
        assert codes(first_page(pdf(given_), 150)) == [PAGE_URL]
