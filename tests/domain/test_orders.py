"""Lives as tables: orders, payments, refunds, certificates, scenes, pictures; complete, and ending where they must."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.certificates import CERTIFICATE_TRANSITIONS, CertificateStatus
from app.domain.orders import TRANSITIONS, OrderStatus, shown_status, sources_of
from app.domain.payments import (
    LIVE_PAYMENTS,
    PAYMENT_TRANSITIONS,
    REFUND_TRANSITIONS,
    UNSETTLED_PAYMENTS,
    PaymentStatus,
    RefundStatus,
)
from app.domain.renderings import RENDERING_TRANSITIONS, RenderingState
from app.domain.scenes import SCENE_TRANSITIONS, SHOWN, SceneStatus

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("statuses", "table", "ends"),
    [
        (OrderStatus, TRANSITIONS, {"cancelled", "refunded"}),
        (PaymentStatus, PAYMENT_TRANSITIONS, {"paid", "surplus"}),
        (RefundStatus, REFUND_TRANSITIONS, {"succeeded"}),
        (CertificateStatus, CERTIFICATE_TRANSITIONS, {"retired", "revoked"}),
        (SceneStatus, SCENE_TRANSITIONS, set()),
        (RenderingState, RENDERING_TRANSITIONS, {"stale"}),
    ],
)
def test_every_state_has_its_row_and_only_the_ends_lead_nowhere(statuses: Any, table: Any, ends: set[str]) -> None:
    assert set(table) == set(statuses)
    assert {status.value for status, targets in table.items() if not targets} == ends
    assert all(status not in targets for status, targets in table.items())


def test_money_that_comes_is_never_without_a_way() -> None:
    """Every attempt whose money has not come can still be paid, or found surplus."""
    for status in UNSETTLED_PAYMENTS:
        assert {PaymentStatus.PAID, PaymentStatus.SURPLUS} <= PAYMENT_TRANSITIONS[status]
    assert set(LIVE_PAYMENTS) < set(UNSETTLED_PAYMENTS)
    assert all(RefundStatus.SUCCEEDED in targets for targets in REFUND_TRANSITIONS.values() if targets)


def test_the_sources_of_a_state_are_the_rows_that_lead_to_it() -> None:
    assert set(sources_of(OrderStatus.PAID)) == {OrderStatus.PENDING, OrderStatus.EXPIRED}
    assert set(sources_of(OrderStatus.REFUNDING)) == {OrderStatus.PAID, OrderStatus.EXPIRED}
    assert sources_of(OrderStatus.PENDING) == ()


@pytest.mark.parametrize("status", OrderStatus)
def test_only_a_pending_order_is_shown_expired_and_from_its_very_moment_on(status: OrderStatus) -> None:
    moment = timedelta(microseconds=1)
    assert shown_status(status, NOW, NOW - moment) is status
    expired = OrderStatus.EXPIRED if status is OrderStatus.PENDING else status
    assert shown_status(status, NOW, NOW) is shown_status(status, NOW, NOW + moment) is expired


def test_a_draft_is_the_only_scene_the_public_does_not_see() -> None:
    assert set(SceneStatus) - set(SHOWN) == {SceneStatus.DRAFT}
