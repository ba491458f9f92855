"""A day's trade bill is read whole or not at all."""

import gzip
import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.payments.provider import StatementRow
from app.payments.wechatpay_answers import Unreadable
from app.payments.wechatpay_statement import read_statement, unpacked

DAY, MCHID = date(2026, 11, 19), "1900000109"
COLUMNS = [
    "交易时间",
    "公众账号ID",
    "商户号",
    "特约商户号",
    "设备号",
    "微信订单号",
    "商户订单号",
    "用户标识",
    "交易类型",
    "交易状态",
    "付款银行",
    "货币种类",
    "应结订单金额",
    "代金券金额",
    "微信退款单号",
    "商户退款单号",
    "退款金额",
    "充值券退款金额",
    "退款类型",
    "退款状态",
    "商品名称",
    "商户数据包",
    "手续费",
    "费率",
    "订单金额",
    "申请退款金额",
    "费率备注",
]
SUMMARY = [
    "总交易单数",
    "应结订单总金额",
    "退款总金额",
    "充值券退款总金额",
    "手续费总金额",
    "订单总金额",
    "申请退款总金额",
]


def row(**changes: str) -> dict[str, str]:
    blank = dict.fromkeys(COLUMNS, "") | {
        "交易时间": "2026-11-19 00:00:03",
        "公众账号ID": "wx0123456789abcdef",
        "商户号": MCHID,
        "特约商户号": "0",
        "微信订单号": "4200001234202611191234567890",
        "商户订单号": "pay01J0000000000000000000000",
        "用户标识": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "交易类型": "JSAPI",
        "交易状态": "SUCCESS",
        "付款银行": "OTHERS",
        "货币种类": "CNY",
        "应结订单金额": "17.44",
        "代金券金额": "0.00",
        "微信退款单号": "0",
        "商户退款单号": "0",
        "退款金额": "0.00",
        "充值券退款金额": "0.00",
        "商品名称": "碳中和服务",
        "手续费": "0.10000",
        "费率": "0.60%",
        "订单金额": "17.44",
        "申请退款金额": "0.00",
    }
    return blank | changes


REFUNDED = {
    "交易时间": "2026-11-19 23:59:59",
    "交易状态": "REFUND",
    "应结订单金额": "0.00",
    "微信退款单号": "50000000382019052709732678859",
    "商户退款单号": "ref01J0000000000000000000000",
    "退款金额": "17.44",
    "退款类型": "ORIGINAL",
    "退款状态": "PROCESSING",
    "手续费": "-0.10000",
    "订单金额": "0.00",
    "申请退款金额": "17.44",
}


def bill(*rows: dict[str, str], columns: list[str] = COLUMNS, summary: list[str] = SUMMARY, **totals: str) -> bytes:
    """As WeChat writes it: BOM, CRLF, backticks, and two lines of summary that add up unless told otherwise."""
    sums = {
        "总交易单数": str(len(rows)),
        **{
            total: str(sum((Decimal(each[name]) for each in rows), Decimal(0)))
            for total, name in zip(
                SUMMARY[1:],
                ["应结订单金额", "退款金额", "充值券退款金额", "手续费", "订单金额", "申请退款金额"],
                strict=True,
            )
        },
        **totals,
    }
    lines = [",".join(columns)]
    lines += [",".join("`" + each[name] for name in columns) for each in rows]
    lines += [",".join(summary), ",".join("`" + sums[name] for name in summary)]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def read(raw: bytes):
    return read_statement(DAY, raw, sha1=hashlib.sha1(raw).hexdigest(), mchid=MCHID)


def test_a_payment_and_its_refund_are_read_in_fen_and_utc():
    raw = bill(row(), row(**REFUNDED))
    statement = read(raw)
    assert statement.rows == (
        StatementRow(
            at=datetime(2026, 11, 18, 16, 0, 3, tzinfo=UTC),
            payment_id="pay01J0000000000000000000000",
            transaction_id="4200001234202611191234567890",
            kind="payment",
            amount_fen=1744,
            fee_fen=10,
        ),
        StatementRow(
            at=datetime(2026, 11, 19, 15, 59, 59, tzinfo=UTC),
            payment_id="pay01J0000000000000000000000",
            transaction_id="4200001234202611191234567890",
            kind="refund",
            amount_fen=1744,
            fee_fen=-10,
            refund_id="ref01J0000000000000000000000",
        ),
    )
    assert (statement.day, statement.raw, statement.sha1) == (DAY, raw, hashlib.sha1(raw).hexdigest())


