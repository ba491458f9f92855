"""The daily trade bill: which rows, the exact file WeChat Pay gives, and its two routes."""

import gzip
import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from flask import Blueprint, Response, g, request

from simulator.clock import BEIJING
from simulator.gateway import PayError, json_answer, param_error
from simulator.store import Row
from simulator.world import World

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_URL_LIFE_S = 300
_KEPT_DAYS = 92
_FEE_BPS = 60
_BEFORE = (
    "交易时间", "公众账号ID", "商户号", "特约商户号", "设备号", "微信订单号", "商户订单号", "用户标识", "交易类型",
    "交易状态", "付款银行", "货币种类", "应结订单金额", "代金券金额",
)  # fmt: skip
_REFUND = ("微信退款单号", "商户退款单号", "退款金额", "充值券退款金额", "退款类型", "退款状态")
_GOODS = ("商品名称", "商户数据包", "手续费", "费率", "订单金额")
_COLUMNS = {
    "ALL": (*_BEFORE, *_REFUND, *_GOODS, "申请退款金额", "费率备注"),
    "SUCCESS": (*_BEFORE, *_GOODS, "费率备注"),
    "REFUND": (*_BEFORE, "退款申请时间", "退款成功时间", *_REFUND, *_GOODS, "申请退款金额", "费率备注"),
}
#: the column each sum of the last line adds up, by the sum's own name
_SUMS = {
    "应结订单总金额": "应结订单金额",
    "退款总金额": "退款金额",
    "充值券退款总金额": "充值券退款金额",
    "手续费总金额": "手续费",
    "订单总金额": "订单金额",
    "申请退款总金额": "申请退款金额",
}


def add_bills(gate: Blueprint, world: World) -> None:
    """Registers the routes on the gateway."""

    @gate.get("/v3/bill/tradebill")
    def tradebill() -> Response:
        kind, day = request.args.get("bill_type", "ALL"), _asked_day(request.args.get("bill_date", ""))
        if kind not in _COLUMNS:
            raise param_error("bill_type 须为 ALL、SUCCESS 或 REFUND")
        if request.args.get("tar_type", "GZIP") != "GZIP":
            raise param_error("tar_type 只支持 GZIP")
        _check_day(world, day)
        content = bill_file(world, day, kind)
        packed = gzip.compress(content) if "tar_type" in request.args else content
        token = secrets.token_urlsafe(32)
        world.store.insert("bill_files", token=token, content=packed, created_at=world.clock.now())
        return json_answer({
            "hash_type": "SHA1",
            "hash_value": hashlib.sha1(content, usedforsecurity=False).hexdigest(),
            "download_url": f"{request.host_url}v3/billdownload/file?token={token}",
        })  # fmt: skip

    @gate.get("/v3/billdownload/file")
    def billdownload() -> Response:
        g.leave_unsigned = True  # WeChat does not sign this one
        row = world.store.one("SELECT * FROM bill_files WHERE token = ?", request.args.get("token", ""))
        if row is None or world.clock.now() > row["created_at"] + _URL_LIFE_S:
            raise PayError(400, "INVALID_REQUEST", "下载地址无效或已过期，请重新申请账单")
        return Response(row["content"], content_type="application/octet-stream")


def _asked_day(text: str) -> date:
    refusal = param_error("bill_date 须为 YYYY-MM-DD")
    if not _DAY.fullmatch(text):
        raise refusal
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refusal from None


def _check_day(world: World, day: date) -> None:
    """A day's bill is there from 10:00 of the next day, for three months; both in Beijing time."""
    now = datetime.fromtimestamp(world.clock.now(), BEIJING)
    if world.switches.get("bills_at_once"):
        return
    if day >= now.date():
        raise param_error("bill_date 须早于今天")
    if now < datetime.combine(day + timedelta(days=1), time(10), BEIJING):
        raise PayError(400, "STATEMENT_CREATING", "账单生成中，请在次日 10 点后获取")
    if day < now.date() - timedelta(days=_KEPT_DAYS):
        raise PayError(400, "NO_STATEMENT_EXIST", "账单文件不存在")


