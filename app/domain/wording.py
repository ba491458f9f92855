"""Which words a certificate may use: a table by jurisdiction and language, and a lint for claims we never make.

How numbers and days are written is display.py; the words of pages and of the mini-program live with those surfaces.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.domain.display import Language, day, language_of, mass

Status = Literal["allocated", "retired", "revoked"]
#: Named in every record: raise it when a sentence comes to mean something else.
VERSION = "1"


@dataclass(frozen=True, slots=True)
class Wording:
    """Every fixed word of a certificate in one language. ``{...}`` is filled by ``sentence`` and ``status_text``."""

    title: str
    subtitle: str
    presented_to: str
    guest: str
    label: Mapping[Status, str]
    sentences: Mapping[Status, str]
    purposes: Mapping[str, str]
    estimate: str
    status: Mapping[Status, str]
    not_an_asset: str
    no_claim: str
    sample: str
    sample_note: str
    revoked: str
    scan: str
    seal: str
    facts: Mapping[str, str]
    grams_range: str
    more_ranges: str
    in_all: str


_ZH = Wording(
    title="碳中和荣誉证书",
    subtitle="Certificate of Honour · Emission reductions cancelled",
    presented_to="兹授予",
    guest="一位来宾",
    label={"allocated": "代为注销", "retired": "代为注销", "revoked": "不再代为注销"},
    sentences={
        "allocated": "{purpose}，点点承诺于 {day} 前代其注销 {mass} 减排量",
        "retired": "{purpose}，点点代其注销 {mass} 减排量，已于 {day} 注销",
        "revoked": "{purpose}的这张证书已于 {day} 撤销，不再代表任何注销",
    },
    purposes={
        "guest": "为「{scene}」之行",
        "gift": "为「{scene}」之行",
        "organiser": "为「{scene}」的举办",
        "company": "为参与「{scene}」",
        "life": "为日常生活",
    },
    estimate="（自报估算 {mass}）",
    status={
        "allocated": "已划定，承诺于 {day} 前注销",
        "retired": "已于 {day} 注销",
        "revoked": "已于 {day} 撤销",
    },
    not_an_asset="本证书不是碳资产持有凭证，不可转让",
    no_claim="它只说明划定或注销了多少减排量，不表示任何人、活动或产品没有排放",
    sample="示例",
    sample_note="示例，不对应真实注销",
    revoked="已撤销",
    scan="扫码核验",
    seal="点点为证",
    facts={
        "number": "证书编号",
        "mass": "减排量",
        "project": "减排项目",
        "registry": "登记平台",
        "serials": "序列号",
        "grams": "克区间",
        "issued": "签发",
        "status": "状态",
        "vintage": "年份",
        "methodology": "方法学",
        "standard": "标准",
        "held_by": "注销前持有",
        "factor_set": "估算口径",
        "page": "核验网址",
        "hash": "凭证 SHA-256",
    },
    grams_range="第 {first} – {last} 克",
    more_ranges="等 {count} 段",
    in_all="共 {mass}",
)

_EN = Wording(
    title="Certificate of Honour",
    subtitle="Emission reductions cancelled",
    presented_to="Presented to",
    guest="A guest",
    label={
        "allocated": "To be cancelled on their behalf",
        "retired": "Cancelled on their behalf",
        "revoked": "No longer to be cancelled",
    },
    sentences={
        "allocated": "{purpose}, Diandian undertakes to cancel {mass} of emission reductions on their behalf by {day}",
        "retired": "{purpose}, Diandian cancelled {mass} of emission reductions on their behalf on {day}",
        "revoked": "{purpose}. This certificate was revoked on {day} and no longer stands for any cancellation",
    },
    purposes={
        "guest": "For the journey to “{scene}”",
        "gift": "For the journey to “{scene}”",
        "organiser": "For holding “{scene}”",
        "company": "For taking part in “{scene}”",
        "life": "For everyday life",
    },
    estimate=" (self-reported estimate {mass})",
    status={
        "allocated": "Set aside; to be cancelled by {day}",
        "retired": "Cancelled on {day}",
        "revoked": "Revoked on {day}",
    },
    not_an_asset="Not evidence of holding a carbon asset; not transferable",
    no_claim="It says how much was set aside or cancelled, not that a person, event or product has no emissions",
    sample="Sample",
    sample_note="Sample: stands for no real cancellation",
    revoked="Revoked",
    scan="Scan to check",
    seal="点点为证",
    facts={
        "number": "Certificate",
        "mass": "Reductions",
        "project": "Project",
        "registry": "Registry",
        "serials": "Serials",
        "grams": "Grams",
        "issued": "Issued",
        "status": "Status",
        "vintage": "Vintage",
        "methodology": "Methodology",
        "standard": "Standard",
        "held_by": "Held until then by",
        "factor_set": "Estimated with",
        "page": "Check it at",
        "hash": "Record SHA-256",
    },
    grams_range="{first} – {last}",
    more_ranges="and more ({count} ranges)",
    in_all="{mass} in all",
)

_DEFAULT: Mapping[Language, Wording] = {"zh-Hans": _ZH, "en": _EN}

# What changes by jurisdiction. Directive (EU) 2024/825 bars claims of a neutral impact that rest on offsetting
# (annex I to 2005/29/EC, point 4c), so there not even the title of honour says "neutral".
_RULES: Mapping[str, Mapping[Language, Wording]] = {
    "CN": _DEFAULT,
    "EU": {
        "zh-Hans": replace(_ZH, title="减排贡献荣誉证书", subtitle="Certificate of Contribution · Emission reductions"),
        "en": replace(_EN, title="Certificate of Contribution"),
    },
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What the sentence of a certificate says. Masses in grams; days are Beijing days.

    ``role`` is the record's (guest, organiser, company, gift); ``scene`` None means the footprint of everyday life.
    ``until_on`` is the promised day (allocated); ``status_on`` the day of retirement or revocation.
    """

    role: str
    scene: str | None
    mass_g: int
    estimate_g: int | None
    status: Status
    until_on: date | None
    status_on: date | None

    @property
    def decisive_on(self) -> date:
        """The one day the sentence names. Raises ValueError when the claim lacks it: a promise has a date."""
        on = self.until_on if self.status == "allocated" else self.status_on
        if on is None:
            raise ValueError(f"a certificate that is {self.status} needs its day")
        return on


