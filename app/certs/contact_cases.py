"""What the contact sheets show: 24 awkward names, each with a scene, a mass, a status, a tier, a colour and a logo."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from app.certs.palette import Colour
from app.certs.surface import Equivalent, Look, Surface, tier_of
from app.domain.display import Language
from app.domain.wording import Status

#: By what is awkward about them. Every one has to come out whole.
NAMES: Mapping[str, str] = {
    "short": "林",
    "40 Hanzi": "阿卜杜热合曼买买提艾力吐尔逊古丽阿依努尔库尔班江再依娜甫阿布都沙拉木热依汗",
    "40 Latin letters": "Wolfeschlegelsteinhausenbergerdorffwelch",
    "ZWJ family": "小满一家 👨\u200d👩\u200d👧\u200d👦",
    "flags and skin tones": "Zoë 🇰🇪🇨🇳🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f 👋🏽 👩🏿\u200d🚀",
    "Uyghur": "ئابدۇرېھىم تۇرسۇن ئۆتكۈر",
    "Arabic with digits": "محمد بن عبد الله 2026 الثاني",
    "RTL override": "Anna \u202etxt.exe\u202c 林 \u2067abc\u2069",
    "Hebrew": "שָׂרָה בֶּן־גּוּרְיוֹן",
    "Tibetan": "བསྟན་འཛིན་རྒྱ་མཚོ་བསྒྲུབས་",
    "Gujarati": "ક્ષિતિજ શ્રીકૃષ્ણ પ્રજ્ઞેશ ત્ર્યંબક",
    "Devanagari and Thai": "श्रीकृष्ण ज्ञानेश्वर · น้ำทิพย์ กิตติ์ธนา",
    "Cyrillic": "Щербаківська-Їжакевич Ґалина",
    "Vietnamese": "Nguyễn Thị Ngọc Huyền Ẫẵể",
    "stacked marks": "Z\u0351\u036b\u0343a\u0321\u034a\u0301l\u0348\u0346g\u0323\u0308\u0302o\u0332\u0303",
    "rare Hanzi": "䶮𠮷㐂𬭚喆堃",
    "Traditional": "龍騰·體驗 鬱鸞",
    "Korean and Japanese": "김하늘 뷁 · さくら 髙橋 ガヴ",
    "Mongolian and Yi": "ᠪᠣᠷᠵᠢᠭᠢᠨ · ꆈꌠꁱꂷ",
    "HTML": "<script>alert(1)</script>&amp;&#39;",
    "quotes and backslashes": "O’Brien “Bob” \\\\n '; DROP TABLE --",
    "everything mixed": "小满🌿 Zoë تۇرسۇن བསྟན་ ક્ષિતિજ 林",
    "NUL, zero width, newlines": "林\x00\u200b小\u2060\n\r\n满\ufeff \t Lin\u00ad",
    "CO₂": "CO₂ 少一点 · H₂O ½ ² ³ № ™",
}

_COLOURS: tuple[Colour | None, ...] = (None, (24, 92, 168), (164, 44, 68), None, (112, 58, 150), (196, 122, 20))
_STATUSES: tuple[Status, ...] = ("allocated", "retired", "allocated", "retired", "revoked", "retired", "allocated")
_JOURNEYS = (None, 1, 4, 12, 104)
_MASSES = (405_412, 128_640, 7, 99_940, 1_000_000_000, 12_345_678, 999_400)
_SCENES: tuple[str | None, ...] = (
    "首届中国数字碳中和高峰论坛",
    "第二十三届中国西部（成都）国际农业博览会暨绿色低碳与乡村高质量发展高峰论坛开幕式及全国青年志愿者年度表彰大会",
    "云上苍山",
    "The Twenty-Third Western China International Agriculture Fair",
    None,
)
# as methodology/labels has them, which drawings may not see
_EQUIVALENTS: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "zh-Hans": (
        ("公里", "约相当于驾驶汽油车的排放"),
        ("顿", "约相当于中餐堂食的排放"),
        ("千瓦时", "约相当于全国电网用电的排放"),
    ),
    "en": (
        ("km", "about the emissions of driving a petrol car"),
        ("meals", "about the emissions of eating in a restaurant in China"),
        ("kWh", "about the emissions of power from the Chinese grid"),
    ),
    "sw": (
        ("kilomita", "takriban sawa na uzalishaji wa kuendesha gari la petroli"),
        ("milo", "takriban sawa na uzalishaji wa kula mgahawani China"),
        ("kWh", "takriban sawa na uzalishaji wa umeme wa gridi ya China"),
    ),
    "gu": (
        ("કિમી", "લગભગ પેટ્રોલ કાર ચલાવવાના ઉત્સર્જન જેટલું"),
        ("ભોજન", "લગભગ ચીનની રેસ્ટોરન્ટમાં જમવાના ઉત્સર્જન જેટલું"),
        ("kWh", "લગભગ ચીનની ગ્રીડની વીજળીના ઉત્સર્જન જેટલું"),
    ),
}
_AMOUNTS = (
    ("car", "2,072", "CPCD 数据库 2023（转引）"),
    ("meal", "338,249", "Carbonstop and SUSTech 2023"),
    ("electricity", "764", "生态环境部、国家统计局，2023 年数据"),
)


def case(number: int, design: str, language: Language) -> Surface:
    """The certificate of the name of that number (from 0). What rotates has periods without a common divisor."""
    name = tuple(NAMES.values())[number]
    status = _STATUSES[number % len(_STATUSES)]
    colour = _COLOURS[number % len(_COLOURS)]
    pairs = zip(_AMOUNTS, _EQUIVALENTS[language], strict=True)
    return Surface(
        record=_record(_MASSES[number % len(_MASSES)], _SCENES[number % len(_SCENES)], sample=number % 4 == 1),
        status=status,
        status_on=None if status == "allocated" else date(2026, 11, 2),
        name=name,
        page_url="https://diandian.example.org/certificates/crt01K2M3N4P5Q6R7S8T9V0W1X2Y3",
        locale=language,
        equivalents=tuple(
            Equivalent(key, amount, unit, caption, f"{caption}: {amount} {unit}", source)
            for (key, amount, source), (unit, caption) in pairs
        ),
        tier=tier_of(_JOURNEYS[number % len(_JOURNEYS)], language),
        look=Look(design, colour, _logo(number % 3) if number % 2 else None),
    )


def _record(mass_g: int, scene: str | None, *, sample: bool) -> Mapping[str, Any]:
    """A record with all that is drawn; not one that was ever signed."""
    return {
        "number": "DD26-7K3M-9PQX",
        "issued_at": "2026-08-16T16:12:45Z",
        "issuer": "点点碳中和 Diandian",
        "sample": sample,
        "scene": None if scene is None else {"code": "FORUM1", "name": scene, "kind": "conference"},
        "beneficiary": {"kind": "person", "commitment": "sha256:" + "a" * 64},
        "role": "guest",
        "mass_g": mass_g,
        "estimate_g": mass_g + mass_g // 2,
        "footprint": None,
        "project": {
            "code": "CDCER-1",
            "kind": "credit",
            "name": "甘孜州大渡河流域草地修复",
            "credit_type": "CDCER",
            "owner": "成都某低碳科技有限公司",
            "standard": "CDCER",
            "registry": "成都“碳惠天府”登记平台",
            "registry_project_id": "CDCER-2023-0147",
            "methodology": "CDCER-M-003",
        },
        "allocations": [
            {
                "vintage": 2024,
                "serial_first": "CDCER-2024-000000017",
                "serial_last": "CDCER-2024-000000018",
                "first_g": 16_700_000,
                "last_g": 16_700_000 + mass_g - 1,
                "mass_g": mass_g,
            }
        ],
        "title": {"held_by": "四川联合环境交易所", "retire_by_on": "2027-06-30"},
        "wording": {"jurisdiction": "CN", "version": "1"},
    }


@cache
def _logo(kind: int) -> bytes:
    """A wide, a square and a tall logo, as organisers have them; PNG with a clear ground."""
    width, height = ((460, 110), (160, 160), (120, 240))[kind]
    image = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    brush = ImageDraw.Draw(image)
    side = min(width, height)
    brush.ellipse((2, 2, side - 3, side - 3), fill=(20, 84, 160, 255))
    brush.ellipse((side * 0.3, side * 0.3, side * 0.7, side * 0.7), fill=(255, 255, 255, 255))
    if width > height:
        brush.rectangle((side + 24, side * 0.22, width - 1, side * 0.48), fill=(24, 40, 72, 255))
        brush.rectangle((side + 24, side * 0.62, width - 90, side * 0.76), fill=(120, 130, 150, 255))
    elif height > width:
        brush.rectangle((0, side + 20, width - 1, side + 52), fill=(24, 40, 72, 255))
        brush.rectangle((20, side + 72, width - 21, side + 92), fill=(120, 130, 150, 255))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
