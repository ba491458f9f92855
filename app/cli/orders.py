"""`flask orders refund`: an operator sends a buyer's money back."""

import click
from flask.cli import AppGroup

from app.cli.answers import REFUSALS, as_json, rows, say
from app.domain.display import grouped
from app.domain.payments import RefundStatus
from app.services import refunding

group = AppGroup("orders", help="订单 · Orders")
_STATES = {
    RefundStatus.REQUESTED: ("已受理，支付方尚未收到，后台会用同一单号再试", "kept; the jobs send it again"),
    RefundStatus.PROCESSING: ("支付方正在退款", "the provider is refunding it"),
    RefundStatus.SUCCEEDED: ("已退款，证书（如有）已撤销", "refunded; its certificates, if any, are revoked"),
    RefundStatus.STUCK: ("支付方未能退款，需要人工处理", "the provider could not refund it: a person must look"),
}


@group.command("refund")
@click.argument("order_id", metavar="ID")
@click.option("--reason", required=True, help="原因，买家可见 · The reason, shown to the buyer.")
@click.option("--json", "for_programs", is_flag=True, help="JSON")
@REFUSALS
def refund(order_id: str, reason: str, for_programs: bool) -> None:
    """退款 · Refund a paid order whose credits are not cancelled yet. May be repeated: one refund."""
    done = refunding.refund_now(order_id, reason)
    if for_programs:
        as_json({name: getattr(done, name) for name in done.__slots__})
    else:
        say(*_STATES[done.refund_status])
        rows(
            [
                ("订单 order", f"{order_id}  {done.order_status}"),
                ("退款单 refund", f"{done.refund_id}  {done.refund_status}"),
                ("金额 amount", f"{grouped(done.amount_fen)} fen"),
                *([("支付方 provider says", done.last_error)] if done.last_error else []),
            ]
        )
    if done.refund_status is RefundStatus.STUCK:
        raise SystemExit(1)
