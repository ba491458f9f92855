"""The gate of api.mch.weixin.qq.com: checks a merchant's signature, signs answers, shapes errors. No orders here."""

import json
import secrets
import time
from typing import Any

from flask import Blueprint, Response, g, request

from simulator import signatures
from simulator.calls import watch
from simulator.world import World

_FRESH_S = 300
#: numeric tails of Request-Id that WeChat's staff ask for
_REQUEST_ID_TAILS = {"ORDER_NOT_EXIST": 268512771, "ORDERPAID": 268449538, "SIGN_ERROR": 268443699,
                     "RATELIMIT_EXCEEDED": 268447840, "OUT_TRADE_NO_USED": 268498688}  # fmt: skip
_PLAYED = {
    "system_error": (500, "SYSTEM_ERROR", "系统异常，请用相同参数重新调用"),
    "processed_system_error": (500, "SYSTEM_ERROR", "系统异常，请用相同参数重新调用"),
    "ratelimit": (429, "RATELIMIT_EXCEEDED", "请求频率过高"),
    "not_enough": (403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起"),
}


class PayError(Exception):
    """An answer of WeChat Pay that says no: HTTP status, stable code, words for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message = status, code, message


def param_error(message: str) -> PayError:
    return PayError(400, "PARAM_ERROR", message)


def make_gateway(world: World) -> Blueprint:
    """The blueprint all Pay v3 routes are put on; its endpoints' names are the targets of faults."""
    gate = Blueprint("pay", __name__)
    # Flask runs what follows a request last-registered first: the answer is signed, then the watch may cut it
    watch(gate, world)

    @gate.before_request
    def check() -> None:
        check_authorization(world)
        fault = g.get("fault")
        if fault and fault.name in ("system_error", "ratelimit", "not_enough"):
            raise PayError(*_PLAYED[fault.name])
        if fault and fault.name == "error":
            raise PayError(fault.params["status"], fault.params["code"], fault.params["message"])

    @gate.after_request
    def sign_answer(response: Response) -> Response:
        return _signed(world, response)

    @gate.errorhandler(PayError)
    def refused(error: PayError) -> Response:
        return _error_answer(error)

    return gate


def check_authorization(world: World) -> None:
    """Raises 401 SIGN_ERROR unless the merchant signed exactly this method, path, query and body, at most 5 min ago."""
    try:
        claim = signatures.parse_authorization(request.headers.get("Authorization", ""))
        age_s = abs(world.clock.real() - int(claim.timestamp))
    except ValueError as error:
        raise PayError(401, "SIGN_ERROR", f"Authorization 不合法：{error}") from None
    if claim.mchid != world.keys.mchid or claim.serial_no != world.keys.merchant_serial:
        raise PayError(401, "SIGN_ERROR", "商户号或商户证书序列号有误")
    if age_s > _FRESH_S:
        raise PayError(401, "SIGN_ERROR", "Http 头 Authorization 值中的 timestamp 与发起请求的时间不得超过 5 分钟")
    text = signatures.lines(
        request.method.encode(), raw_target(), claim.timestamp.encode(), claim.nonce_str.encode(), request.get_data()
    )
    if not claim.nonce_str or not signatures.verify(world.keys.merchant_private.public_key(), text, claim.signature):
        raise PayError(401, "SIGN_ERROR", "错误的签名，验签失败")
    key_id = request.headers.get("Wechatpay-Serial")
    if key_id is not None and key_id != world.keys.platform_key_id:
        raise PayError(400, "INVALID_REQUEST", "Wechatpay-Serial 不是本商户的微信支付公钥 ID")


def raw_target() -> bytes:
    """Path and query exactly as they stood on the request line, percent-encoding untouched."""
    raw: str = request.environ["RAW_URI"]
    return raw.encode("latin-1")


def _signed(world: World, response: Response) -> Response:
    fault = g.get("fault")
    response.headers["Request-Id"] = response.headers.get("Request-Id") or _request_id(0)
    if not 200 <= response.status_code < 300 or g.get("leave_unsigned"):
        return response
    if fault and fault.name == "processed_system_error":
        return _error_answer(PayError(*_PLAYED[fault.name]))
    if fault and fault.name == "unsigned":
        return response
    key = world.keys.foreign_private if fault and fault.name == "wrongly_signed" else world.keys.platform_private
    response.headers.update(
        signatures.signed_headers(key, world.keys.platform_key_id, response.get_data(), int(world.clock.real()))
    )
    return response


def _error_answer(error: PayError) -> Response:
    response = json_answer({"code": error.code, "message": error.message}, error.status)
    response.headers["Request-Id"] = _request_id(_REQUEST_ID_TAILS.get(error.code, 268440000))
    return response


def _request_id(tail: int) -> str:
    return f"08{secrets.token_hex(12).upper()}{int(time.time())}-{tail}"


def json_answer(body: dict[str, Any], status: int = 200) -> Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, content_type="application/json; charset=utf-8")


def json_body() -> dict[str, Any]:
    """The request's JSON object. Raises PARAM_ERROR."""
    try:
        body = json.loads(request.get_data())
        json.dumps(body, ensure_ascii=False).encode()  # half a surrogate pair is valid JSON and no text
    except ValueError:
        raise param_error("请求体不是 JSON") from None
    if not isinstance(body, dict):
        raise param_error("请求体不是 JSON 对象")
    return body
