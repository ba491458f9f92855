"""Signatures both ways: ours are checked over raw bytes, every 2xx answer carries WeChat's."""

import json
import time
from typing import Any

import pytest
import requests

from simulator import signatures
from simulator.server import Simulator
from tests.simulator.merchant import Merchant

QUERY = "/v3/pay/transactions/out-trade-no/order000001?mchid="


def assert_sign_error(answer: requests.Response) -> None:
    assert answer.status_code == 401
    assert answer.json()["code"] == "SIGN_ERROR"


def test_a_rightly_signed_request_is_let_in(merchant: Merchant) -> None:
    answer = merchant.request("POST", "/v3/pay/transactions/jsapi", merchant.order_body("order000001"))
    assert answer.status_code == 200
    assert answer.json()["prepay_id"].startswith("wx")


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "another"},
        {"nonce": ""},
        {"mchid": "1900000109"},
        {"serial": "A" * 40},
        {"sent_path": "/v3/pay/transactions/native"},
    ],
)
def test_a_request_changed_on_its_way_is_refused(merchant: Merchant, changed: dict[str, Any]) -> None:
    body = merchant.order_body("order000001")
    assert_sign_error(merchant.request("POST", "/v3/pay/transactions/jsapi", body, **changed))
    assert merchant.request("GET", QUERY + merchant.simulator.keys.mchid).json()["code"] == "ORDER_NOT_EXIST"


def test_the_body_is_checked_byte_by_byte(merchant: Merchant) -> None:
    body = merchant.order_body("order000001")
    same_meaning = json.dumps(body, ensure_ascii=False, indent=1).encode()
    assert_sign_error(merchant.request("POST", "/v3/pay/transactions/jsapi", body, sent_body=same_meaning))


def test_the_query_string_is_part_of_what_is_signed(merchant: Merchant) -> None:
    path = QUERY + merchant.simulator.keys.mchid
    assert_sign_error(merchant.request("GET", path, sent_path=path + "&more=1"))


@pytest.mark.parametrize("off_s", [-310, 310])
def test_a_timestamp_more_than_five_minutes_off_is_refused(merchant: Merchant, off_s: int) -> None:
    assert_sign_error(merchant.request("GET", QUERY, at=int(time.time()) + off_s))


@pytest.mark.parametrize("off_s", [-280, 280])
def test_a_timestamp_less_than_five_minutes_off_is_accepted(merchant: Merchant, off_s: int) -> None:
    answer = merchant.request("GET", QUERY + merchant.simulator.keys.mchid, at=int(time.time()) + off_s)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "header", ["", "Bearer x", signatures.SCHEME, signatures.SCHEME + ' mchid="1"', signatures.SCHEME + " mchid=1"]
)
def test_an_authorization_that_is_not_one_is_refused(simulator: Simulator, header: str) -> None:
    answer = requests.get(simulator.url + QUERY, headers={"Authorization": header}, timeout=5)
    assert_sign_error(answer)


def test_the_fields_of_authorization_may_stand_in_any_order(merchant: Merchant) -> None:
    path = QUERY + merchant.simulator.keys.mchid
    when, keys = str(int(time.time())), merchant.simulator.keys
    text = signatures.lines(b"GET", path.encode(), when.encode(), b"n0nce", b"")
    header = (
        f'{signatures.SCHEME} serial_no="{keys.merchant_serial}", timestamp="{when}", '
        f'signature="{signatures.sign(keys.merchant_private, text)}", nonce_str="n0nce", mchid="{keys.mchid}"'
    )
    answer = requests.get(merchant.simulator.url + path, headers={"Authorization": header}, timeout=5)
    assert answer.status_code == 404


def test_the_answer_is_signed_over_its_raw_bytes(merchant: Merchant) -> None:
    answer = merchant.request("POST", "/v3/pay/transactions/jsapi", merchant.order_body("order000001"))
    headers, keys = answer.headers, merchant.simulator.keys
    assert headers["Wechatpay-Serial"] == keys.platform_key_id
    assert headers["Wechatpay-Signature-Type"] == "WECHATPAY2-SHA256-RSA2048"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    text = signatures.lines(
        headers["Wechatpay-Timestamp"].encode(), headers["Wechatpay-Nonce"].encode(), answer.content
    )
    assert signatures.verify(keys.platform_private.public_key(), text, headers["Wechatpay-Signature"])


def test_an_empty_204_is_signed_too(merchant: Merchant) -> None:
    merchant.order("order000001")
    path = "/v3/pay/transactions/out-trade-no/order000001/close"
    answer = merchant.request("POST", path, {"mchid": merchant.simulator.keys.mchid})
    assert (answer.status_code, answer.content) == (204, b"")
    headers = answer.headers
    text = signatures.lines(headers["Wechatpay-Timestamp"].encode(), headers["Wechatpay-Nonce"].encode(), b"")
    public_key = merchant.simulator.keys.platform_private.public_key()
    assert signatures.verify(public_key, text, headers["Wechatpay-Signature"])


def test_refusals_carry_no_signature_and_prove_nothing(merchant: Merchant) -> None:
    answer = merchant.request("GET", QUERY + merchant.simulator.keys.mchid)
    assert answer.status_code == 404
    assert "Wechatpay-Signature" not in answer.headers
    assert answer.headers["Request-Id"].endswith("-268512771")


def test_another_key_id_on_a_request_is_an_invalid_request(merchant: Merchant) -> None:
    headers = {"Wechatpay-Serial": merchant.simulator.keys.foreign_key_id}
    answer = merchant.request("GET", QUERY + merchant.simulator.keys.mchid, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID_REQUEST")


def test_a_merchant_in_public_key_mode_has_no_platform_certificate(merchant: Merchant) -> None:
    assert merchant.request("GET", "/v3/certificates").status_code == 404


def test_what_is_not_json_is_a_parameter_error(merchant: Merchant) -> None:
    keys, when = merchant.simulator.keys, str(int(time.time()))
    for raw in (b"not json", b"[]", b""):
        text = signatures.lines(b"POST", b"/v3/pay/transactions/jsapi", when.encode(), b"n", raw)
        header = (
            f'{signatures.SCHEME} mchid="{keys.mchid}",nonce_str="n",timestamp="{when}",'
            f'serial_no="{keys.merchant_serial}",signature="{signatures.sign(keys.merchant_private, text)}"'
        )
        url = merchant.simulator.url + "/v3/pay/transactions/jsapi"
        answer = requests.post(url, data=raw, headers={"Authorization": header}, timeout=5)
        assert (answer.status_code, answer.json()["code"]) == (400, "PARAM_ERROR")
