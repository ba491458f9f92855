"""One notification as it goes over the wire: envelope, encryption, signature, and how each can be wrong."""

import json
import secrets
from typing import Any

from simulator import signatures
from simulator.clock import rfc3339
from simulator.faults import Fault
from simulator.store import Row
from simulator.world import World


def build(world: World, notification: Row, fault: Fault | None) -> tuple[dict[str, str], bytes]:
    """(headers, body). One notification has the same body at every try, unless a fault changes its content."""
    name = fault.name if fault else ""
    body = b"\xff not json" if name == "malformed" else _envelope(world, notification, name)
    at = int(world.clock.real())
    if fault and name == "stale":
        at -= int(fault.params["seconds"])
    return {"Content-Type": "application/json; charset=utf-8"} | _signature(world, body, at, name), body


def _envelope(world: World, notification: Row, fault: str) -> bytes:
    resource = json.loads(notification["resource"])
    _spoil(world, resource, fault)
    plain = json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode()
    key = world.keys.foreign_apiv3_key if fault == "other_apiv3_key" else world.keys.apiv3_key
    # GCM must never see two texts under one nonce, so a spoiled text gets its own
    nonce = secrets.token_hex(6) if fault.startswith("wrong_") else notification["nonce"]
    kind = notification["original_type"]
    envelope = {
        "id": notification["id"],
        "create_time": rfc3339(notification["created_at"]),
        "resource_type": "encrypt-resource",
        "event_type": "TRANSACTION.SIMULATED_UNKNOWN" if fault == "unknown_event" else notification["event_type"],
        "summary": notification["summary"],
        "resource": {
            "original_type": kind,
            "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": signatures.encrypt(key, nonce, kind, plain),
            "associated_data": kind,
            "nonce": nonce,
        },
    }
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def _spoil(world: World, resource: dict[str, Any], fault: str) -> None:
    amount = resource["amount"]
    if fault == "wrong_amount":
        for field in ("total", "payer_total", "refund", "payer_refund"):
            if field in amount:
                amount[field] -= 1
    elif fault == "wrong_currency":
        amount["currency"] = amount["payer_currency"] = "USD"
    elif fault == "wrong_mchid":
        resource["mchid"] = world.keys.mchid[:-1] + str((int(world.keys.mchid[-1]) + 1) % 10)
    elif fault == "wrong_appid":
        resource["appid"] = "wx" + secrets.token_hex(8)
    elif fault == "wrong_openid":
        resource["payer"] = {"openid": world.keys.openid("somebody else " + secrets.token_hex(4))}
    elif fault == "wrong_order":
        resource["out_trade_no"] = "nobody" + secrets.token_hex(12)


def _signature(world: World, body: bytes, at: int, fault: str) -> dict[str, str]:
    keys = world.keys
    if fault == "unsigned":
        return {}
    key = keys.foreign_private if fault in ("forged_signature", "foreign_key") else keys.platform_private
    serial = keys.platform_key_id
    if fault == "foreign_key":
        serial = keys.foreign_key_id
    elif fault == "unknown_serial":
        serial = "PUB_KEY_ID_0100000000000000000000000000"
    headers = signatures.signed_headers(key, serial, body, at)
    if fault == "signtest":
        headers["Wechatpay-Signature"] = "WECHATPAY/SIGNTEST/" + secrets.token_urlsafe(240)
    return headers