def wording(jurisdiction: str, locale: str, status: Status = "retired") -> Wording:
    """The words for a jurisdiction (``CN``, ``EU``; any other takes the default) in the language nearest to a locale.

    The subtitle follows the status: nothing is called cancelled that is only promised, or that was revoked.
    """
    language = language_of(locale)
    words = _RULES.get(jurisdiction, _DEFAULT)[language]
    if status == "revoked":
        return replace(words, subtitle="No longer valid")
    if status == "allocated":
        return replace(words, subtitle=words.subtitle.replace("reductions cancelled", "reductions set aside"))
    return words


def sentence(claim: Claim, words: Wording, locale: str) -> str:
    """The sentence under the name: for what, how much was estimated, what is promised or done, by or on which day."""
    purpose = words.purposes["life"]
    if claim.scene is not None:
        purpose = words.purposes.get(claim.role, words.purposes["guest"]).replace("{scene}", claim.scene)
    if claim.estimate_g is not None:
        purpose += words.estimate.format(mass=mass(claim.estimate_g))
    told = words.sentences[claim.status].format(
        purpose="\0", day=day(claim.decisive_on, locale), mass=mass(claim.mass_g)
    )
    return _closed_up(told).replace("\0", purpose)


def status_text(claim: Claim, words: Wording, locale: str) -> str:
    """The status with its day: 「已于 2026 年 8 月 16 日 注销」."""
    return _closed_up(words.status[claim.status].format(day=day(claim.decisive_on, locale)))


def _closed_up(text: str) -> str:
    """Chinese sets a space between a figure and a character, never between two characters."""
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", text)


_FORBIDDEN: Mapping[Language, tuple[str, ...]] = {
    "zh-Hans": (
        r"(已|完全|全面|成功)?实现(了)?碳中和",
        r"已(经)?碳中和",
        r"(完全|彻底|全程|百分之百|100\s*[%％])\s*(碳)?中和",
        r"抵消了?(全部|所有|您的|你的|其)",
        r"(全部|完全|100\s*[%％])\s*抵消",
        r"(零|无)碳(排放)?(会议|活动|景区|酒店|餐厅|商场|出行|旅程|产品|人)",
        r"碳中和(会议|活动|景区|酒店|餐厅|商场|出行|旅程|产品|个人|者)",
        r"净零排放|零排放|气候中和|对气候(没有|无)影响",
        r"(保值|升值|收益|投资回报|可交易|可转售)",
    ),
    "en": (
        r"\b(carbon|climate|co2|co₂)[-\s]*neutral\b",
        r"\b100\s*%\s*(carbon[-\s]*)?(neutral|offset)",
        r"\bnet[-\s]*zero\b|\bzero[-\s]*(carbon|emission)s?\b|\bcarbon[-\s]*(free|negative)\b|\bclimate[-\s]*positive\b",
        r"\b(offsets?|neutrali[sz]e[ds]?)\s+(all|the whole|your|their|entire)",
        r"\bno (climate|environmental) impact\b",
        r"\b(investment|tradable|resell|returns)\b",
    ),
}
_COMPILED = {language: re.compile("|".join(rules), re.IGNORECASE) for language, rules in _FORBIDDEN.items()}


def forbidden_phrases(text: str) -> tuple[str, ...]:
    """Every claim in a text that we never make, in any language we know (texts mix them); empty means clean.

    It is a lint for our own words, not proof of honesty: names of scenes, which others choose, may hold anything.
    """
    folded = " ".join(text.split())
    return tuple(match.group() for rule in _COMPILED.values() for match in rule.finditer(folded))
