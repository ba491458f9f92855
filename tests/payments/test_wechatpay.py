"""What WeChat Pay's answers are taken to mean, call by call. How a whole payment goes is in test_contract.py."""

import gzip
import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from app.payments.provider import (
    Method,
    OutcomeUnknown,
    PaymentState,
    ProviderRefused,
    ProviderUnavailable,
    RefundState,
)
from tests.payments.asked import ASKED, BACK, PAYMENT, REFUND


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        (400, "ORDERPAID", "ORDERPAID"),
        (403, "ORDER_PAID", "ORDERPAID"),
        (400, "ORDER_CLOSED", "ORDERCLOSED"),
        (400, "ORDERCLOSED", "ORDERCLOSED"),
        (403, "OUT_TRADE_NO_USED", "OUTTRADENOUSED"),
    ],
)
def test_a_start_that_comes_too_late_says_which_way(wechatpay, gateway, answer, status, code, told):
    gateway.says(answer(status=status, body={"code": code}, signed=False))
    with pytest.raises(ProviderRefused) as refused:
        wechatpay.start(ASKED)
    assert refused.value.code == told


@pytest.mark.parametrize(
    ("trade_state", "state"),
    [
        ("SUCCESS", PaymentState.PAID),
        ("REFUND", PaymentState.REFUNDED),
        ("NOTPAY", PaymentState.NOT_PAID),
        ("CLOSED", PaymentState.CLOSED),
        ("REVOKED", PaymentState.UNKNOWN),
        ("USERPAYING", PaymentState.UNKNOWN),
        ("PAYERROR", PaymentState.UNKNOWN),
        ("ACCEPT", PaymentState.UNKNOWN),
        ("SOMETHINGNEW", PaymentState.UNKNOWN),
    ],
)
def test_every_trade_state_means_one_thing_and_a_new_one_is_no_failure(
    wechatpay, gateway, answer, transaction, trade_state, state
):
    gateway.says(answer(body={**transaction, "trade_state": trade_state}))
    outcome = wechatpay.query(PAYMENT)
    assert outcome.state is state
    if state in {PaymentState.PAID, PaymentState.REFUNDED}:
        assert (outcome.amount_fen, outcome.currency, outcome.openid) == (1744, "CNY", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")
        assert outcome.transaction_id == "4200001234202611201234567890"
        assert outcome.paid_at == datetime(2026, 11, 20, 3, 59, 58, tzinfo=UTC)
    assert gateway.heard[0].path == f"/v3/pay/transactions/out-trade-no/{PAYMENT}?mchid=1900000109"


@pytest.mark.parametrize(
    "change",
    [
        {"out_trade_no": "pay01JANOTHER0000000000000000"},
        {"mchid": "1900000110"},
        {"appid": "wxffffffffffffffff"},
        {"amount": {"total": "1744"}},
        {"trade_state": None},
        {"success_time": "yesterday"},
    ],
    ids=str,
)
def test_an_answer_about_something_else_is_no_answer(wechatpay, gateway, answer, transaction, change):
    gateway.says(answer(body={**transaction, **change}))
    with pytest.raises(OutcomeUnknown):
        wechatpay.query(PAYMENT)


@pytest.mark.parametrize("code", ["ORDER_NOT_EXIST", "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS"])
def test_a_number_wechat_never_accepted_is_not_found_and_closing_it_is_done(wechatpay, gateway, answer, code):
    gateway.says(answer(status=404, body={"code": code}, signed=False))
    assert wechatpay.query(PAYMENT).state is PaymentState.NOT_FOUND
    assert wechatpay.query_refund(REFUND).state is RefundState.NOT_FOUND
    assert wechatpay.close(PAYMENT) is PaymentState.CLOSED


@pytest.mark.parametrize(
    ("status", "code", "state"),
    [
        (400, "ORDERPAID", PaymentState.PAID),
        (403, "ORDER_PAID", PaymentState.PAID),
        (400, "ORDER_CLOSED", PaymentState.CLOSED),
    ],
)
def test_closing_what_is_over_says_how_it_ended(wechatpay, gateway, answer, status, code, state):
    gateway.says(answer(status=status, body={"code": code}, signed=False))
    assert wechatpay.close(PAYMENT) is state


def test_closing_while_the_guest_types_the_password_is_for_later(wechatpay, gateway, answer):
    gateway.says(answer(status=202, body={"code": "USERPAYING"}))
    with pytest.raises(ProviderUnavailable):
        wechatpay.close(PAYMENT)


def test_only_a_signed_204_closes(wechatpay, gateway, answer):
    gateway.says(answer(status=204))
    assert wechatpay.close(PAYMENT) is PaymentState.CLOSED
    assert json.loads(gateway.heard[0].body) == {"mchid": "1900000109"}
    gateway.says(answer(status=200, body={}))
    with pytest.raises(OutcomeUnknown):
        wechatpay.close(PAYMENT)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("SUCCESS", RefundState.SUCCEEDED),
        ("PROCESSING", RefundState.PROCESSING),
        ("CLOSED", RefundState.CLOSED),
        ("ABNORMAL", RefundState.ABNORMAL),
        ("NEWSTATE", RefundState.UNKNOWN),
    ],
)
def test_every_refund_status_means_one_thing(wechatpay, gateway, answer, refund_answer, status, state):
    done = {"success_time": "2026-11-20T12:31:00+08:00"} if status == "SUCCESS" else {}
    gateway.says(answer(body={**refund_answer, "status": status, **done}))
    outcome = wechatpay.query_refund(REFUND)
    assert outcome.state is state
    assert outcome.succeeded_at == (datetime(2026, 11, 20, 4, 31, tzinfo=UTC) if done else None)


