"""Claims that no text of ours makes: a lint by patterns in every language we write. Pure; it runs in tests.

It judges our own words. Names of scenes and people, which others choose, may hold anything.
"""

import re
from collections.abc import Iterator, Mapping

from app.domain.display import Language

#: Words that say somebody or something has no emissions, or that a certificate is worth money.
_FORBIDDEN: Mapping[Language, tuple[str, ...]] = {
    "zh-Hans": (
        r"(已|完全|全面|成功)?实现(了)?碳中和",
        r"(已(经)?|是|属于|达到|做到)碳中和",
        r"「碳中和」",
        r"(完全|彻底|全程|百分之百|100\s*[%％])\s*(碳)?中和",
        r"(抵消|中和|抵偿)了?(全部|所有|您的|你的|其)",
        r"(全部|完全|100\s*[%％])\s*抵消",
        r"[零无]碳|(没有|零|不产生)(任何)?(碳)?排放|零碳?足迹",
        r"碳中和的?(会议|活动|景区|酒店|餐厅|商场|出行|旅程|产品|个人|者|企业|公司)",
        r"净零|气候中(和|性)|对(气候|环境)(没有|无)(任何)?影响",
        r"(保值|升值|收益|投资回报|(?<!不)可交易|(?<!不)可转售)",
    ),
    "en": (
        r"\b(carbon|climate|co2|co₂|emissions?)[-\s]*neutral(ity)?\b",
        r"\b100\s*%\s*(carbon[-\s]*)?(neutral|offset)",
        r"\bnet[-\s]*zero\b|\bzero[-\s]*(carbon|emissions?|footprint)\b|\bcarbon[-\s]*(free|negative)\b",
        r"\bclimate[-\s]*positive\b|\b(eco|climate|environmentally|planet)[-\s]*friendly\b",
        r"\b(offsets?|offsetting|neutrali[sz]e[ds]?|compensate[ds]?( for)?)\s+(all|the whole|your|their|its|entire)",
        r"\bno (climate|environmental|carbon) impact\b|\b(no|without( any)?) (carbon )?(emissions|footprint)\b",
        r"\b(investment|tradable|resell)\b|\b(financial|good|high|guaranteed) returns\b|\breturns? on\b",
    ),
    "sw": (
        r"\b(hai|ha|si|isi|wasi|lisi|kisi)(yo|o|cho|lo|vyo)?\s*(na|kuwa na)\s+(kaboni|uzalishaji|hewa chafu|hewa ukaa)",
        r"\b(haina|hana|hawana|hakina|halina|bila|pasipo)\s+(alama ya\s+)?(kaboni|hewa chafu|hewa ukaa)",
        r"\b(haina|hana|hawana|hakina|halina|bila|pasipo)\s+uzalishaji(?! wa (?!kaboni|hewa))",
        r"\b(kaboni|uzalishaji|hewa chafu|hewa ukaa)\s+(ni\s+)?(sifuri|halisi sifuri)\b|\bsifuri\s+(ya|halisi)",
        r"\b(haichangii|hachangii|hawachangii|hauchangii)\b|\bhai(zalishi|toi|sababishi)\b",
        r"\b(usawa|usawazisho|kutokuwamo)\s+wa\s+kaboni|\bkaboni\s+(iliyosawazishwa|imesawazishwa)",
        r"\w*fid(ia|iwa)\w*\s+(kaboni|uzalishaji|hewa chafu)\w*(\s+\w+){0,2}\s+(wote|yote|zote)\b",
        r"\b(asilimia\s+100|100\s*%)\s+\w*(fid|sawazish)\w*",
        r"\b(kitega\s*uchumi|uwekezaji wenye faida|kuuzwa tena|kinauzika)\b",
    ),
    "gu": (
        r"(કાર્બન|ક્લાઇમેટ|આબોહવા)[-\s]*(ન્યુટ્રલ|ન્યૂટ્રલ|તટસ્થ|મુક્ત|રહિત|ફ્રી|નેગેટિવ|પૉઝિટિવ|પોઝિટિવ)",
        r"(શૂન્ય|ઝીરો)[-\s]*(કાર્બન|ઉત્સર્જન)|(કાર્બન|ઉત્સર્જન)\s*(શૂન્ય|ઝીરો)|(નેટ|ચોખ્ખું)[-\s]*(ઝીરો|શૂન્ય)",
        r"ઉત્સર્જન[-\s]*(મુક્ત|રહિત|વિનાન)|(કોઈ|કશું|જરાય)\s*(કાર્બન\s*)?ઉત્સર્જન\s*(જ\s*)?(નથી|થતું નથી|કરતું નથી)",
        r"(બધ|તમામ|સંપૂર્ણ|આખ|સઘળ|100\s*%)\S*(\s+\S+){0,3}\s+(સરભર|ઑફસેટ|ઓફસેટ)",
        r"(પર્યાવરણ|આબોહવા)\s*(પર|ઉપર)\s*(કોઈ|કશી)\s*અસર\s*નથી",
        r"રોકાણ પર વળતર|વેપાર કરી શકાય|ફરી વેચી શકાય",
    ),
}
#: Who says that nobody may say it, or that we do not say it, makes no claim. The denial governs its own clause only:
#: before the phrase, in Gujarati after it.
_DENIED_BEFORE: Mapping[Language, str] = {
    "zh-Hans": r"不得(说|称|声称)|(?<!得)不(说|表示|代表|意味着|等于)",
    "en": r"\b(may|must|does|do|did|can) not (say|claim|mean) that\b|\bnever (says?|claims?) that\b|\bnot that\b",
    "sw": r"\b(ham|hai|hu)ruhusiwi kusema kwamba\b|\b(hai|haki|hatu|ha)semi kwamba\b|\bhaimaanishi kwamba\b",
}
_DENIED_AFTER: Mapping[Language, str] = {
    "gu": r"(એવું|એમ)\s+((કદી|ક્યારેય)\s+)?(કહી શકાય નહીં|કહી શકાતું નથી|કહેતું નથી|કહેતા નથી|દર્શાવતું નથી)",
}
_CLAUSE = {
    "zh-Hans": r"[。！？；：，—\n]|但",
    "en": r"[.!?;:—\n]|\b(but|yet|however)\b",
    "sw": r"[.!?;:—\n]|\b(lakini|bali|ila)\b",
    "gu": r"[.!?;:—।\n]|પરંતુ",
}
_COMPILED = {language: re.compile("|".join(rules), re.IGNORECASE) for language, rules in _FORBIDDEN.items()}


def forbidden_phrases(text: str) -> tuple[str, ...]:
    """Every claim in a text that we never make, in any language we know (texts mix them); empty means clean.

    A phrase passes only within one clause that denies it: "does not say that the event is carbon neutral".
    """
    return tuple(phrase for language in _COMPILED for phrase in _claimed(text, language))


def _claimed(text: str, language: Language) -> Iterator[str]:
    for clause in _clauses(text, language):
        before, after = _DENIED_BEFORE.get(language), _DENIED_AFTER.get(language)
        for match in _COMPILED[language].finditer(clause):
            denied = bool(before and re.search(before, clause[: match.start()], re.IGNORECASE)) or bool(
                after and re.search(after, clause[match.end() :])
            )
            if not denied:
                yield match.group()


def _clauses(text: str, language: Language) -> list[str]:
    """The text in clauses. Line breaks end one; other white space is one space."""
    ended = re.sub(_CLAUSE[language], "\0", text, flags=re.IGNORECASE)
    return [" ".join(clause.split()) for clause in ended.split("\0")]
