"""orders refund: an operator sends money back, once, and hears where it stands."""

from typing import Any

import pytest

from app.services import proofs
from tests.cli.conftest import Run
from tests.support.world import Guest, World


@pytest.fixture
def paid(world: World) -> tuple[Guest, Any]:
    guest = world.standard()
    return guest, world.paid(guest, footprint_id=world.footprint(guest)["id"])


def _refunds(world: World, order: Any) -> list[Any]:
    found: list[Any] = world.simulator.control.payment(order["payment"]["id"])["refunds"]
    return found


def test_a_refund_is_sent_at_once_and_asking_again_sends_no_second(
    world: World, run: Run, paid: tuple[Guest, Any]
) -> None:
    _, order = paid
    first = run("orders", "refund", order["id"], "--reason", "活动取消")
    again = run("orders", "refund", order["id"], "--reason", "活动取消")
    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    sent = _refunds(world, order)
    assert len(sent) == 1
    assert sent[0]["out_refund_no"] in first.output
    assert f"{order['amount_fen']:,} fen" in first.output


def test_when_the_money_has_arrived_the_certificate_is_revoked(world: World, run: Run, paid: tuple[Guest, Any]) -> None:
    guest, order = paid
    run("orders", "refund", order["id"], "--reason", "活动取消")
    world.simulator.control.finish_refund(_refunds(world, order)[0]["out_refund_no"])
    done = run("orders", "refund", order["id"], "--reason", "活动取消")
    assert done.exit_code == 0
    assert "refunded" in done.output
    certificate: Any = guest.client.get(f"/api/v1/certificates/{order['certificate_id']}").json
    assert certificate["status"] == "revoked"
    with world.app.app_context():
        assert proofs.prove() == []


def test_a_provider_that_is_down_keeps_the_refund_for_the_jobs(world: World, run: Run, paid: tuple[Guest, Any]) -> None:
    guest, order = paid
    world.simulator.control.fault("refund", "down", times=None)
    done = run("orders", "refund", order["id"], "--reason", "活动取消")
    assert done.exit_code == 0, done.output
    assert "后台会用同一单号再试" in done.output
    assert guest.client.get(f"/api/v1/orders/{order['id']}").json["status"] == "refunding"
    world.simulator.control.clear_faults()
    run("orders", "refund", order["id"], "--reason", "活动取消")
    assert len(_refunds(world, order)) == 1


def test_a_refund_the_provider_cannot_finish_asks_for_a_person(world: World, run: Run, paid: tuple[Guest, Any]) -> None:
    _, order = paid
    world.simulator.control.fault("refund", "ends_abnormal")
    run("orders", "refund", order["id"], "--reason", "活动取消")
    world.simulator.control.finish_refund(_refunds(world, order)[0]["out_refund_no"], "ABNORMAL")
    stuck = run("orders", "refund", order["id"], "--reason", "活动取消")
    assert stuck.exit_code == 1
    assert "需要人工处理" in stuck.output


def test_an_order_nobody_paid_is_refused(world: World, run: Run) -> None:
    guest = world.standard()
    order = world.order(guest, footprint_id=world.footprint(guest)["id"])
    refused = run("orders", "refund", order["id"], "--reason", "误操作")
    assert refused.exit_code == 1
    assert "订单尚未支付" in refused.output


def test_an_unknown_order_is_refused(run: Run) -> None:
    refused = run("orders", "refund", "ordNOPE", "--reason", "误操作")
    assert refused.exit_code == 1
    assert "没有这个订单" in refused.output
