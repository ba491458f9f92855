"""What the tests of WeChat Pay ask of it: one payment, and its refund."""

from datetime import UTC, datetime

from app.payments.provider import Method, PaymentRequest, RefundRequest

PAYMENT, REFUND = "pay01J0000000000000000000000", "ref01J0000000000000000000000"
ASKED = PaymentRequest(
    payment_id=PAYMENT,
    method=Method.JSAPI,
    amount_fen=1744,
    description="碳中和服务: 首届中国数字碳中和高峰论坛",
    expires_at=datetime(2026, 11, 20, 4, 30, 0, 250_000, tzinfo=UTC),
    openid="oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
    attach="ord01J0000000000000000000000",
)
BACK = RefundRequest(REFUND, PAYMENT, 1744, 1744, "客人取消")
