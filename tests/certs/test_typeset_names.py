"""A certificate is right for every name on earth: one name after another through the real faces."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
import uharfbuzz as hb
from hypothesis import given, settings
from hypothesis import strategies as st

from app.certs import faces, shaping, typeset
from app.certs.faces import EMOJI, Voice
from app.certs.itemise import STAND_IN, _dress, clean, clusters
from app.certs.typeset import ELLIPSIS, Style, fit, shape
from tests.certs.names import NAMES, Name

NAME = Style(Voice.NAME, 76, 34, lines=2, leading=1.25, track=4, whole_parts=True)
WIDTH, HEIGHT = 800, 104

by_name = pytest.mark.parametrize("name", NAMES, ids=[f"{name.script}, {name.awkward}" for name in NAMES])


@by_name
def test_a_name_is_drawn_whole_by_the_face_of_its_script(name: Name) -> None:
    lines = fit(name.text, NAME, WIDTH, HEIGHT)
    assert [line.missing for line in lines] == [()] * len(lines)
    assert all(glyph.index != 0 for line in lines for glyph in line.glyphs)
    assert STAND_IN not in "".join(line.text for line in lines)
    assert name.file in {run.face.file for line in lines for run in line.runs}


@by_name
def test_no_character_of_a_name_is_lost_or_doubled(name: Name) -> None:
    [line] = fit(name.text, Style(Voice.NAME, 76, 4), WIDTH)
    assert line.text == clean(name.text)
    assert sorted("".join(glyph.text for glyph in line.glyphs)) == sorted(line.text)


@by_name
def test_the_ink_of_a_name_stays_inside_its_box(name: Name) -> None:
    lines = fit(name.text, NAME, WIDTH, HEIGHT)
    step = lines[0].style.size * lines[0].style.leading
    top = (HEIGHT - step * len(lines)) / 2 + (step - lines[0].style.size) / 2 + 0.88 * lines[0].style.size
    spill = 0.07 * lines[0].style.size
    for number, line in enumerate(lines):
        baseline = top + number * step
        assert line.reach <= WIDTH + 0.5
        assert baseline - line.ink[3] >= -spill
        assert baseline - line.ink[1] <= HEIGHT + spill


@by_name
@pytest.mark.parametrize("width", [90, 200, 330])
def test_a_narrow_box_breaks_a_name_between_clusters_only(name: Name, width: int) -> None:
    lines = fit(name.text, Style(Voice.NAME, 60, 40, lines=20, leading=1.4), width)
    whole = clusters(clean(name.text).replace(" ", ""))
    parts = [part for line in lines for part in clusters(line.text.replace(" ", ""))]
    assert parts == whole
    assert all(line.reach <= width + 0.5 for line in lines)


def order(text: str) -> str:
    """What stands from left to right, glyph by glyph."""
    return "".join(glyph.text for glyph in shape(text, NAME).glyphs)


def test_hebrew_is_set_from_right_to_left() -> None:
    assert order("אבג") == "גבא"


def test_digits_and_latin_words_inside_hebrew_keep_their_own_order() -> None:
    assert order("אבג 123 abc דה") == "הד abc 123 גבא"


def test_hebrew_inside_a_latin_name_turns_alone() -> None:
    assert order("abc אבג דה def") == "abc הד גבא def"


def test_brackets_round_hebrew_are_mirrored_and_stay_round_it() -> None:
    line = shape("אב (גד)", NAME)
    assert order("אב (גד)") == ")דג( בא"
    opening = shape("(", Style(Voice.NAME, 76)).glyphs[0].index
    by_text = {glyph.text: glyph for glyph in line.glyphs}
    assert by_text[")"].x < by_text["("].x
    assert by_text[")"].face.file != "NotoSerifDisplay-Bold.ttf" or by_text[")"].index == opening


def test_an_override_typed_into_a_name_reorders_nothing() -> None:
    for control in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u061c":
        assert order(f"abc{control}def 12") == "abcdef 12"


def test_a_wrapped_right_to_left_name_keeps_its_direction_on_every_line() -> None:
    lines = fit("محمد عبد الرحمن abc def ghi jkl", Style(Voice.NAME, 60, 60, lines=4), 330)
    assert len(lines) >= 2
    base_of_last = [run.rtl for run in lines[-1].runs]
    assert not any(base_of_last)  # only Latin is left
    lines = fit("محمد abc, علي def", Style(Voice.NAME, 60, 60, lines=2), 300)
    assert lines[0].runs[-1].rtl
    assert lines[1].runs[-1].rtl


def isolated(text: str) -> list[int]:
    return [shape(letter, NAME).glyphs[0].index for letter in text]


@pytest.mark.parametrize("word", ["محمد", "ئەلى", "پهلوی", "چوہدری"])
def test_joined_arabic_letters_differ_from_single_ones(word: str) -> None:
    joined = {glyph.index for glyph in shape(word, NAME).glyphs}
    assert joined != set(isolated(word))
    assert len(joined - set(isolated(word))) >= 2


def test_a_non_joiner_keeps_persian_letters_apart() -> None:
    apart = [glyph.index for glyph in shape("می‌خ", NAME).glyphs]
    together = [glyph.index for glyph in shape("میخ", NAME).glyphs]
    assert apart != together


@pytest.mark.parametrize("word", ["ક્ષ", "જ્ઞ", "શ્રી", "क्ष", "ज्ञ", "ক্ষ", "ക്ഷ", "క్షి", "ಕ್ಷಿ", "କ୍ଷ", "ශ්‍රී", "ཀྱི", "ස්‍ර"])
def test_a_conjunct_takes_fewer_glyphs_than_characters(word: str) -> None:
    assert clusters(word) == [word]
    glyphs = shape(word, NAME).glyphs
    assert 0 < len(glyphs) < len(word)


ONE_PICTURE = [
    "😀",
    "👨‍👩‍👧‍👦",
    "🇨🇳",
    "🇰🇪",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "1️⃣",
    "#️⃣",
    "👍🏽",
    "❤️",
    "❤️‍🔥",
    "🏳️‍🌈",
    "🧑🏿‍🤝‍🧑🏻",
    "🐻‍❄️",
    "☕",
    "🫶🏾",
]


@pytest.mark.parametrize("emoji", ONE_PICTURE)
@pytest.mark.parametrize("voice", list(Voice))
def test_an_emoji_is_one_coloured_glyph_in_every_voice(emoji: str, voice: Voice) -> None:
    line = shape(f"林{emoji}林", Style(voice, 40))
    coloured = [glyph for glyph in line.glyphs if glyph.face.colour]
    assert [glyph.text for glyph in coloured] == [emoji]
    assert line.missing == ()


def test_a_symbol_that_is_text_by_default_stays_text_unless_it_asks_for_colour() -> None:
    assert not any(glyph.face.colour for glyph in shape("☀☎✿®", NAME).glyphs)
    assert all(glyph.face.file == EMOJI for glyph in shape("☀️☎️", NAME).glyphs)
    assert not any(glyph.face.colour for glyph in shape("⚡︎", NAME).glyphs)


def test_a_new_pairing_of_emoji_shows_its_parts() -> None:
    line = shape("🐻‍🌈", NAME)  # no such picture exists
    assert line.missing == ()
    assert [glyph.text for glyph in line.glyphs if glyph.text.strip("\u200d")] != []


def test_an_ellipsis_never_cuts_a_cluster() -> None:
    text = "👨‍👩‍👧‍👦ક્ષत्रि" * 12
    whole = set(clusters(text))
    for width in range(150, 400, 25):
        [line] = fit(text, Style(Voice.NAME, 60, 50), width)
        assert line.text.endswith(ELLIPSIS)
        assert set(clusters(line.text.removesuffix(ELLIPSIS))) <= whole
        assert line.reach <= width


def test_thai_is_broken_only_where_it_must_be_and_tibetan_after_its_dots() -> None:
    thai = fit("กรุงเทพมหานครอมรรัตนโกสินทร์", Style(Voice.NAME, 60, 60, lines=9), 400)
    assert len(thai) > 1
    assert all(part[0] not in "ะาิีึืุูั็่้๊๋์ๆ" for part in (line.text for line in thai))
    tibetan = fit("བཀྲ་ཤིས་དོན་གྲུབ་རིན་ཆེན་སྒྲོལ་མ", Style(Voice.NAME, 60, 60, lines=9), 300)
    assert all(line.text.endswith("་") for line in tibetan[:-1])


def test_lines_of_stacked_letters_do_not_touch() -> None:
    lines = fit("སྒྲོལ་མ་ཀྱི་ཧཱུྃ་ " * 4, Style(Voice.NAME, 60, 60, lines=4, leading=1.0), 500)
    step = lines[0].style.size * lines[0].style.leading
    assert len(lines) > 1
    for upper, lower in pairwise(lines):
        assert step + upper.ink[1] - lower.ink[3] > 0


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The files opened from here on, as in a process that has opened none."""
    files: list[str] = []

    def noted(path: str) -> hb.Blob:
        files.append(Path(path).name)
        return hb.Blob.from_file_path(path)

    blob = SimpleNamespace(from_file_path=noted)
    monkeypatch.setattr(faces, "hb", SimpleNamespace(Face=hb.Face, Font=hb.Font, Blob=blob))
    remembered = (faces.face, faces.chain, _dress)
    for each in remembered:
        each.cache_clear()
    yield files
    for each in remembered:
        each.cache_clear()


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("Zoë", ["NotoSerifDisplay-Bold.ttf"]),
        ("ક્ષ", ["NotoSerifGujarati-Bold.ttf"]),
        ("བཀྲ་ཤིས", ["NotoSerifTibetan-Bold.ttf"]),
        ("😀", [EMOJI]),
        ("林 ક્ષ", ["NotoSerifDisplay-Bold.ttf", "NotoSerifGujarati-Bold.ttf", "NotoSerifSC-Bold.otf"]),
    ],
)
def test_only_the_faces_a_name_needs_are_opened(text: str, needed: list[str], opened: list[str]) -> None:
    shape(text, NAME)
    assert sorted(opened) == needed


