"""What a leaderboard says of itself in four languages: its rule, and what stands for a name that is not shown."""

from collections.abc import Mapping

from app.domain.boards import By

_RULES: Mapping[By, Mapping[str, str]] = {
    By.MASS: {
        "zh-Hans": (
            "按证书所载减排量的克数排名（由平台在登记处代为注销，或已承诺注销）：多者在前；克数相同，先达到者在前。"
            "已撤销的证书不计。名字只在本人同意后显示。自己的数字即时准确，名次最多滞后 2 秒。"
        ),
        "en": (
            "Ranked by the grams of emission reductions on certificates, cancelled or to be cancelled in the "
            "registry by this platform: more comes first; of equal grams, whoever got there first. Revoked "
            "certificates do not count. Names are shown only by consent. Your own figure is exact at once; ranks "
            "may lag by 2 seconds."
        ),
        "sw": (
            "Nafasi hupangwa kwa gramu za upunguzaji wa uzalishaji zilizo kwenye vyeti, zilizofutwa au "
            "zitakazofutwa na jukwaa hili kwenye sajili: nyingi hutangulia; zikilingana, aliyefika kwanza "
            "hutangulia. Vyeti vilivyobatilishwa havihesabiwi. Majina huonyeshwa kwa ridhaa tu. Takwimu yako ni "
            "sahihi papo hapo; nafasi inaweza kuchelewa sekunde 2."
        ),
        "gu": (
            "પ્રમાણપત્રોમાં નોંધાયેલા, આ પ્લેટફોર્મે રજિસ્ટ્રીમાં રદ કરેલા કે રદ કરવાના ઉત્સર્જન ઘટાડાના ગ્રામ "
            "પ્રમાણે ક્રમ: વધુ ગ્રામ પહેલાં; સરખા હોય તો જે પહેલાં પહોંચ્યા તે આગળ. પાછાં ખેંચાયેલાં પ્રમાણપત્રો "
            "ગણાતાં નથી. નામ ફક્ત સંમતિથી જ બતાવાય છે. તમારો પોતાનો આંકડો તરત જ ચોક્કસ હોય છે; ક્રમ 2 સેકંડ સુધી "
            "પાછળ હોઈ શકે."
        ),
    },
    By.COVERED: {
        "zh-Hans": (
            "按已覆盖的场景数排名：自己在一个场景的排放估算被全部覆盖，计一次，每个场景只计一次；超出估算的克数不提升名次。"
            "数目相同，先达到者在前。已撤销的证书不计。名字只在本人同意后显示。自己的数字即时准确，名次最多滞后 2 秒。"
        ),
        "en": (
            "Ranked by scenes covered: a scene counts once, when one's own estimate there is fully covered; "
            "grams beyond the estimate never raise a place. Of equal numbers, whoever got there first. Revoked "
            "certificates do not count. Names are shown only by consent. Your own figure is exact at once; ranks "
            "may lag by 2 seconds."
        ),
        "sw": (
            "Nafasi hupangwa kwa idadi ya maeneo yaliyofikiwa: eneo huhesabiwa mara moja, makadirio yako "
            "mwenyewe yanapofikiwa yote; gramu za ziada hazipandishi nafasi. Idadi ikilingana, aliyefika kwanza "
            "hutangulia. Vyeti vilivyobatilishwa havihesabiwi. Majina huonyeshwa kwa ridhaa tu. Takwimu yako ni "
            "sahihi papo hapo; nafasi inaweza kuchelewa sekunde 2."
        ),
        "gu": (
            "આવરી લેવાયેલાં સ્થળોની સંખ્યા પ્રમાણે ક્રમ: કોઈ સ્થળે પોતાનો આખો અંદાજ આવરી લેવાય ત્યારે તે એક જ "
            "વાર ગણાય; અંદાજથી વધારાના ગ્રામ ક્રમ ઊંચો કરતા નથી. સંખ્યા સરખી હોય તો જે પહેલાં પહોંચ્યા તે આગળ. "
            "પાછાં ખેંચાયેલાં પ્રમાણપત્રો ગણાતાં નથી. નામ ફક્ત સંમતિથી જ બતાવાય છે. તમારો પોતાનો આંકડો તરત જ "
            "ચોક્કસ હોય છે; ક્રમ 2 સેકંડ સુધી પાછળ હોઈ શકે."
        ),
    },
}

#: Scenes by ``covered``: theirs is how many of their guests covered an estimate, not how many scenes they covered.
_OF_SCENES: Mapping[str, str] = {
    "zh-Hans": (
        "按覆盖了全部估算的来宾数排名：一位来宾在该场景的排放估算被全部覆盖，计一次，每位来宾只计一次；超出估算的克数"
        "不提升名次。数目相同，先达到者在前。已撤销的证书不计。名次最多滞后 2 秒。"
    ),
    "en": (
        "Ranked by the guests who covered their estimate: a guest counts once, when their own estimate at the scene is "
        "fully covered; grams beyond the estimate never raise a place. Of equal numbers, whichever got there first. "
        "Revoked certificates do not count. Ranks may lag by 2 seconds."
    ),
    "sw": (
        "Nafasi hupangwa kwa idadi ya wageni waliofikia makadirio yao yote: mgeni huhesabiwa mara moja, makadirio yake "
        "ya eneo hilo yanapofikiwa yote; gramu za ziada hazipandishi nafasi. Idadi ikilingana, lililofika kwanza "
        "hutangulia. Vyeti vilivyobatilishwa havihesabiwi. Nafasi inaweza kuchelewa sekunde 2."
    ),
    "gu": (
        "પોતાનો આખો અંદાજ આવરી લેનાર મહેમાનોની સંખ્યા પ્રમાણે ક્રમ: તે સ્થળે મહેમાનનો આખો અંદાજ આવરી લેવાય ત્યારે "
        "તે એક જ વાર ગણાય; અંદાજથી વધારાના ગ્રામ ક્રમ ઊંચો કરતા નથી. સંખ્યા સરખી હોય તો જે પહેલાં પહોંચ્યું તે આગળ. "
        "પાછાં ખેંચાયેલાં પ્રમાણપત્રો ગણાતાં નથી. ક્રમ 2 સેકંડ સુધી પાછળ હોઈ શકે."
    ),
}

_UNNAMED: Mapping[str, str] = {"zh-Hans": "一位来宾", "en": "A guest", "sw": "Mgeni", "gu": "એક મહેમાન"}
_UNNAMED_ORGANISATION: Mapping[str, str] = {
    "zh-Hans": "一家机构",
    "en": "An organisation",
    "sw": "Shirika moja",
    "gu": "એક સંસ્થા",
}


def rule(by: By, locale: str, *, scenes: bool = False) -> str:
    """The rule, printed with every answer; ``scenes``: of their board. Chinese for a language that is not ours."""
    words = _OF_SCENES if scenes and by is By.COVERED else _RULES[by]
    return words.get(locale) or words["zh-Hans"]


def unnamed(locale: str, *, organisation: bool = False) -> str:
    """What is shown where nobody agreed to a name."""
    words = _UNNAMED_ORGANISATION if organisation else _UNNAMED
    return words.get(locale) or words["zh-Hans"]
