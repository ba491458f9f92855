"""The shipping notice of paying mini-programs: when it is taken, and how it may be corrected."""

from typing import Any

import pytest

from tests.simulator.merchant import Merchant
from tests.simulator.wechat_calls import call


def notice(merchant: Merchant, number: str = "order000001", **changed: Any) -> int:
    """The errcode of an upload."""
    keys = merchant.simulator.keys
    body = {
        "order_key": {"order_number_type": 1, "mchid": keys.mchid, "out_trade_no": number},
        "logistics_type": 3,
        "delivery_mode": 1,
        "shipping_list": [{"item_desc": "碳中和荣誉证书"}],
        "upload_time": "2026-11-20T18:00:00.000+08:00",
        "payer": {"openid": keys.openid("林小满")},
    } | changed
    return call(merchant.simulator, "/wxa/sec/order/upload_shipping_info", body).json()["errcode"]


def test_a_paid_order_is_shipped_and_corrected_once(merchant: Merchant) -> None:
    merchant.paid("order000001")
    assert notice(merchant) == 0
    assert notice(merchant, upload_time="2026-11-20T18:05:00.000+08:00") == 10060023
    assert notice(merchant, shipping_list=[{"item_desc": "证书（更正）"}]) == 0
    assert notice(merchant, shipping_list=[{"item_desc": "证书（再更正）"}]) == 10060003
    shown = merchant.simulator.control.payment("order000001")["shipping"]
    assert shown["shipping_list"] == [{"item_desc": "证书（更正）"}]


def test_the_transaction_id_names_the_order_as_well(merchant: Merchant) -> None:
    paid = merchant.paid("order000001")
    assert notice(merchant, order_key={"order_number_type": 2, "transaction_id": paid["transaction_id"]}) == 0


def test_right_after_payment_the_order_is_not_there_yet_if_so_asked(merchant: Merchant) -> None:
    merchant.simulator.control.settings(shipping_delay_s=60_000)
    merchant.paid("order000001")
    assert notice(merchant) == 10060001
    merchant.simulator.control.advance(61)
    assert notice(merchant) == 0


def test_an_order_that_is_unknown_unpaid_or_refunded_is_not_shipped(merchant: Merchant) -> None:
    assert notice(merchant, "order999999") == 10060001
    merchant.order("order000001")
    assert notice(merchant) == 10060001
    merchant.simulator.control.pay("order000001")
    merchant.refund("order000001", "refund1", 1744)
    assert notice(merchant) == 10060004


@pytest.mark.parametrize(
    ("changed", "errcode"),
    [
        ({"shipping_list": []}, 10060007),
        ({"shipping_list": [{"item_desc": "a"}, {"item_desc": "b"}]}, 10060007),
        ({"shipping_list": [{"item_desc": ""}]}, 10060007),
        ({"shipping_list": [{"item_desc": "长" * 121}]}, 10060007),
        ({"logistics_type": 5}, 10060005),
        ({"delivery_mode": 2}, 10060007),
        ({"upload_time": "2026-11-20 18:00:00"}, 10060007),
        ({"upload_time": "2026-11-20T18:00:00+08:00"}, 10060007),
        ({"payer": {"openid": "somebody"}}, 10060007),
        ({"order_key": {"order_number_type": 3}}, 10060007),
        ({"order_key": {"order_number_type": 1, "mchid": "1", "out_trade_no": "order000001"}}, 10060001),
    ],
)
def test_a_notice_that_is_wrong_is_refused(merchant: Merchant, changed: dict[str, Any], errcode: int) -> None:
    merchant.paid("order000001")
    assert notice(merchant, **changed) == errcode
    assert notice(merchant) == 0


def test_whether_trade_is_managed_can_be_asked(merchant: Merchant) -> None:
    body = {"appid": merchant.simulator.keys.appid}
    path = "/wxa/sec/order/is_trade_managed"
    assert call(merchant.simulator, path, body).json()["is_trade_managed"] is True
    merchant.simulator.control.settings(trade_managed=False)
    assert call(merchant.simulator, path, body).json()["is_trade_managed"] is False
    assert call(merchant.simulator, path, {"appid": "wx0"}).json()["errcode"] == 40013
