"""What WeChat Pay demands of an order request, field by field. Pure: no store, no HTTP."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from simulator.gateway import PayError, param_error
from simulator.keys import KeySet

_OUT_TRADE_NO = re.compile(r"[0-9A-Za-z_\-|*]{6,32}")
_TIME_EXPIRE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\+\d\d:\d\d|Z)")
_DEFAULT_LIFE_S = 7 * 86400
_LONGEST_LIFE_S = 90 * 86400
_SHORTEST_LIFE_S = 60
_MOST_FEN = 100_000_000_00


def check_merchant(keys: KeySet, body: dict[str, Any]) -> None:
    """appid and mchid in a body must be the caller's own."""
    if body.get("mchid") != keys.mchid:
        raise PayError(400, "MCH_NOT_EXISTS" if body.get("mchid") else "PARAM_ERROR", "商户号 mchid 有误")
    if body.get("appid") != keys.appid:
        raise PayError(400, "APPID_MCHID_NOT_MATCH", "appid 和 mchid 不匹配")


def check_order(keys: KeySet, body: dict[str, Any], trade_type: str) -> None:
    """Raises PayError for the first rule broken. ``trade_type``: JSAPI or NATIVE."""
    check_merchant(keys, body)
    if not isinstance(body.get("out_trade_no"), str) or not _OUT_TRADE_NO.fullmatch(body["out_trade_no"]):
        raise param_error("out_trade_no 须为 6-32 位数字、字母或 _-|*")
    _text(body, "description", 127, required=True)
    _text(body, "attach", 128, required=False)
    check_notify_url(body.get("notify_url"), 255)
    check_fen(body.get("amount"), "total")
    payer = body.get("payer", {})
    if not isinstance(payer, dict):
        raise param_error("payer 须为对象")
    if trade_type == "JSAPI":
        openid = payer.get("openid")
        if not isinstance(openid, str) or not openid:
            raise param_error("payer.openid 必填")
        if not keys.owns_openid(openid):
            raise PayError(500, "OPENID_MISMATCH", "openid 和 appid 不匹配（模拟器：用 KeySet.openid 或登录取得）")


def check_fen(amount: object, field: str) -> int:
    """``amount[field]`` as whole fen, at least 1, and currency CNY when given."""
    value = amount.get(field) if isinstance(amount, dict) else None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MOST_FEN:
        raise param_error(f"amount.{field} 须为不小于 1 的整数（单位分）")
    if isinstance(amount, dict) and amount.get("currency", "CNY") != "CNY":
        raise param_error("amount.currency 只支持 CNY")
    return value


def check_notify_url(url: object, longest: int) -> None:
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or len(str(url)) > longest:
        raise param_error(f"notify_url 须为不超过 {longest} 字符的绝对地址")
    if parts.query or parts.fragment:
        raise param_error("notify_url 不能携带参数")


def pay_until(body: dict[str, Any], now: float) -> float:
    """The last moment to pay, unix seconds: at least a minute and at most 90 days off, 7 days when not given."""
    text = body.get("time_expire")
    if text is None:
        return now + _DEFAULT_LIFE_S
    if not isinstance(text, str) or not _TIME_EXPIRE.fullmatch(text):
        raise param_error("time_expire 须为 RFC3339 格式 yyyy-MM-DDTHH:mm:ss+TIMEZONE")
    try:
        asked = datetime.fromisoformat(text)
    except ValueError:
        raise param_error("time_expire 不是有效的时间") from None
    if asked.utcoffset() is None or abs(asked.utcoffset() or timedelta()) > timedelta(hours=14):
        raise param_error("time_expire 的时区无效")
    return min(max(asked.timestamp(), now + _SHORTEST_LIFE_S), now + _LONGEST_LIFE_S)


def _text(body: dict[str, Any], field: str, longest: int, *, required: bool) -> None:
    value = body.get(field)
    if value is None and not required:
        return
    if not isinstance(value, str) or len(value) > longest or (required and not value.strip()):
        raise param_error(f"{field} 须为不超过 {longest} 字符的文字")
