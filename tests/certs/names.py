"""Names people bear, by script, with what is awkward about each. Their drawing is tested in test_typeset_names.py."""

from typing import NamedTuple


class Name(NamedTuple):
    """A name, the script most of it is in, the file that must draw that part, and why it is here."""

    text: str
    script: str
    file: str
    awkward: str


_SC, _DISPLAY = "NotoSerifSC-Bold.otf", "NotoSerifDisplay-Bold.ttf"
_ARABIC, _TIBETAN = "NotoNaskhArabic-Bold.ttf", "NotoSerifTibetan-Bold.ttf"
_GUJARATI, _THAI = "NotoSerifGujarati-Bold.ttf", "NotoSerifThai-Bold.ttf"

NAMES = (
    Name("林小满", "Hani", _SC, "plain"),
    Name("𠮷野㐂子", "Hani", _SC, "extension B and A"),
    Name("䶮𬭚", "Hani", _SC, "the last of extension A; extension E"),
    Name("王\U000e0101小明", "Hani", _SC, "an ideographic variation selector"),
    Name("さくら タロウ", "Hira", _SC, "kana"),
    Name("김철수 홍길동", "Hang", "NotoSerifKR-Bold.otf", "syllables"),
    Name("\u1112\u1169\u11bc\u1100\u1175\u11af", "Hang", "NotoSerifKR-Bold.otf", "letters that compose to syllables"),
    Name("ꆈꌠ ꀀꏂ", "Yiii", "NotoSansYi-Regular.ttf", "Yi"),
    Name("مۇھەممەت ئەلى", "Arab", _ARABIC, "Uyghur vowels, joined"),
    Name("می‌خواهم پهلوی", "Arab", _ARABIC, "Persian with a non-joiner"),
    Name("ٹیپو ڈھاکہ چوہدری", "Arab", _ARABIC, "letters of Urdu"),
    Name("عبد الرحمٰن", "Arab", _ARABIC, "a superscript letter on another"),
    Name("محمد 2026", "Arab", _ARABIC, "digits from left to right"),
    Name("שָׁלוֹם בֵּן־גּוּרִיּוֹן", "Hebr", "NotoSerifHebrew-Bold.ttf", "points"),
    Name("ܫܠܡܐ", "Syrc", "NotoSansSyriac-Regular.ttf", "joined, right to left"),
    Name("ދިވެހި", "Thaa", "NotoSansThaana-Bold.ttf", "vowels above and below"),
    Name("ߒߞߏ", "Nkoo", "NotoSansNKo-Regular.ttf", "right to left in Africa"),
    Name("𞤀𞤣𞤤𞤢𞤥", "Adlm", "NotoSansAdlam-Bold.ttf", "right to left beyond the basic plane"),
    Name("བཀྲ་ཤིས་དོན་གྲུབ།", "Tibt", _TIBETAN, "stacks"),
    Name("སྒྲོལ་མ་ 卓玛", "Tibt", _TIBETAN, "a stack of three beside Chinese"),
    Name("ક્ષત્રિય જ્ઞાનેશ્વર", "Gujr", _GUJARATI, "conjuncts"),
    Name("હૃષીકેશ દ્વિવેદી", "Gujr", _GUJARATI, "a sign drawn before its letter"),
    Name("क्षत्रिय ज्ञान", "Deva", "NotoSerifDevanagari-Bold.ttf", "conjuncts"),
    Name("क्‍षितिज", "Deva", "NotoSerifDevanagari-Bold.ttf", "a joiner asks for the half form"),
    Name("চট্টোপাধ্যায়", "Beng", "NotoSerifBengali-Bold.ttf", "conjuncts, a split sign"),
    Name("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "Guru", "NotoSerifGurmukhi-Bold.ttf", "a subjoined letter"),
    Name("தமிழ்ச்செல்வி ஸ்ரீ", "Taml", "NotoSerifTamil-Bold.ttf", "a ligature of four"),
    Name("తెలుగు శ్రీనివాస్", "Telu", "NotoSerifTelugu-Bold.ttf", "letters below letters"),
    Name("ಶ್ರೀಕೃಷ್ಣ", "Knda", "NotoSerifKannada-Bold.ttf", "letters below letters"),
    Name("ശ്രീജിത്ത്", "Mlym", "NotoSerifMalayalam-Bold.ttf", "conjuncts"),
    Name("କ୍ଷେତ୍ର", "Orya", "NotoSansOriya-Bold.ttf", "conjuncts"),
    Name("ශ්‍රී ලංකා", "Sinh", "NotoSerifSinhala-Bold.ttf", "a joiner inside a conjunct"),
    Name("สมชาย ปฐมพงศ์ น้ำ", "Thai", _THAI, "marks above marks, a tail below"),
    Name("ສົມຊາຍ ນ້ຳ", "Laoo", "NotoSerifLao-Bold.ttf", "marks above marks"),
    Name("ស្រីពៅ កញ្ញា", "Khmr", "NotoSerifKhmer-Bold.ttf", "letters below letters"),
    Name("မြန်မာ အောင်ဆန်း", "Mymr", "NotoSerifMyanmar-Bold.ttf", "a letter round a letter"),
    Name("ქართული გიორგი", "Geor", "NotoSerifGeorgian-Bold.ttf", "Georgian"),
    Name("Հայերեն Արմեն", "Armn", "NotoSerifArmenian-Bold.ttf", "Armenian"),
    Name("አበበ ቢቂላ", "Ethi", "NotoSerifEthiopic-Bold.ttf", "Ethiopic"),
    Name("ᠪᠠᠲᠤ ᠮᠣᠩᠭᠣᠯ", "Mong", "NotoSansMongolian-Regular.ttf", "joined, upright script lying down"),
    Name("ᏣᎳᎩ", "Cher", "NotoSansCherokee-Bold.ttf", "Cherokee"),
    Name("ⵜⴰⵎⴰⵣⵉⵖⵜ", "Tfng", "NotoSansTifinagh-Regular.ttf", "Tifinagh"),
    Name("ꦗꦮ", "Java", "NotoSansJavanese-Bold.ttf", "Javanese"),
    Name("Nguyễn Thị Ậ", "Latn", _DISPLAY, "two marks on one letter"),
    Name("Zoë Kĩmani O’Brien-Müller", "Latn", _DISPLAY, "a tilde on i, an apostrophe, a hyphen"),
    Name("Z\u0337\u0327\u031ba\u0335l\u0336g\u0338o\u0334", "Latn", _DISPLAY, "marks across letters"),
    Name("e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301lan", "Latn", _DISPLAY, "a tower of accents"),
    Name("Иван Щёголев Ґ", "Cyrl", _DISPLAY, "Cyrillic"),
    Name("Ελένη Ἀθηνᾶ", "Grek", _DISPLAY, "Greek of many accents"),
    Name("<b>&amp;</b> \"x\" 'y'", "Latn", _DISPLAY, "HTML is text"),
    Name("abc \u202eאבג\u202c def", "Latn", _DISPLAY, "an override, which is dropped"),
    Name("小熊🐻‍❄️", "Hani", _SC, "an emoji of three"),
    Name("𝓛𝓸𝓿𝓮 ♥", "", "NotoSansMath-Regular.ttf", "letters of mathematics"),
    Name("꧁༺ 名 ༻꧂", "Hani", _SC, "ornaments of other scripts"),
)
