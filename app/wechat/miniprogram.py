"""The mini-program's server calls: login, codes, content check, shipping notice. The wire is client.py's business."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from app.core.clock import BEIJING
from app.wechat.client import MiniProgramClient
from app.wechat.errors import LoginCodeInvalid, WeChatRefused, WeChatUnavailable
from app.wechat.tokens import MemoryTokenStore, TokenStore

API_URL = "https://api.weixin.qq.com"
_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")
_BAD_CODE = frozenset({40029, 40163, 40226, 41008})
#: the openid is not known, or was not active in the last two hours: no verdict can be had
_NO_VERDICT = frozenset({40003, 43104})


@dataclass(frozen=True, slots=True)
class Session:
    """Who logged in. WeChat's session_key is dropped where it arrives."""

    openid: str
    unionid: str | None


class Verdict(StrEnum):
    """What WeChat says of a text. REVIEW: not to be shown before a person has looked."""

    PASS = "pass"  # noqa: S105 (WeChat's word for harmless, no password)
    REVIEW = "review"
    RISKY = "risky"


class TextScene(IntEnum):
    """Where a text will stand, in WeChat's numbering."""

    PROFILE = 1
    COMMENT = 2
    FORUM = 3
    SOCIAL = 4


class Shipping(StrEnum):
    """What became of a shipping notice."""

    UPLOADED = "uploaded"  #: accepted, now or earlier
    TOO_EARLY = "too_early"  #: WeChat does not know the payment yet: wait a minute or more, send the same again
    NOT_SHIPPABLE = "not_shippable"  #: not (yet) in a state that ships: a few more tries, then a person


#: 43101: the person has no acceptance of this template left
_NOT_ACCEPTED = 43101
_SHIPPING = {10060001: Shipping.TOO_EARLY, 10060004: Shipping.NOT_SHIPPABLE, 10060023: Shipping.UPLOADED}


