"""Subscribe-message templates as WeChat keeps them, and what each kind of field may hold. No HTTP."""

import re
from collections.abc import Mapping

#: template id -> its fields in order, as the demo's merchant chose them in WeChat's console
TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "SIMcertificateReadyxxxxxxxxxxxxxxxxxxxxxxxx": ("thing1", "character_string2", "thing3", "date4"),
    "SIMcreditsRetiredxxxxxxxxxxxxxxxxxxxxxxxxxx": ("thing1", "character_string2", "thing3", "date4"),
}
CERTIFICATE, RETIRED = TEMPLATES

_CHINESE = r"\u4e00-\u9fff"
_RULES: Mapping[str, re.Pattern[str]] = {
    "thing": re.compile(r".{1,20}", re.DOTALL),
    "number": re.compile(r"(?=.{1,32}$)\d+(\.\d+)?"),
    "letter": re.compile(r"[A-Za-z]{1,32}"),
    "symbol": re.compile(rf"[^\w\s{_CHINESE}]{{1,5}}"),
    "character_string": re.compile(r"[\x21-\x7e]{1,32}"),
    "time": re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日 )?\d{1,2}:\d\d"),
    "date": re.compile(r"\d{4}年\d{1,2}月\d{1,2}日( \d{1,2}:\d\d)?|\d{4}-\d\d-\d\d( \d\d:\d\d)?"),
    "amount": re.compile(r"[¥￥$]?\d{1,10}(\.\d{1,2})?元?"),
    "phone_number": re.compile(r"[\d+\-() ]{1,17}"),
    "car_number": re.compile(rf"[A-Z0-9{_CHINESE}]{{1,8}}"),
    "name": re.compile(rf"[{_CHINESE}]{{1,10}}|[A-Za-z{_CHINESE} ·.'-]{{1,20}}"),
    "phrase": re.compile(rf"[{_CHINESE}]{{1,5}}"),
}


def fault_in(template: str, data: object) -> str | None:
    """What WeChat would refuse in this data with 47003; None when it would send it. KeyError: no such template."""
    fields = TEMPLATES[template]
    if not isinstance(data, dict) or set(data) != set(fields):
        return f"argument invalid! data must have exactly {', '.join(fields)}"
    for field in fields:
        value = data[field].get("value") if isinstance(data[field], dict) else None
        rule = _RULES[re.sub(r"\d+$", "", field)]
        if not isinstance(value, str) or not rule.fullmatch(value):
            return f"argument invalid! data.{field}.value invalid"
    return None