@pytest.mark.parametrize("mark", "-‐–\\\\/_<>+=~#^×÷±°")
def test_marks_beside_western_letters_are_no_hairlines(mark: str) -> None:
    line = shape(f"Jean{mark}Luc", NAME)
    assert [run.face.file for run in line.runs] == [faces.DISPLAY, faces.STURDY, faces.DISPLAY]
    assert not line.missing


def test_a_hyphen_between_hanzi_is_theirs() -> None:
    assert {run.face.file for run in shape("林-小满", NAME).runs} == {"NotoSerifSC-Bold.otf"}


def test_gujarati_labels_and_facts_come_in_the_weight_of_their_voice() -> None:
    files = {voice: shape("ગુજરાતી", Style(voice, 30)).runs[0].face.file for voice in Voice}
    assert files[Voice.TITLE] == files[Voice.NAME] == files[Voice.LABEL] == "NotoSerifGujarati-Bold.ttf"
    assert files[Voice.TEXT] == files[Voice.TEXT_LATIN] == "NotoSerifGujarati-Regular.ttf"
    assert files[Voice.DETAIL] == files[Voice.DETAIL_LATIN] == "NotoSansGujarati-Regular.ttf"


ANY = st.one_of(
    st.text(st.characters(), max_size=40),
    st.text(st.sampled_from("".join(name.text for name in NAMES) + "\u200d\u200c\ufe0f\u202e\U0001f3fd"), max_size=40),
)