class MiniProgram:
    """One mini-program. Holds no state but the shared token and a connection pool; may serve every thread.

    Every method may raise WeChatUnavailable (try later) or its kind WeChatMisconfigured (a person must act), and
    core.database.TransactionOpen when a write transaction is open.
    """

    def __init__(
        self,
        *,
        appid: str,
        app_secret: str,
        api_url: str = API_URL,
        token_store: TokenStore | None = None,
        connect_timeout_s: float = 3,
        read_timeout_s: float = 8,
    ) -> None:
        """No call is made. token_store: shared by all processes of this appid; by default this process's memory."""
        self._appid, self._app_secret = appid, app_secret
        self._client = MiniProgramClient(
            appid=appid,
            app_secret=app_secret,
            api_url=api_url,
            tokens=token_store or MemoryTokenStore(),
            timeout_s=(connect_timeout_s, read_timeout_s),
        )

    def login(self, code: str) -> Session:
        """Exchange a wx.login code, once: a repeat is LoginCodeInvalid. Needs no access_token."""
        if not 1 <= len(code) <= 256:
            raise LoginCodeInvalid("a login code has 1 to 256 characters")
        query = {
            "appid": self._appid,
            "secret": self._app_secret,
            "js_code": code,
            "grant_type": "authorization_code",
        }
        try:
            answer = self._client.call_without_token("sns/jscode2session", query)
        except WeChatRefused as refused:
            if refused.errcode not in _BAD_CODE:
                raise
            errcode = refused.errcode
        else:
            return _session(answer)
        raise LoginCodeInvalid("WeChat does not accept the login code", errcode)

    def mini_program_code(
        self, scene: str, page: str | None, width: int = 430, env_version: str = "release", check_path: bool = True
    ) -> bytes:
        """The picture (PNG or JPEG) of an unlimited code that opens page with scene. Repeatable; keep the picture.

        scene: 1 to 32 of WeChat's characters. page: no leading slash, no query; None for the start page. width: pixels,
        280 to 1280. env_version: release | trial | develop. ValueError for what can never be drawn; WeChatRefused 41030
        when the page is not published and check_path is true.
        """
        if not _SCENE.fullmatch(scene):
            raise ValueError("a scene has 1 to 32 characters of 0-9A-Za-z!#$&'()*+,/:;=?@-._~")
        if page is not None and (not page or page.startswith("/") or "?" in page):
            raise ValueError("a page has no leading slash and no query")
        if not 280 <= width <= 1280 or env_version not in {"release", "trial", "develop"}:
            raise ValueError("width is 280 to 1280, env_version release, trial or develop")
        body: dict[str, object] = {
            "scene": scene,
            "width": width,
            "env_version": env_version,
            "check_path": check_path,
        }
        return self._client.call_for_picture("wxa/getwxacodeunlimit", body if page is None else {**body, "page": page})

    def check_text(self, text: str, openid: str, scene: TextScene = TextScene.PROFILE) -> Verdict:
        """What WeChat thinks of up to 2,500 characters by openid. A word we do not know is REVIEW.

        Raises WeChatUnavailable also when openid was not active for two hours (WeChat then gives no verdict).
        """
        if not 1 <= len(text) <= 2500:
            raise ValueError("a text to check has 1 to 2500 characters")
        body: dict[str, object] = {"version": 2, "openid": openid, "scene": int(scene), "content": text}
        try:
            answer = self._client.call("wxa/msg_sec_check", body)
        except WeChatRefused as refused:
            if refused.errcode == 87014:
                return Verdict.RISKY
            if refused.errcode not in _NO_VERDICT:
                raise
            errcode = refused.errcode
        else:
            return _verdict(answer)
        raise WeChatUnavailable("WeChat gives no verdict for this user now", errcode)

    def upload_shipping(
        self, payment_id: str, transaction_id: str, openid: str, item_desc: str, uploaded_at: datetime
    ) -> Shipping:
        """Tell WeChat that what a payment bought was delivered (virtual goods). Repeatable; one correction counts.

        The payment is named by WeChat's transaction_id; payment_id is for the error's text only. item_desc is cut to
        120 characters. Never inside a notification: WeChat does not know the payment yet. Raises WeChatRefused.
        """
        if not transaction_id or not item_desc or uploaded_at.tzinfo is None:
            raise ValueError(f"the shipping notice of {payment_id} needs a transaction, a description, an aware time")
        body: dict[str, object] = {
            "order_key": {"order_number_type": 2, "transaction_id": transaction_id},
            "logistics_type": 3,
            "delivery_mode": 1,
            "shipping_list": [{"item_desc": item_desc[:120]}],
            "upload_time": uploaded_at.astimezone(BEIJING).isoformat(timespec="milliseconds"),
            "payer": {"openid": openid},
        }
        try:
            answer = self._client.call("wxa/sec/order/upload_shipping_info", body)
        except WeChatRefused as refused:
            if refused.errcode not in _SHIPPING:
                raise
            return _SHIPPING[refused.errcode]
        if answer.get("errcode") != 0:
            raise WeChatUnavailable("WeChat's answer does not say that the shipping notice was taken")
        return Shipping.UPLOADED

    def send_subscribed(self, openid: str, template_id: str, page: str, data: Mapping[str, str]) -> bool:
        """Send a subscribe message; false when openid has not accepted one, or took it back: no error, no second try.

        page: without a leading slash, query and all. data: field to text. Not repeatable: each uses up an acceptance.
        Raises WeChatRefused when the template or a text is not accepted.
        """
        body: dict[str, object] = {
            "touser": openid,
            "template_id": template_id,
            "page": page,
            "data": {field: {"value": text} for field, text in data.items()},
            "miniprogram_state": "formal",
            "lang": "zh_CN",
        }
        try:
            self._client.call("cgi-bin/message/subscribe/send", body)
        except WeChatRefused as refused:
            if refused.errcode != _NOT_ACCEPTED:
                raise
            return False
        return True

    def is_trade_managed(self) -> bool:
        """Whether this mini-program must send shipping notices (订单中心 managed). Changes rarely: keep the answer."""
        answer = self._client.call("wxa/sec/order/is_trade_managed", {"appid": self._appid})
        managed = answer.get("is_trade_managed")
        if not isinstance(managed, bool):
            raise WeChatUnavailable("WeChat's answer does not say whether trade is managed")
        return managed


#: As much as the tables hold; WeChat's own are 28 characters long.
OPENID_LENGTH = 64


def _session(answer: dict[str, object]) -> Session:
    openid, unionid = answer.get("openid"), answer.get("unionid")
    if not isinstance(openid, str) or not 1 <= len(openid) <= OPENID_LENGTH:
        raise WeChatUnavailable("WeChat's answer holds no openid")
    return Session(openid, unionid if isinstance(unionid, str) and unionid else None)


def _verdict(answer: dict[str, object]) -> Verdict:
    result = answer.get("result")
    suggest = result.get("suggest") if isinstance(result, dict) else None
    if not isinstance(suggest, str):
        raise WeChatUnavailable("WeChat's answer holds no verdict")
    return Verdict(suggest) if suggest in set(Verdict) else Verdict.REVIEW
