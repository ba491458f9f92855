"""Any name, any script: the right glyphs, inside the width, never a box."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.certs.faces import Voice, chain
from app.certs.itemise import STAND_IN, clean, itemise
from app.certs.typeset import ELLIPSIS, Style, fit, shape

NAME = Style(Voice.NAME, 76, 34, lines=2, leading=1.25, track=4, whole_parts=True)

AWKWARD_NAMES = [
    "林小满",
    "张𠮷堃",
    "䶮燚",
    "㛃㬎",
    "喆犇骉",
    "龘靐齉",
    "武曌",
    "玥祎翀赟",
    "歐陽靜雯",
    "裴卞慶",
    "黃㗎㐂",
    "𡃁仔",
    "李𬍛",
    "王𫍯𬘭",
    "龙𪩘𫖮",
    "阿卜杜拉·买买提",
    "古丽娜尔·艾合买提江",
    "嘎玛扎西",
    "格桑央宗·仁青卓玛",
    "乌力吉・巴特尔",
    "王䴖䴘",
    "嬲嫐囍",
    "上海〇七科技（集团）有限公司",
    "阿卜杜热合曼·买买提艾力·吐尔逊古丽·阿依努尔·库尔班江·再依娜甫·阿布都",
]


@pytest.mark.parametrize("name", AWKWARD_NAMES)
def test_an_awkward_chinese_name_is_drawn_with_real_glyphs_of_one_face(name: str) -> None:
    lines = fit(name, NAME, 800, 104)
    assert [line.missing for line in lines] == [()] * len(lines)
    assert "".join(line.text for line in lines) == name
    assert all(glyph.index != 0 for line in lines for glyph in line.glyphs)
    assert {run.face.file for line in lines for run in line.runs} == {"NotoSerifSC-Bold.otf"}


@pytest.mark.parametrize(
    "name", ["Zoë Kĩmani", "Đặng Thị Hồng", "Łukasz Żółć", "Wanjikũ", "Ελένη", "Иван Щёголев", "O’Brien Müller"]
)
def test_a_western_name_is_drawn_by_one_face_accents_and_all(name: str) -> None:
    line = shape(name, NAME)
    assert line.missing == ()
    assert {run.face.file for run in line.runs} == {"NotoSerifDisplay-Bold.ttf"}


def test_a_mixed_name_keeps_each_word_in_one_face() -> None:
    line = shape("王小明 Zoë·Kĩmani", NAME)
    assert [run.text for run in line.runs] == ["王小明 ", "Zoë·Kĩmani"]


def test_a_decomposed_letter_is_the_same_as_a_composed_one() -> None:
    composed = shape("Kĩmani", NAME)
    decomposed = shape(unicodedata.normalize("NFD", "Kĩmani"), NAME)
    assert [glyph.index for glyph in composed.glyphs] == [glyph.index for glyph in decomposed.glyphs]


@pytest.mark.parametrize("voice", list(Voice))
def test_the_two_of_co2_is_a_small_two_and_never_a_box(voice: Voice) -> None:
    line = shape("CO₂e", Style(voice, 36))
    assert line.missing == ()
    assert all(glyph.index != 0 for glyph in line.glyphs)
    assert line.text == "CO₂e"


def test_what_no_face_has_is_a_dot_and_is_reported() -> None:
    unassigned = "\U0003fffd"
    line = shape("王" + unassigned, NAME)
    assert line.text == "王" + STAND_IN
    assert line.missing == (unassigned,)


def test_invisible_characters_are_dropped_without_a_trace() -> None:
    assert clean("林\u200b小\u202e满\ufe0f\u2060\x07\U000e0101") == "林小满"
    assert clean("  王\t\n\u3000小 ") == "王 小"
    assert shape("\u200b\u200d", NAME).glyphs == ()


def test_a_lone_surrogate_does_not_stop_a_certificate() -> None:
    assert shape("林\ud800", NAME).missing == ("\ud800",)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=40))
def test_any_string_is_drawn_inside_its_width_with_real_glyphs(text: str) -> None:
    lines = fit(text, NAME, 800, 104)
    assert 1 <= len(lines) <= 2
    for line in lines:
        assert line.width <= 800 + 0.5
        assert all(glyph.index != 0 for glyph in line.glyphs)


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_each_character_is_drawn_or_dropped_or_reported(text: str) -> None:
    shown = clean(text)
    cut = itemise(shown, chain(Voice.NAME))
    drawn = "".join(piece.text for piece in cut.pieces)
    kept = [character for character in shown if character in drawn]
    assert len(kept) + len(cut.missing) >= len(shown)


def test_the_base_direction_of_a_name_is_that_of_its_first_letter() -> None:
    latin_first = itemise("abc אבג", chain(Voice.NAME))
    hebrew_first = itemise("אבג abc", chain(Voice.NAME))
    assert latin_first.pieces[0].text.startswith("abc")
    assert hebrew_first.pieces[0].text.startswith("abc")
    assert hebrew_first.pieces[-1].rtl


def test_a_long_name_shrinks_before_it_wraps() -> None:
    [line] = fit("上官婉儿·诸葛明月", Style(Voice.NAME, 76, 60), 620)
    assert 60 <= line.style.size < 76


def test_a_longer_name_wraps_after_its_dots() -> None:
    lines = fit(AWKWARD_NAMES[-1], NAME, 800, 104)
    assert len(lines) == 2
    assert lines[0].text.endswith("·")


def test_a_name_too_long_for_two_lines_ends_with_an_ellipsis() -> None:
    lines = fit("很长的名字" * 40, NAME, 800, 104)
    assert len(lines) == 2
    assert lines[1].text.endswith(ELLIPSIS)
    assert all(line.width <= 800 for line in lines)


def test_a_line_never_starts_with_a_closing_mark_nor_ends_with_an_opening_one() -> None:
    text = (
        "为「首届中国数字碳中和高峰论坛」之行（自报估算 405 kg），"
        "点点承诺于 2027 年 6 月 30 日前代其注销 405 kg 减排量。"
    )
    for width in range(340, 900, 20):
        lines = fit(text, Style(Voice.TEXT, 28, 28, lines=99), width)
        for line in lines:
            assert line.text[0] not in "，。）」：；"
            assert line.text[-1] not in "「（"


def test_a_number_is_not_parted_from_its_unit() -> None:
    text = "为首届论坛之行自报估算 405 kg 点点承诺于 2027 年 6 月 30 日前代其注销"
    for width in range(420, 900, 20):
        for line in fit(text, Style(Voice.TEXT, 28, 28, lines=99), width):
            assert not line.text.startswith(("kg", "年", "月", "日前"))


def test_western_words_are_not_broken_when_they_fit() -> None:
    text = "For the journey to the forum, Diandian undertakes to cancel emission reductions"
    words = set(text.replace(",", "").split())
    for line in fit(text, Style(Voice.TEXT_LATIN, 28, 28, lines=9), 400):
        assert set(line.text.replace(",", "").split()) <= words


def test_a_long_word_is_set_smaller_rather_than_broken() -> None:
    lines = fit("Wolfeschlegelsteinhausenbergerdorff Ångström-Nguyễn", NAME, 800, 104)
    assert [line.text for line in lines] == ["Wolfeschlegelsteinhausenbergerdorff", "Ångström-Nguyễn"]


def test_a_line_does_not_begin_with_a_space_nor_part_a_serial_number() -> None:
    serial = "CDCER-2024-000000017"
    for width in range(380, 700, 25):
        lines = fit(
            f"成都“碳惠天府”登记平台 · {serial} 代持", Style(Voice.DETAIL, 28, 28, lines=9, whole_parts=True), width
        )
        assert all(line.text == line.text.strip() for line in lines)
        assert any(serial in line.text for line in lines)


def test_wrapped_lines_are_of_like_length() -> None:
    lines = fit(
        "为「云上苍山」之行（自报估算 405 kg），点点承诺于 2027 年 6 月 30 日前代其注销",
        Style(Voice.TEXT, 28, 28, lines=3),
        840,
    )
    assert len(lines) == 2
    assert min(line.width for line in lines) > 0.7 * max(line.width for line in lines)


def test_a_letter_with_a_mark_nobody_has_keeps_its_other_marks() -> None:
    line = shape("x\u0310\u20dd", Style(Voice.TEXT, 30))
    assert line.missing == ("\u20dd",)
    assert [(run.text, run.face.file) for run in line.runs] == [("x\u0310", "NotoSerif-Regular.ttf")]
