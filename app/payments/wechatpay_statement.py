"""Reads a WeChat Pay trade bill (交易账单) into statement rows. Fetching it is wechatpay.py's business.

Format: UTF-8 with BOM, CRLF, commas; every data cell opens with a backtick; the last two lines are a summary, which
must agree with the rows.
"""

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from urllib.parse import urlsplit

from app.core.clock import BEIJING
from app.payments.provider import Statement, StatementRow
from app.payments.wechatpay_answers import Json, Unreadable, expect, text

LARGEST_STATEMENT = 256 * 1024 * 1024
_FIRST_COLUMN = "交易时间"
_SUMMARY_COLUMN = "总交易单数"
_FEN = Decimal(100)


def ticket(answer: Json) -> tuple[str, str]:
    """(SHA-1 of the uncompressed file, path to fetch it at) from the answer that offers it; good for minutes only.

    Only the path: it is asked of our own gateway, so that our Authorization goes to no host that an answer names.
    """
    expect(answer, "hash_type", "SHA1")
    address = urlsplit(text(answer, "download_url"))
    if not address.path.startswith("/"):
        raise Unreadable("download_url")
    return text(answer, "hash_value"), f"{address.path}?{address.query}" if address.query else address.path


def unpacked(data: bytes) -> bytes:
    """The file inside a gzip download, or the download itself if it is not one. Unreadable when damaged or huge."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            raw = file.read(LARGEST_STATEMENT + 1)
    except (OSError, EOFError, zlib.error):
        raise Unreadable("the statement is not a whole gzip file") from None
    if len(raw) > LARGEST_STATEMENT:
        raise Unreadable("the statement is too large")
    return raw


def read_statement(day: date, raw: bytes, *, sha1: str, mchid: str) -> Statement:
    """Parse the uncompressed file. sha1: the digest WeChat named for it, hexadecimal.

    Columns are found by name; cells are split at comma and backtick, so that commas in product names survive.
    Unreadable if the digest, a cell, the merchant or the summary does not agree: half a statement is never returned.
    """
    digest = hashlib.sha1(raw).hexdigest()  # noqa: S324 (WeChat's choice; it guards against a damaged file only)
    if digest != sha1.lower():
        raise Unreadable("the statement differs from its digest")
    try:
        lines = [line for line in raw.decode("utf-8-sig").split("\n") if line.strip()]
    except UnicodeDecodeError:
        raise Unreadable("the statement is not UTF-8") from None
    lines = [line.rstrip("\r") for line in lines]
    if len(lines) < 3 or not lines[0].startswith(_FIRST_COLUMN) or not lines[-2].startswith(_SUMMARY_COLUMN):
        raise Unreadable("the statement has no header or no summary")
    records = [_record(lines[0], line, number) for number, line in enumerate(lines[1:-2], start=2)]
    _check_summary(_record(lines[-2], lines[-1], len(lines)), records)
    rows = tuple(_row(record, number, mchid) for number, record in enumerate(records, start=2))
    return Statement(day, rows, raw, digest)


def _record(header: str, line: str, number: int) -> dict[str, str]:
    names = [name.strip() for name in header.split(",")]
    cells = line.removeprefix("`").split(",`")
    if not line.startswith("`") or len(cells) != len(names):
        raise Unreadable(f"line {number} of the statement does not fit its header")
    return dict(zip(names, (cell.strip() for cell in cells), strict=True))


def _row(record: Mapping[str, str], number: int, mchid: str) -> StatementRow:
    """One record in our words. Amounts positive; fee_fen is negative where a refund gave the fee back."""
    if _cell(record, "商户号") != mchid or _cell(record, "货币种类") != "CNY":
        raise Unreadable(f"line {number} of the statement is another merchant's or not CNY")
    state = _cell(record, "交易状态")
    if state not in {"SUCCESS", "REFUND", "REVOKED"}:
        raise Unreadable(f"line {number} of the statement has an unknown trade state")
    paid = state == "SUCCESS"
    return StatementRow(
        at=_at(_cell(record, _FIRST_COLUMN)),
        payment_id=_cell(record, "商户订单号"),
        transaction_id=_cell(record, "微信订单号"),
        kind="payment" if paid else "refund",
        amount_fen=_whole_fen(_ordered_yuan(record) if paid else _refunded_yuan(record)),
        fee_fen=_fee_fen(_yuan(record, "手续费")),
        refund_id=None if paid or record.get("商户退款单号") in {None, "", "0"} else record["商户退款单号"],
    )


def _ordered_yuan(record: Mapping[str, str]) -> Decimal:
    """What the order was for. Older files lack that column: what is settled plus what vouchers paid."""
    if "订单金额" in record:
        return _yuan(record, "订单金额")
    return _yuan(record, "应结订单金额") + _yuan(record, "代金券金额")


def _refunded_yuan(record: Mapping[str, str]) -> Decimal:
    if "申请退款金额" in record:
        return _yuan(record, "申请退款金额")
    return _yuan(record, "退款金额") + _yuan(record, "充值券退款金额")


def _check_summary(summary: Mapping[str, str], records: list[dict[str, str]]) -> None:
    if _cell(summary, _SUMMARY_COLUMN) != str(len(records)):
        raise Unreadable("the statement's summary counts other rows")
    totals: tuple[tuple[str, Callable[[dict[str, str]], Decimal]], ...] = (
        ("手续费总金额", lambda record: _yuan(record, "手续费")),
        ("订单总金额", lambda record: _yuan(record, "订单金额")),
        ("申请退款总金额", lambda record: _yuan(record, "申请退款金额")),
    )
    for name, amount in totals:
        if name in summary and _yuan(summary, name) != sum((amount(record) for record in records), Decimal(0)):
            raise Unreadable(f"the statement's summary does not add up: {name}")


def _cell(record: Mapping[str, str], name: str) -> str:
    if name not in record:
        raise Unreadable(f"the statement has no column {name}")
    return record[name]


def _yuan(record: Mapping[str, str], name: str) -> Decimal:
    try:
        value = Decimal(_cell(record, name) or "0")
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Unreadable(f"the statement's column {name} is not an amount")
    return value


def _whole_fen(yuan: Decimal) -> int:
    value = yuan * _FEN
    if value != value.to_integral_value() or value < 0:
        raise Unreadable("an amount in the statement is not whole fen")
    return int(value)


def _fee_fen(yuan: Decimal) -> int:
    """The file writes five decimals; WeChat charges whole fen, rounded half away from zero per transaction."""
    return int((yuan * _FEN).to_integral_value(ROUND_HALF_UP))


def _at(written: str) -> datetime:
    try:
        return datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING).astimezone(UTC)
    except ValueError:
        raise Unreadable("a time in the statement is unreadable") from None