@pytest.mark.parametrize(
    "change",
    [
        {"out_refund_no": "ref01JANOTHER0000000000000000"},
        {"out_trade_no": "pay01JANOTHER0000000000000000"},
        {"amount": {"refund": 1743, "total": 1744}},
    ],
    ids=str,
)
def test_an_answer_about_another_refund_is_no_answer(wechatpay, gateway, answer, refund_answer, change):
    gateway.says(answer(body={**refund_answer, **change}))
    with pytest.raises(OutcomeUnknown):
        wechatpay.refund(BACK)


@pytest.mark.parametrize("code", ["NO_STATEMENT_EXIST", "STATEMENT_CREATING", "NOSTATEMENTEXIST"])
def test_no_statement_yet_is_none(wechatpay, gateway, answer, code):
    gateway.says(answer(status=400, body={"code": code}, signed=False))
    assert wechatpay.fetch_statement(date(2026, 11, 19)) is None


def ticket(raw: bytes, url: str, **changes: str) -> dict[str, str]:
    return {"hash_type": "SHA1", "hash_value": hashlib.sha1(raw).hexdigest(), "download_url": url, **changes}


def test_the_statement_is_fetched_from_our_gateway_whatever_host_the_answer_names(wechatpay, gateway, answer):
    raw = "交易时间,商户号\r\n总交易单数\r\n`0\r\n".encode()
    elsewhere = "https://evil.example.com/v3/billdownload/file?token=abc&tartype=gzip"
    gateway.says(
        answer(body=ticket(raw, elsewhere)),
        answer(body=gzip.compress(raw), signed=False, headers={"Content-Type": "application/octet-stream"}),
    )
    statement = wechatpay.fetch_statement(date(2026, 11, 19))
    assert statement is not None
    assert (statement.rows, statement.raw) == ((), raw)
    assert [heard.path for heard in gateway.heard] == [
        "/v3/bill/tradebill?bill_date=2026-11-19&bill_type=ALL&tar_type=GZIP",
        "/v3/billdownload/file?token=abc&tartype=gzip",
    ]


@pytest.mark.parametrize("spoil", ["digest", "hash", "file", "url", "path"])
def test_a_statement_that_is_not_the_promised_file_is_not_believed(wechatpay, gateway, answer, spoil):
    raw = "交易时间,商户号\r\n总交易单数\r\n`0\r\n".encode()
    changes = {
        "path": {"download_url": "@evil.example.com/v3/billdownload/file?token=1"},
        "digest": {"hash_value": "0" * 40},
        "hash": {"hash_type": "MD5"},
        "url": {"download_url": ""},
        "file": {},
    }[spoil]
    data = gzip.compress(raw)[:-4] if spoil == "file" else gzip.compress(raw)
    gateway.says(
        answer(body=ticket(raw, "https://api.mch.weixin.qq.com/v3/billdownload/file?token=1", **changes)),
        answer(body=data, signed=False),
    )
    with pytest.raises(OutcomeUnknown):
        wechatpay.fetch_statement(date(2026, 11, 19))


def test_what_it_can_do_is_declared(wechatpay):
    assert wechatpay.name == "wechatpay"
    assert wechatpay.capabilities.methods == {Method.JSAPI, Method.NATIVE}
    assert wechatpay.capabilities.can_close
    assert timedelta(days=wechatpay.capabilities.refundable_days) == timedelta(days=365)
