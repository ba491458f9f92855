"""WeChat Pay v3 (JSAPI and Native, public-key mode) as a payment provider. What it says is believed only when signed.

The wire is wechatpay_channel.py; messages wechatpay_notifications.py; the daily file wechatpay_statement.py.
"""

import copy
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar

import wechatpayv3

from app.core import clock, ids
from app.payments.provider import (
    Capabilities,
    Method,
    Notification,
    OutcomeUnknown,
    PaymentOutcome,
    PaymentRequest,
    PaymentState,
    ProviderRefused,
    ProviderUnavailable,
    RefundOutcome,
    RefundRequest,
    RefundState,
    Started,
    Statement,
)
from app.payments.wechatpay_answers import (
    Json,
    Unreadable,
    expect,
    json_object,
    payment_outcome,
    refund_outcome,
    text,
)
from app.payments.wechatpay_channel import Channel
from app.payments.wechatpay_keys import merchant_keys
from app.payments.wechatpay_notifications import open_notification
from app.payments.wechatpay_requests import notify_urls, number, order_fields, refund_fields
from app.payments.wechatpay_statement import read_statement, ticket, unpacked

API_URL = "https://api.mch.weixin.qq.com"
T = TypeVar("T")
_PAY_TYPES = {Method.JSAPI: wechatpayv3.WeChatPayType.MINIPROG, Method.NATIVE: wechatpayv3.WeChatPayType.NATIVE}
_NEVER_THERE = frozenset({"ORDERNOTEXIST", "RESOURCENOTEXISTS"})
_NO_STATEMENT = frozenset({"NOSTATEMENTEXIST", "STATEMENTCREATING"})


