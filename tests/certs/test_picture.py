"""The certificate as a picture: what it shows is what the record says, and it can be read and scanned."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.certs.art.ornaments import RING_RADIUS
from app.certs.card import card
from app.certs.designs import DESIGNS, classic_sheet
from app.certs.picture import draw_picture, picture
from app.certs.raster import RasterCanvas
from app.certs.surface import Equivalent, Look, Surface, tier_of
from app.domain.display import LANGUAGES
from app.domain.wording import forbidden_phrases
from app.methodology import footprints
from tests.certs.reading import codes, opened, outside, slots
from tests.certs.samples import PAGE_URL, RECORD, RETIRED_ON, REVOKED_ON, VARIANTS, ranges, surface


def test_it_is_a_png_of_the_size_the_contract_names() -> None:
    image = opened(picture(surface()))
    assert (image.format, image.size) == ("PNG", (1080, 1620))


def test_the_same_surface_gives_the_same_bytes() -> None:
    assert picture(surface()) == picture(surface())


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_line_lies_inside_its_box_and_no_glyph_is_missing(variant: str) -> None:
    canvas = draw_picture(VARIANTS[variant])
    assert outside(canvas) == []
    assert canvas.missing == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_nothing_drawn_claims_more_than_is_true(variant: str) -> None:
    drawn = slots(draw_picture(VARIANTS[variant]))
    assert {slot: forbidden_phrases(text) for slot, text in drawn.items() if forbidden_phrases(text)} == {}


@pytest.mark.parametrize("variant", VARIANTS)
def test_lines_do_not_run_into_each_other(variant: str) -> None:
    runs = [run for run in draw_picture(VARIANTS[variant]).runs if run.slot not in ("revoked", "sample")]
    for number, one in enumerate(runs):
        for other in runs[number + 1 :]:
            across = min(one.ink.right, other.ink.right) - max(one.ink.left, other.ink.left)
            down = min(one.ink.bottom, other.ink.bottom) - max(one.ink.top, other.ink.top)
            assert across <= 0.5 or down <= 0.5, (one.text, other.text)


def test_it_shows_what_the_record_says() -> None:
    drawn = slots(draw_picture(surface()))
    assert drawn["title"] == "碳中和荣誉证书"
    assert drawn["subtitle"] == "Certificate of Honour · Emission reductions set aside"
    assert drawn["name"] == "林小满"
    assert drawn["label"] == "代为注销"
    assert (drawn["mass"], drawn["unit"], drawn["gas"]) == ("405", "kg", "CO₂e")
    assert drawn["number"] == RECORD["number"]
    assert drawn["project"] == "CDCER 其他项目"
    assert drawn["registry"] == "成都“碳惠天府”登记平台·CDCER-2023-0147"
    assert drawn["serials"] == "CDCER-2024-000000017 – CDCER-2024-000000018"
    assert drawn["grams"] == "第 16,700,000 – 17,105,411 克，共 405,412 g"
    assert drawn["status"] == "已划定，承诺于 2027 年 6 月 30 日前注销"
    assert drawn["not-an-asset"] == "本证书不是碳资产持有凭证，不可转让"
    sentence = drawn["sentence"].replace(" ", "")
    assert sentence == (
        "为「首届中国数字碳中和高峰论坛」之行（自报估算613kg），点点承诺于2027年6月30日前代其注销405kg减排量"
    )


def test_the_day_of_issue_is_the_beijing_day() -> None:
    # 16:12 UTC is past midnight in Beijing
    assert slots(draw_picture(surface()))["issued"] == "2026 年 8 月 17 日"


def test_without_consent_it_says_a_guest() -> None:
    assert slots(draw_picture(surface(name=None)))["name"] == "一位来宾"
    assert slots(draw_picture(surface(name=None, locale="en")))["name"] == "A guest"


def test_after_retirement_it_says_so_and_when() -> None:
    drawn = slots(draw_picture(surface(status="retired", status_on=RETIRED_ON)))
    assert "已于 2026 年 11 月 2 日注销" in drawn["sentence"]
    assert drawn["status"] == "已于 2026 年 11 月 2 日注销"


def test_retired_and_promised_differ_at_a_glance_in_the_ring() -> None:
    x, y, radius = classic_sheet.ROSETTE
    dot = (round(x + RING_RADIUS * radius), round(y))  # the middle of the ring's rightmost large dot
    promised, done = (draw_picture(s).image for s in (surface(), surface(status="retired", status_on=RETIRED_ON)))
    assert promised.getpixel(dot) != done.getpixel(dot)
    red, _, blue = done.getpixel(dot)  # type: ignore[misc] # RGB
    assert red - blue > 60


def test_a_revoked_certificate_is_marked_and_loses_its_colours() -> None:
    canvas = draw_picture(surface(status="revoked", status_on=REVOKED_ON))
    drawn = slots(canvas)
    assert drawn["revoked"] == "已撤销"
    assert drawn["status"] == "已于 2026 年 9 月 1 日撤销"
    red, green, blue = canvas.image.getpixel((540, 1240))  # type: ignore[misc] # RGB; a hill, green otherwise
    assert max(red, green, blue) - min(red, green, blue) < 20
    assert "mass" in drawn


@pytest.mark.parametrize("design", DESIGNS)
def test_what_was_revoked_keeps_nothing_of_the_scenes_colour(design: str) -> None:
    plain, blue = (
        surface(status="revoked", status_on=REVOKED_ON, look=Look(design, colour)) for colour in (None, (24, 92, 168))
    )
    assert picture(blue) == picture(plain)
    assert card(blue) == card(plain)
    red, green, blues = np.asarray(opened(picture(plain)).convert("RGB"), dtype=int).reshape(-1, 3).T
    coloured = np.maximum(np.maximum(red, green), blues) - np.minimum(np.minimum(red, green), blues) > 12
    cinnabar = red - green > 12
    assert not (coloured & ~cinnabar).any()  # the stamp and the stroke are all that has a colour


def test_a_sample_says_so_twice() -> None:
    for shown in (surface(sample=True), surface(record={"sample": True})):
        drawn = slots(draw_picture(shown))
        assert drawn["sample"] == "示例"
        assert "示例，不对应真实注销" in drawn["status"]
    assert "sample" not in slots(draw_picture(surface()))


def test_several_ranges_are_counted_on_the_picture() -> None:
    drawn = slots(draw_picture(surface(record={"allocations": ranges(3), "mass_g": 3_000})))
    assert drawn["serials"] == "CDCER-000000001"
    assert "等 3 段" in drawn["grams"]


def test_equivalents_are_drawn_in_their_parts_as_they_were_given() -> None:
    given = VARIANTS["equivalents"].equivalents
    drawn = slots(draw_picture(VARIANTS["equivalents"]))
    for each in given:
        slot = f"equivalent-{each.key}"
        told = (drawn[slot], drawn[f"{slot}-unit"], drawn[f"{slot}-caption"], drawn[f"{slot}-source"])
        assert told == (each.number, each.unit, each.caption, each.source)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_a_comparison_comes_from_is_written_no_smaller_than_what_it_compares(design: str, language: str) -> None:
    given = tuple(
        Equivalent(each["key"], each["number"], each["unit_label"], each["caption"], "", each["source_label"])
        for each in footprints.equivalents(RECORD["mass_g"], language)
    )
    canvas = draw_picture(surface(locale=language, equivalents=given, look=Look(design)))
    sizes = {run.slot: run.size for run in canvas.runs if run.slot.endswith(("-source", "-caption"))}
    assert len(sizes) == 6
    assert min(sizes.values()) >= 16


def test_a_revoked_certificate_boasts_of_nothing() -> None:
    honoured = surface(
        status="revoked",
        status_on=REVOKED_ON,
        equivalents=VARIANTS["equivalents"].equivalents,
        tier=tier_of(12, "zh-Hans"),
    )
    drawn = slots(draw_picture(honoured))
    assert [slot for slot in drawn if slot.startswith(("equivalent", "tier"))] == []


@pytest.mark.parametrize("journeys", [1, 3, 10, 30, 4_321])
def test_a_tier_is_named_and_counted_and_has_a_medal_of_its_own(journeys: int) -> None:
    tier = tier_of(journeys, "zh-Hans")
    assert tier is not None
    canvas = draw_picture(surface(tier=tier))
    drawn = slots(canvas)
    assert drawn["tier"] == tier.name
    assert drawn["tier-text"] == tier.text
    assert _medal_of(canvas) != _medal_of(draw_picture(surface()))


def test_the_medals_of_the_four_tiers_differ() -> None:
    tiers = [tier_of(journeys, "zh-Hans") for journeys in (1, 3, 10, 30)]
    assert len({_medal_of(draw_picture(surface(tier=tier))) for tier in tiers}) == 4


def _medal_of(canvas: RasterCanvas) -> bytes:
    x, y, radius = classic_sheet.MEDAL
    return canvas.image.crop((int(x - radius), int(y - radius), int(x + radius), int(y + radius))).tobytes()


def test_the_scenes_logo_keeps_its_proportions_and_its_colours() -> None:
    given = BytesIO()
    Image.new("RGB", (300, 60), (20, 60, 200)).save(given, "PNG")
    canvas = draw_picture(surface(look=Look(logo=given.getvalue(), colour=(200, 40, 40))))
    (left, top, right, bottom) = canvas.free[0]
    assert abs((right - left) / (bottom - top) - 5) < 0.2
    assert canvas.image.getpixel(((left + right) // 2, (top + bottom) // 2)) == (20, 60, 200)


@pytest.mark.parametrize("variant", ["allocated", "retired", "revoked", "english", "everything long"])
def test_the_code_leads_to_the_public_page(variant: str) -> None:
    assert codes(opened(picture(VARIANTS[variant]))) == [PAGE_URL]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("design", DESIGNS)
def test_the_code_survives_a_chat_that_halves_and_recompresses_the_picture(design: str, language: str) -> None:
    # over the four languages each design is seen in every state in every colour
    colours = (None, (190, 30, 60), (40, 90, 200), (250, 220, 60))
    for turn, status in enumerate(("allocated", "retired", "revoked"), start=LANGUAGES.index(language)):
        shown = surface(
            status=status,
            status_on=None if status == "allocated" else REVOKED_ON,
            locale=language,
            look=Look(design, colours[turn % 4]),
        )
        small = opened(picture(shown)).convert("RGB").resize((540, 810), Image.Resampling.BILINEAR)
        sent = BytesIO()
        small.save(sent, "JPEG", quality=60)
        assert codes(opened(sent.getvalue())) == [PAGE_URL], (status, colours[turn % 4])


def test_a_given_mini_program_code_takes_the_codes_place() -> None:
    given = BytesIO()
    Image.new("RGB", (430, 430), (200, 30, 120)).save(given, "PNG")
    image = opened(picture(surface(mini_program_code=given.getvalue()))).convert("RGB")
    assert codes(image) == []
    place = tuple(round(value) for value in classic_sheet.CODE.centre)
    assert image.getpixel(place) == (200, 30, 120)  # type: ignore[arg-type] # two numbers


def test_a_name_no_face_can_draw_is_reported_and_does_not_stop_the_certificate() -> None:
    canvas = draw_picture(surface(name="小明\ue123"))
    assert canvas.missing == ["\ue123"]
    assert slots(canvas)["name"] == "小明•"


@pytest.mark.parametrize("missing", ["number", "mass_g", "allocations", "wording", "title"])
def test_a_record_that_lacks_what_every_certificate_has_is_refused(missing: str) -> None:
    record = {key: value for key, value in RECORD.items() if key != missing}
    with pytest.raises(KeyError, match=missing):
        picture(Surface(record=record, status="allocated", status_on=None, name=None, page_url=PAGE_URL))


def test_grams_that_are_not_integers_are_refused() -> None:
    with pytest.raises(TypeError, match="integers"):
        picture(surface(record={"mass_g": 405.4}))


def test_drawing_does_not_change_the_record() -> None:
    before = repr(RECORD)
    picture(surface())
    assert repr(RECORD) == before


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_name_and_any_scene_can_be_drawn_within_the_margins(name: str, scene: str) -> None:
    shown = surface(name=name, record={"scene": {"code": "X", "name": scene, "kind": "other"}})
    for run in draw_picture(shown).runs:
        assert run.box.left - 1 <= run.ink.left
        assert run.ink.right <= run.box.right + 1


@pytest.mark.parametrize("design", DESIGNS)
def test_what_was_revoked_shows_no_honour_of_many_journeys(design: str) -> None:
    look, tier = Look(design), tier_of(12, "zh-Hans")
    valid = draw_picture(surface(look=look, tier=tier))
    revoked = draw_picture(surface(look=look, tier=tier, status="revoked", status_on=REVOKED_ON))
    assert tier is not None
    assert any(tier.name in run.text for run in valid.runs)
    assert not any(tier.name in run.text for run in revoked.runs)


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_stamp_of_what_was_revoked_has_air_beside_its_word(design: str, locale: str) -> None:
    canvas = draw_picture(surface(look=Look(design), locale=locale, status="revoked", status_on=REVOKED_ON))
    [stamp] = [run for run in canvas.runs if run.slot == "revoked"]
    assert stamp.ink.width < 0.9 * 360  # the narrowest of the stamps
