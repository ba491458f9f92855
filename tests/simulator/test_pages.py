"""What a person sees: the page to pay by tapping, and the developer's desk."""

import re

import pytest
import requests

from simulator.pages import yuan
from simulator.server import Simulator
from tests.simulator.listener import Listener
from tests.simulator.merchant import Merchant


def get(simulator: Simulator, path: str, **query: str) -> requests.Response:
    return requests.get(simulator.url + path, params=query, timeout=5)


def press(simulator: Simulator, path: str, **fields: str) -> requests.Response:
    """What a browser does when a button of our own form is pressed."""
    return requests.post(simulator.url + path, data=fields, headers={"Origin": simulator.url}, timeout=10)


@pytest.mark.parametrize(("fen", "shown"), [(1, "0.01"), (100, "1.00"), (1744, "17.44"), (123456789, "1234567.89")])
def test_amounts_are_exact(fen: int, shown: str) -> None:
    assert yuan(fen) == shown


def test_the_page_says_who_what_how_much_and_that_it_is_not_real(merchant: Merchant) -> None:
    prepay_id = merchant.order("order000001", description="中和 301 kg <b>往返</b>")["prepay_id"]
    page = get(merchant.simulator, f"/pay/{prepay_id}").text
    assert "模拟支付" in page
    assert "Simulator, no real money" in page
    assert "点点碳中和（模拟商户）" in page
    assert "中和 301 kg &lt;b&gt;往返&lt;/b&gt;" in page
    assert re.search(r"¥</span>17\.44", page)
    assert 'value="pay"' in page
    assert 'value="cancel"' in page


def test_tapping_confirm_pays_and_tells_the_preview(merchant: Merchant, listener: Listener) -> None:
    prepay_id = merchant.order("order000001")["prepay_id"]
    done = press(merchant.simulator, f"/pay/{prepay_id}", action="pay")
    assert done.status_code == 200
    assert 'data-err-msg="requestPayment:ok"' in done.text
    assert "支付成功" in done.text
    assert merchant.state("order000001") == "SUCCESS"
    listener.wait(1)
    assert "已经付过" in get(merchant.simulator, f"/pay/{prepay_id}").text


def test_tapping_cancel_pays_nothing(merchant: Merchant) -> None:
    prepay_id = merchant.order("order000001")["prepay_id"]
    done = press(merchant.simulator, f"/pay/{prepay_id}", action="cancel")
    assert 'data-err-msg="requestPayment:fail cancel"' in done.text
    assert merchant.state("order000001") == "NOTPAY"


def test_a_scanned_code_opens_the_page_and_whoever_is_named_pays(merchant: Merchant) -> None:
    code_url = merchant.native("order000001")
    page = get(merchant.simulator, "/pay", code_url=code_url).text
    action = re.search(r'action="(/pay/[^"]+)"', page)
    assert action is not None
    press(merchant.simulator, action[1], action="pay", user="陈一")
    assert merchant.simulator.control.payment("order000001")["payer"]["openid"] == merchant.simulator.keys.openid(
        "陈一"
    )


def test_what_cannot_be_paid_says_why(merchant: Merchant) -> None:
    assert get(merchant.simulator, "/pay", code_url="weixin://x").status_code == 409
    prepay_id = merchant.order("order000001")["prepay_id"]
    merchant.sdk.close("order000001")
    assert "订单已关闭" in get(merchant.simulator, f"/pay/{prepay_id}").text
    assert press(merchant.simulator, f"/pay/{prepay_id}", action="pay").status_code == 409


def test_a_page_of_somewhere_else_cannot_press_our_buttons(merchant: Merchant) -> None:
    prepay_id = merchant.order("order000001")["prepay_id"]
    url = f"{merchant.simulator.url}/pay/{prepay_id}"
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}):
        assert requests.post(url, data={"action": "pay"}, headers=headers, timeout=5).status_code == 403
    assert merchant.state("order000001") == "NOTPAY"


def test_pages_of_this_machine_may_use_the_control_api(simulator: Simulator) -> None:
    origin = "http://127.0.0.1:8000"
    url = simulator.url + "/_sim/login-codes"
    asked = requests.options(url, headers={"Origin": origin, "Access-Control-Request-Method": "POST"}, timeout=5)
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Origin"] == origin
    given = requests.post(url, json={"user": "林小满"}, headers={"Origin": origin}, timeout=5)
    assert given.headers["Access-Control-Allow-Origin"] == origin
    assert requests.options(url, headers={"Origin": "http://evil.example"}, timeout=5).status_code == 403


def test_every_page_carries_a_strict_policy(simulator: Simulator) -> None:
    headers = get(simulator, "/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    # no-referrer would make browsers send "Origin: null" with our own forms, which are then refused
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_desk_lists_what_happened(merchant: Merchant, listener: Listener) -> None:
    merchant.paid("order000001", description="中和 301 kg")
    merchant.simulator.control.wait_for("order000001")
    merchant.simulator.control.fault("query", "hang", times=None)
    page = get(merchant.simulator, "/").text
    for words in ("order000001", "中和 301 kg", "¥17.44", "支付成功", "TRANSACTION.SUCCESS", "delivered", "204", "× ∞"):
        assert words in page


def test_an_empty_desk_says_so(simulator: Simulator) -> None:
    page = get(simulator, "/").text
    assert "还没有订单" in page
    assert "没有安排故障" in page


def test_the_desks_buttons_work(merchant: Merchant, listener: Listener) -> None:
    simulator = merchant.simulator
    simulator.control.settings(refund_delay_s=1e9)
    merchant.order("order000001")
    assert press(simulator, "/desk/pay", out_trade_no="order000001").status_code == 200
    simulator.control.wait_for("order000001")
    [shown] = simulator.control.notifications("order000001")
    press(simulator, "/desk/resend", id=shown["id"], copies="5")
    assert len(listener.messages) == 6
    press(simulator, "/desk/resend", id=shown["id"], fault="signtest")
    assert listener.messages[-1].headers["Wechatpay-Signature"].startswith("WECHATPAY/SIGNTEST/")
    press(simulator, "/desk/faults", choice="query system_error", times="2")
    assert simulator.control.faults()[0] == {"id": 1, "target": "query", "fault": "system_error", "times": 2}
    assert press(simulator, "/desk/faults", choice="query nonsense").status_code == 400
    press(simulator, "/desk/faults/clear")
    assert simulator.control.faults() == []
    merchant.refund("order000001", "refund1", 1744)
    press(simulator, "/desk/refunds", number="refund1", status="SUCCESS")
    assert simulator.control.payment("order000001")["refunds"][0]["status"] == "SUCCESS"
