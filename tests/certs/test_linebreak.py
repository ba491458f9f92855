"""Where the lines of a certificate's own sentences end."""

from dataclasses import replace
from itertools import pairwise

import pytest

from app.certs.faces import Voice
from app.certs.typeset import Style, fit, shape

_FAIR = "第二十三届中国西部（成都）国际农业博览会暨绿色低碳与乡村高质量发展高峰论坛"
_SENTENCES = (
    f"为「{_FAIR}」之行（自报估算 193 kg），点点承诺于 2027 年 6 月 30 日前代其注销 129 kg 减排量",
    "为「The Twenty-Third Fair」之行（自报估算 1.50 t），点点代其注销 999 kg 减排量，已于 2026 年 11 月 2 日注销",
    "为日常生活（自报估算 1,500 t）的这张证书已于 2026 年 11 月 2 日撤销，不再代表任何注销",
    "已为 12 次行程覆盖全部自报估算",
)
_WORDS = ("点点", "自报", "估算", "承诺", "代其", "注销", "减排", "已于", "撤销", "证书", "行程", "覆盖")


@pytest.mark.parametrize("text", _SENTENCES)
@pytest.mark.parametrize("width", range(200, 900, 37))
def test_no_line_ends_inside_a_word_of_our_own_sentence(text: str, width: int) -> None:
    lines = [line.text for line in fit(text, Style(Voice.TEXT, 24, 24, lines=12), width)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for upper, lower in pairwise(lines):
        assert upper[-1] + lower[0] not in _WORDS, lines


@pytest.mark.parametrize("width", range(260, 700, 20))
def test_a_compound_is_not_parted_at_its_hyphen_while_a_double_name_may_be(width: int) -> None:
    text = "For the journey to “云上苍山” (self-reported estimate 608 kg), Diandian undertakes to cancel 405 kg"
    lines = [line.text for line in fit(text, Style(Voice.TEXT_LATIN, 24, 24, lines=12), width)]
    assert not any(line.endswith("-") for line in lines), lines


def test_a_double_name_may_be_parted_at_its_hyphen() -> None:
    name = "Щербаківська-Їжакевич"
    style = Style(Voice.NAME, 40, 40, lines=2)
    lines = fit(name, style, 0.7 * shape(name, style).reach)
    assert [line.text for line in lines] == ["Щербаківська-", "Їжакевич"]


def test_letters_of_a_spaced_title_are_not_joined() -> None:
    title, text = shape("fi", Style(Voice.TITLE, 60, track=6)), shape("fi", Style(Voice.NAME, 60))
    assert len(title.glyphs) == 2
    assert len(text.glyphs) == 1


def test_a_clause_begins_on_its_own_line_when_the_one_before_it_needs_two() -> None:
    text = (
        "为「The Twenty-Third Western China International Agriculture Fair」之行（自报估算 193 kg），"
        "点点代其注销 129 kg 减排量，已于 2026 年 11 月 2 日注销"
    )
    lines = [line.text for line in fit(text, Style(Voice.TEXT, 25, 22, lines=3, whole_parts=True), 840)]
    assert len(lines) == 3
    assert lines[-1].startswith("点点代其注销")


@pytest.mark.parametrize("width", range(240, 700, 20))
def test_a_short_name_in_quotation_marks_is_not_torn_apart(width: int) -> None:
    text = "这些减排量来自甘孜州大渡河流域草地修复，登记在成都“碳惠天府”登记平台，用于「云上苍山」之行"
    lines = [line.text for line in fit(text, Style(Voice.TEXT, 24, 24, lines=12), width)]
    assert sum("“碳惠天府”" in line for line in lines) == 1, lines
    assert sum("「云上苍山」" in line for line in lines) == 1, lines


_IN_ENGLISH = (
    "For the journey to “首届中国数字碳中和高峰论坛” (self-reported estimate 608 kg), Diandian undertakes to "
    "cancel 405 kg of emission reductions on their behalf by 30 June 2027"
)
_IN_SWAHILI = (
    "Kwa safari ya “首届中国数字碳中和高峰论坛” (makadirio yake mwenyewe 608 kg), Diandian inaahidi kufuta "
    "405 kg za upunguzaji wa uzalishaji kwa niaba yake ifikapo 30 Juni 2027"
)


@pytest.mark.parametrize(
    ("text", "aside"),
    [(_IN_ENGLISH, "(self-reported estimate 608 kg)"), (_IN_SWAHILI, "(makadirio yake mwenyewe 608 kg)")],
)
def test_a_clause_in_brackets_stays_whole_and_takes_no_other_line_for_it(text: str, aside: str) -> None:
    style = Style(Voice.TEXT_LATIN, 25, 25, lines=6, whole_parts=True)
    torn = apart = 0
    for width in range(600, 1000, 25):
        lines, freely = fit(text, style, width), fit(text, replace(style, whole_parts=False), width)
        assert len(lines) == len(freely)
        assert max(line.reach for line in lines) <= width
        torn += not any(aside in line.text for line in lines)
        apart += not any(aside in line.text for line in freely)
    assert torn < apart
    assert torn <= 4  # of sixteen widths: where it would have taken another line


def test_a_text_is_set_a_little_smaller_for_its_brackets_to_stay_whole() -> None:
    style = Style(Voice.TEXT_LATIN, 26, 23, lines=3, leading=1.38, whole_parts=True)
    lines = fit(_IN_ENGLISH, style, 800)
    assert [line.text for line in lines if "(self-reported estimate 608 kg)" in line.text]
    assert 23 <= lines[0].style.size < 26


def test_a_clause_in_brackets_longer_than_a_line_is_broken_between_its_words() -> None:
    text = "Journey (self-reported estimate of everything there was 608 kg) done"
    lines = [line.text for line in fit(text, Style(Voice.TEXT_LATIN, 25, 25, lines=9, whole_parts=True), 260)]
    assert " ".join(lines) == text