@settings(max_examples=200, deadline=None)
@given(ANY, st.sampled_from(list(Voice)))
def test_any_text_in_any_voice_is_drawn_with_real_glyphs_inside_its_box(text: str, voice: Voice) -> None:
    lines = fit(text, Style(voice, 60, 30, lines=2, leading=1.3, track=3), 500, 120)
    assert 1 <= len(lines) <= 2
    size, leading = lines[0].style.size, lines[0].style.leading
    first = (120 - size * leading * len(lines)) / 2 + (leading - 1) * size / 2 + 0.88 * size
    for number, line in enumerate(lines):
        assert line.reach <= 500.5
        assert all(glyph.index != 0 for glyph in line.glyphs)
        baseline = first + number * size * leading
        assert baseline - line.ink[3] >= -0.08 * size
        assert baseline - line.ink[1] <= 120 + 0.08 * size
    for upper, lower in pairwise(lines):
        assert size * leading + upper.ink[1] - lower.ink[3] >= 0


@settings(max_examples=100, deadline=None)
@given(ANY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_a_process_keeps_nothing_of_a_name_it_has_set() -> None:
    for each in (_dress, shaping._remembered, typeset._remembered):
        each.cache_clear()  # a full one would not grow by what comes now
    before = [each.cache_info().currsize for each in (_dress, shaping._remembered, typeset._remembered)]
    fit("Wolfeschlegelsteinhausen Qwxyz", NAME, WIDTH, HEIGHT)
    assert [each.cache_info().currsize for each in (_dress, shaping._remembered, typeset._remembered)][1:] == before[1:]
    assert _dress.cache_info().currsize - before[0] <= 1  # the space
    fit("Ein Satz mit Wörtern", Style(Voice.TEXT, 30), WIDTH)
    assert typeset._remembered.cache_info().currsize > before[2]