def test_commas_and_quotes_in_a_product_name_survive():
    assert read(bill(row(商品名称='出行, 餐饮,"住宿" 3,5 kg'))).rows[0].amount_fen == 1744


def test_columns_are_found_by_name_whatever_their_order():
    shuffled = ["交易时间", *sorted(COLUMNS[1:])]
    fewer = [name for name in COLUMNS if name not in {"特约商户号", "费率备注"}]
    assert read(bill(row(), columns=shuffled)).rows == read(bill(row(), columns=fewer)).rows == read(bill(row())).rows


def test_older_files_without_order_amounts_are_read_from_their_parts():
    older = [name for name in COLUMNS if name not in {"订单金额", "申请退款金额"}]
    paid = row(应结订单金额="10.00", 代金券金额="7.44")
    back = row(**{**REFUNDED, "退款金额": "10.00", "充值券退款金额": "7.44"})
    raw = bill(paid, back, columns=older, summary=SUMMARY[:5])
    assert [each.amount_fen for each in read(raw).rows] == [1744, 1744]


@pytest.mark.parametrize(
    ("fee", "fee_fen"),
    [("0.00000", 0), ("0.00400", 0), ("0.00500", 1), ("0.10464", 10), ("-0.00500", -1), ("-0.00499", 0)],
)
def test_a_fee_is_rounded_to_fen_half_away_from_zero(fee, fee_fen):
    assert read(bill(row(手续费=fee))).rows[0].fee_fen == fee_fen


@given(st.lists(st.tuples(st.integers(1, 10**10), st.integers(-(10**6), 10**6)), min_size=1, max_size=20))
def test_every_amount_written_in_yuan_comes_back_as_the_same_fen(amounts):
    rows = [
        row(订单金额=str(Decimal(amount).scaleb(-2)), 手续费=str(Decimal(fee).scaleb(-2))) for amount, fee in amounts
    ]
    assert [(each.amount_fen, each.fee_fen) for each in read(bill(*rows)).rows] == amounts


SPOILT = {
    "a fraction of a fen": bill(row(订单金额="17.445")),
    "a negative amount": bill(row(订单金额="-17.44")),
    "an amount that is none": bill(row()).replace(b"`0.10000,`0.60%", b"`ten,`0.60%"),
    "an amount that is not a number": bill(row(订单金额="NaN")),
    "an amount without end": bill(row(订单金额="Infinity")),
    "another merchant": bill(row(商户号="1900000110")),
    "another currency": bill(row(货币种类="USD")),
    "a state nobody documented": bill(row(交易状态="ELSE")),
    "a time that is none": bill(row(交易时间="2026-11-19T00:00:03Z")),
    "a row with a cell too many": bill(row(商品名称="a,`b")),
    "a row cut short": bill(row()).replace(b"`0.60%,", b""),
    "one row fewer than counted": bill(row(), 总交易单数="2"),
    "a total that is not the sum": bill(row(), 订单总金额="17.45"),
    "a fee total that is not the sum": bill(row(), 手续费总金额="0.11"),
    "a refund total that is not the sum": bill(row(**REFUNDED), 申请退款总金额="0.00"),
    "no summary": b"\r\n".join(bill(row()).split(b"\r\n")[:-3]),
    "no merchant column": bill(row(), columns=[name for name in COLUMNS if name != "商户号"]),
    "an error in JSON": b'{"code":"SYSTEM_ERROR"}',
    "not UTF-8": b"\xff\xfe" + bill(row()),
    "nothing": b"",
}  # fmt: skip


@pytest.mark.parametrize("raw", SPOILT.values(), ids=SPOILT.keys())
def test_a_statement_that_does_not_agree_with_itself_is_not_read_at_all(raw):
    with pytest.raises(Unreadable):
        read(raw)


def test_a_file_that_is_not_the_one_promised_is_refused():
    raw = bill(row())
    with pytest.raises(Unreadable, match="digest"):
        read_statement(DAY, raw, sha1="0" * 40, mchid=MCHID)
    assert read_statement(DAY, raw, sha1=hashlib.sha1(raw).hexdigest().upper(), mchid=MCHID).rows


def test_a_download_is_unpacked_when_packed_and_refused_when_damaged():
    raw = bill(row())
    packed = gzip.compress(raw)
    assert unpacked(packed) == unpacked(raw) == raw
    for damaged in (packed[:-9], packed[:40], packed[:20] + b"\x00" * 30 + packed[50:]):
        with pytest.raises(Unreadable):
            unpacked(damaged)