def bill_file(world: World, day: date, kind: str = "ALL") -> bytes:
    """UTF-8 with BOM, CRLF, every data cell behind a backtick, two summary lines last (wechat.md 3.6).

    Raises NO_STATEMENT_EXIST for a day without a row.
    """
    begins = datetime.combine(day, time(), BEIJING).timestamp()
    between = (begins, begins + 86400)
    rows: list[dict[str, str]] = []
    if kind != "REFUND":
        paid = world.store.all("SELECT * FROM orders WHERE paid_at >= ? AND paid_at < ? ORDER BY paid_at", *between)
        rows += [_payment_row(world, order) for order in paid]
    if kind != "SUCCESS":
        refunded = world.store.all(
            "SELECT r.*, r.created_at AS asked_at, o.* FROM refunds r JOIN orders o USING (out_trade_no) "
            "WHERE r.created_at >= ? AND r.created_at < ? ORDER BY r.created_at", *between,
        )  # fmt: skip
        rows += [_refund_row(world, row) for row in refunded]
    if not rows:
        raise PayError(400, "NO_STATEMENT_EXIST", "当日无交易，账单不存在")
    rows.sort(key=lambda row: row["交易时间"])
    columns = _COLUMNS[kind]
    text = [",".join(columns), *(_data_line(row[name] for name in columns) for row in rows)]
    text += [",".join(("总交易单数", *_SUMS)), _data_line(_summary(rows))]
    return ("\ufeff" + "".join(line + "\r\n" for line in text)).encode()


def _data_line(cells: Iterable[str]) -> str:
    return ",".join(f"`{cell}" for cell in cells)


def _payment_row(world: World, order: Row) -> dict[str, str]:
    total = order["total_fen"]
    return _common(world, order, order["paid_at"]) | {
        "交易状态": "SUCCESS",
        "应结订单金额": _yuan(total),
        "微信退款单号": "0",
        "商户退款单号": "0",
        "退款金额": "0.00",
        "退款类型": "",
        "退款状态": "",
        "手续费": _fee(total),
        "订单金额": _yuan(total),
        "申请退款金额": "0.00",
    }


def _refund_row(world: World, row: Row) -> dict[str, str]:
    """The time of a refund's row is when it was accepted; its state is the one of that moment and never updated."""
    fen = row["refund_fen"]
    return _common(world, row, row["asked_at"]) | {
        "交易状态": "REFUND",
        "应结订单金额": "0.00",
        "退款申请时间": _time(row["asked_at"]),
        "退款成功时间": _time(row["success_at"]) if row["success_at"] is not None else "",
        "微信退款单号": row["refund_id"],
        "商户退款单号": row["out_refund_no"],
        "退款金额": _yuan(fen),
        "退款类型": "ORIGINAL",
        "退款状态": "PROCESSING",
        "手续费": _fee(-fen),
        "订单金额": "0.00",
        "申请退款金额": _yuan(fen),
    }


def _common(world: World, order: Row, at: float) -> dict[str, str]:
    return {
        "交易时间": _time(at),
        "公众账号ID": world.keys.appid,
        "商户号": world.keys.mchid,
        "特约商户号": "0",
        "设备号": "",
        "微信订单号": order["transaction_id"],
        "商户订单号": order["out_trade_no"],
        "用户标识": order["payer_openid"],
        "交易类型": order["trade_type"],
        "付款银行": "OTHERS",
        "货币种类": "CNY",
        "代金券金额": "0.00",
        "充值券退款金额": "0.00",
        "商品名称": order["description"],
        "商户数据包": order["attach"] or "",
        "费率": f"{_FEE_BPS // 100}.{_FEE_BPS % 100:02d}%",
        "费率备注": "",
    }


def _summary(rows: list[dict[str, str]]) -> list[str]:
    sums = (sum((Decimal(row[column]) for row in rows), Decimal(0)) for column in _SUMS.values())
    return [str(len(rows)), *(str(total) for total in sums)]


def _yuan(fen: int) -> str:
    return str(Decimal(fen).scaleb(-2).quantize(Decimal("0.01")))


def _fee(fen: int) -> str:
    """Yuan with five decimals; the fee itself is whole fen, half up, as in WeChat's example file."""
    fee_fen = (abs(fen) * _FEE_BPS + 5000) // 10000
    return str((Decimal(fee_fen if fen >= 0 else -fee_fen) / 100).quantize(Decimal("0.00001")))


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, BEIJING).strftime("%Y-%m-%d %H:%M:%S")