class WeChatPay:
    """A :class:`~app.payments.provider.PaymentProvider`. Holds no state of ours; one instance may serve every thread.

    No write transaction may be open when a method that calls out is called (core.database.TransactionOpen).
    """

    name = "wechatpay"
    capabilities = Capabilities(
        methods=frozenset({Method.JSAPI, Method.NATIVE}),
        can_close=True,
        refundable_days=365,
        statement_kinds=("trade",),
    )

    def __init__(
        self,
        *,
        mchid: str,
        appid: str,
        serial_no: str,
        private_key: str,
        apiv3_key: str,
        public_key: str,
        public_key_id: str,
        public_url: str,
        api_url: str = API_URL,
        connect_timeout_s: float = 3,
        read_timeout_s: float = 10,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        """Check the keys and addresses; no call is made. ValueError says what is wrong, quoting no key.

        Keys are texts (PEM), see :func:`~app.payments.wechatpay_keys.merchant_keys`. public_url: our own address, below
        which WeChat sends its messages. A timeout is per wait on the socket, in seconds, not for the whole call.
        """
        keys = merchant_keys(
            mchid=mchid,
            serial_no=serial_no,
            private_key=private_key,
            apiv3_key=apiv3_key,
            public_key=public_key,
            public_key_id=public_key_id,
        )
        self._mchid, self._appid, self._now = mchid, appid, now
        self._connect_timeout_s = connect_timeout_s
        self._notify_urls = notify_urls(public_url)
        self._channel = Channel(keys, api_url=api_url, timeout_s=(connect_timeout_s, read_timeout_s), now=now)
        self._sdk = wechatpayv3.WeChatPay(
            wechatpay_type=wechatpayv3.WeChatPayType.MINIPROG,
            mchid=mchid,
            private_key=None,
            cert_serial_no=serial_no,
            appid=appid,
            apiv3_key=apiv3_key,
            public_key=keys.public_key_pem(),
            public_key_id=public_key_id,
        )
        self._sdk._core = self._channel  # in place of the keyless core it has just made

    def with_read_timeout(self, read_timeout_s: float) -> "WeChatPay":
        """The same provider, keys and connections, less patient: for a guest who is waiting at the screen."""
        twin = copy.copy(self)
        twin._channel = self._channel.with_timeout((min(self._connect_timeout_s, read_timeout_s), read_timeout_s))
        twin._sdk = copy.copy(self._sdk)
        twin._sdk._core = twin._channel
        return twin

    def start(self, request: PaymentRequest) -> Started:
        """Place the order there: parameters for wx.requestPayment (JSAPI), or ``code_url`` (NATIVE).

        Repeatable: an equal request is sent as equal bytes, and answered with a fresh prepay_id, good for 2 hours. The
        description is cut to 127 characters. ValueError for a request that could never be sent.
        """
        pay_type = _PAY_TYPES[request.method]
        _, answer = self._sdk.pay(**order_fields(request, self._notify_urls["payments"]), pay_type=pay_type)
        if request.method is Method.NATIVE:
            return Started("native", {"code_url": _believed(lambda: text(json_object(answer), "code_url"))})
        prepay_id = _believed(lambda: text(json_object(answer), "prepay_id"))
        return Started("jsapi", self._for_the_phone(prepay_id), prepay_id)

    def query(self, payment_id: str) -> PaymentOutcome:
        """Ask what became of it. A 404 that names the order is NOT_FOUND; unsigned, so never proof of anything."""
        try:
            _, answer = self._sdk.query(out_trade_no=number(payment_id))
        except ProviderRefused as refused:
            if refused.code in _NEVER_THERE:
                return PaymentOutcome(payment_id, PaymentState.NOT_FOUND)
            raise
        return _believed(lambda: self._outcome_of(payment_id, json_object(answer)))

    def close(self, payment_id: str) -> PaymentState:
        """Close it there. PAID is WeChat's hint that the money was faster: `query` for the outcome to settle."""
        try:
            status, _ = self._sdk.close(out_trade_no=number(payment_id))
        except ProviderRefused as refused:
            if refused.code == "ORDERPAID":
                return PaymentState.PAID
            if refused.code in _NEVER_THERE or refused.code == "ORDERCLOSED":
                return PaymentState.CLOSED
            raise
        if status == 202:
            raise ProviderUnavailable("the payer is paying at this moment")
        if status != 204:
            raise OutcomeUnknown(f"WeChat Pay answered a close with {status}")
        return PaymentState.CLOSED

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Ask for the money to go back, within 365 days. 200 is accepted, not done: PROCESSING until heard otherwise.

        ProviderRefused ``NOTENOUGH``: the merchant's balance is short; repeat with the same numbers after a top-up.
        """
        _, answer = self._sdk.refund(**refund_fields(request, self._notify_urls["refunds"]))
        outcome = _believed(lambda: _refund_of(request.refund_id, json_object(answer)))
        if (outcome.payment_id, outcome.refund_fen) != (request.payment_id, request.refund_fen):
            raise OutcomeUnknown("WeChat Pay's answer is about another refund")
        return outcome

    def query_refund(self, refund_id: str) -> RefundOutcome:
        """Ask what became of a refund; wait a minute after asking for it. NOT_FOUND if it was never accepted."""
        try:
            _, answer = self._sdk.query_refund(out_refund_no=number(refund_id))
        except ProviderRefused as refused:
            if refused.code in _NEVER_THERE:
                return RefundOutcome(refund_id, RefundState.NOT_FOUND)
            raise
        return _believed(lambda: _refund_of(refund_id, json_object(answer)))

    def parse_notification(self, kind: str, headers: Mapping[str, str], body: bytes) -> Notification:
        """See the Protocol, and :func:`~app.payments.wechatpay_notifications.open_notification`. Makes no call."""
        return open_notification(self._channel, kind, headers, body, mchid=self._mchid, appid=self._appid)

    def fetch_statement(self, day: date) -> Statement | None:
        """The trade bill of a Beijing day: there after 10:00 the next morning, for three months. Repeatable."""
        try:
            _, answer = self._sdk.trade_bill(bill_date=day.isoformat(), bill_type="ALL", tar_type="GZIP")
        except ProviderRefused as refused:
            if refused.code in _NO_STATEMENT:
                return None
            raise
        sha1, path = _believed(lambda: ticket(json_object(answer)))
        _, data = self._sdk.download_bill(path)
        return _believed(lambda: read_statement(day, unpacked(data), sha1=sha1, mchid=self._mchid))

    def _for_the_phone(self, prepay_id: str) -> dict[str, str]:
        """Parameters of wx.requestPayment. Formula: SHA-256 with RSA over appid, time, nonce, package, each with LF."""
        stamp, nonce, package = str(int(self._now().timestamp())), ids.new_code(32), f"prepay_id={prepay_id}"
        signature: str = self._sdk.sign([self._appid, stamp, nonce, package])
        return {"timeStamp": stamp, "nonceStr": nonce, "package": package, "signType": "RSA", "paySign": signature}

    def _outcome_of(self, payment_id: str, answer: Json) -> PaymentOutcome:
        expect(answer, "out_trade_no", payment_id)
        return payment_outcome(answer, mchid=self._mchid, appid=self._appid)


def _refund_of(refund_id: str, answer: Json) -> RefundOutcome:
    expect(answer, "out_refund_no", refund_id)
    return refund_outcome(answer, state_field="status")


def _believed(read: Callable[[], T]) -> T:
    """Read an answer that bore its signature; what cannot be read leaves the outcome unknown."""
    try:
        return read()
    except Unreadable as unreadable:
        problem = str(unreadable)
    raise OutcomeUnknown(f"WeChat Pay's answer is not readable: {problem}")
