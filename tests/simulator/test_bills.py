"""The daily bill: when it is there, and the very bytes of the file."""

import gzip
import hashlib
import json
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from simulator.clock import BEIJING
from simulator.server import Simulator
from tests.simulator.merchant import Merchant

HEADER = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
    "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
    "手续费,费率,订单金额,申请退款金额,费率备注"
)
SUMMARY = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"


def today(simulator: Simulator) -> str:
    return datetime.fromtimestamp(simulator.world.clock.now(), BEIJING).date().isoformat()


def download(merchant: Merchant, day: str, kind: str = "ALL") -> bytes:
    """The uncompressed file, its hash checked."""
    status, body = merchant.sdk.trade_bill(day, bill_type=kind)
    assert status == 200, body
    offer = json.loads(body)
    assert offer["hash_type"] == "SHA1"
    status, packed = merchant.sdk.download_bill(offer["download_url"])
    assert status == 200
    content = gzip.decompress(packed)
    assert hashlib.sha1(content).hexdigest() == offer["hash_value"]
    return content


def rows(content: bytes) -> list[dict[str, str]]:
    """Data rows by column name, split on comma-backtick as the format wants."""
    lines = content.decode("utf-8-sig").split("\r\n")
    columns = lines[0].split(",")
    return [dict(zip(columns, line[1:].split(",`"), strict=True)) for line in lines[1:-3]]


@pytest.fixture
def traded(merchant: Merchant) -> Merchant:
    """Two payments and a partial refund on one day, the bill ready."""
    merchant.simulator.control.settings(bills_at_once=True)
    merchant.paid("order000001", 1744, description="中和 301 kg, 往返", attach="scene FORUM1")
    merchant.simulator.control.scan(merchant.native("order000002", 5160), "陈一")
    merchant.refund("order000001", "refund1", 744)
    merchant.order("unpaid000001")
    return merchant


def test_the_file_has_the_bytes_wechat_gives(traded: Merchant, simulator: Simulator) -> None:
    content = download(traded, today(simulator))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == HEADER
    assert all(line.startswith("`") for line in lines[1:4])
    assert lines[4] == SUMMARY
    assert lines[5] == "`3,`69.04,`7.44,`0.00,`0.37000,`69.04,`7.44"
    assert lines[6] == ""
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_each_row_says_what_happened(traded: Merchant, simulator: Simulator) -> None:
    found = {(row["商户订单号"], row["交易状态"]): row for row in rows(download(traded, today(simulator)))}
    assert set(found) == {("order000001", "SUCCESS"), ("order000002", "SUCCESS"), ("order000001", "REFUND")}
    payment, refund = found["order000001", "SUCCESS"], found["order000001", "REFUND"]
    assert (payment["订单金额"], payment["应结订单金额"], payment["手续费"], payment["费率"]) == (
        "17.44", "17.44", "0.10000", "0.60%",
    )  # fmt: skip
    assert (payment["微信退款单号"], payment["商户退款单号"], payment["申请退款金额"]) == ("0", "0", "0.00")
    assert payment["商品名称"] == "中和 301 kg, 往返"
    assert payment["商户数据包"] == "scene FORUM1"
    assert payment["用户标识"] == simulator.keys.openid("林小满")
    assert (refund["商户退款单号"], refund["退款金额"], refund["申请退款金额"]) == ("refund1", "7.44", "7.44")
    assert (refund["订单金额"], refund["应结订单金额"], refund["退款类型"]) == ("0.00", "0.00", "ORIGINAL")
    assert refund["手续费"] == "-0.04000"
    assert found["order000002", "SUCCESS"]["交易类型"] == "NATIVE"


def test_the_rows_add_up_to_the_summary(traded: Merchant, simulator: Simulator) -> None:
    content = download(traded, today(simulator))
    summary = dict(zip(SUMMARY.split(","), content.decode().split("\r\n")[-2][1:].split(",`"), strict=True))
    assert int(summary["总交易单数"]) == len(rows(content))
    for total, column in (("订单总金额", "订单金额"), ("申请退款总金额", "申请退款金额"), ("手续费总金额", "手续费")):
        assert Decimal(summary[total]) == sum(Decimal(row[column]) for row in rows(content))


def test_success_and_refund_bills_hold_only_their_own(traded: Merchant, simulator: Simulator) -> None:
    day = today(simulator)
    assert {row["交易状态"] for row in rows(download(traded, day, "SUCCESS"))} == {"SUCCESS"}
    assert "商户退款单号" not in rows(download(traded, day, "SUCCESS"))[0]
    [refund] = rows(download(traded, day, "REFUND"))
    assert refund["退款申请时间"] == refund["交易时间"]


def at_beijing(simulator: Simulator, days: int, hour: int, minute: int = 0) -> None:
    """Puts business time to that hour, so many days from now."""
    now = datetime.fromtimestamp(simulator.world.clock.now(), BEIJING)
    then = (now + timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    simulator.control.advance((then - now).total_seconds())


def refused(merchant: Merchant, day: str) -> str:
    status, body = merchant.sdk.trade_bill(day)
    assert status == 400, body
    return json.loads(body)["code"]


def test_a_bill_is_there_from_ten_oclock_of_the_next_day_in_beijing(merchant: Merchant, simulator: Simulator) -> None:
    at_beijing(simulator, 1, 12)
    day = today(simulator)
    merchant.paid("order000001")
    assert refused(merchant, day) == "PARAM_ERROR"
    at_beijing(simulator, 1, 9, 59)
    assert refused(merchant, day) == "STATEMENT_CREATING"
    at_beijing(simulator, 0, 10, 0)
    assert len(rows(download(merchant, day))) == 1


def test_the_day_ends_at_midnight_in_beijing(merchant: Merchant, simulator: Simulator) -> None:
    at_beijing(simulator, 1, 23, 59)
    before = today(simulator)
    merchant.paid("order000001")
    simulator.control.advance(120)
    after = today(simulator)
    merchant.paid("order000002")
    at_beijing(simulator, 1, 11)
    assert [row["商户订单号"] for row in rows(download(merchant, before))] == ["order000001"]
    assert [row["商户订单号"] for row in rows(download(merchant, after))] == ["order000002"]


def test_a_day_without_trade_has_no_bill(merchant: Merchant, simulator: Simulator) -> None:
    simulator.control.settings(bills_at_once=True)
    assert refused(merchant, today(simulator)) == "NO_STATEMENT_EXIST"


@pytest.mark.parametrize("day", ["2026-1-2", "2026-02-30", "yesterday"])
def test_a_day_that_is_none_is_refused(merchant: Merchant, day: str) -> None:
    assert refused(merchant, day) == "PARAM_ERROR"


def test_the_address_of_a_file_lives_five_minutes(traded: Merchant, simulator: Simulator) -> None:
    _, body = traded.sdk.trade_bill(today(simulator))
    simulator.control.advance(301)
    status, _ = traded.sdk.download_bill(json.loads(body)["download_url"])
    assert status == 400


def test_a_download_is_signed_by_us_and_not_by_wechat(traded: Merchant, simulator: Simulator) -> None:
    _, body = traded.sdk.trade_bill(today(simulator))
    path = json.loads(body)["download_url"].removeprefix(simulator.url)
    answer = traded.request("GET", path)
    assert answer.status_code == 200
    assert "Wechatpay-Signature" not in answer.headers
    assert traded.request("GET", path, nonce="other").status_code == 401
