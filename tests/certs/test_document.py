"""The certificate on paper: the picture's facts, every range in full, the record's hash, a code that scans."""

import re
from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from app.certs.document import draw_document, pdf
from app.certs.picture import draw_picture
from app.core.canonical import canonical_bytes, sha256_text
from app.domain.wording import forbidden_phrases
from tests.certs.reading import codes, outside, pdf_pages, pdf_text, slots
from tests.certs.samples import PAGE_URL, RECORD, RETIRED_ON, VARIANTS, ranges, surface


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_line_lies_inside_its_box_and_claims_nothing_untrue(variant: str) -> None:
    canvas = draw_document(VARIANTS[variant])
    assert outside(canvas) == []
    assert canvas.missing == []
    assert [text for text in slots(canvas).values() if forbidden_phrases(text)] == []


@pytest.mark.parametrize("variant", ["allocated", "retired", "revoked", "sample", "english", "no name", "many ranges"])
def test_picture_and_paper_say_the_same(variant: str) -> None:
    on_picture, on_paper = slots(draw_picture(VARIANTS[variant])), slots(draw_document(VARIANTS[variant]))
    for slot in ("title", "subtitle", "name", "label", "mass", "unit", "number", "project", "registry", "not-an-asset"):
        assert on_paper[slot] == on_picture[slot], slot
    assert on_paper["sentence"].replace(" ", "") == on_picture["sentence"].replace(" ", "")
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
