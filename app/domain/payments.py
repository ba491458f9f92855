"""The life of a payment attempt and of a refund, as tables."""

from enum import StrEnum


class Method(StrEnum):
    """How the payer is asked."""

    JSAPI = "jsapi"  #: inside the mini-program: parameters for wx.requestPayment
    NATIVE = "native"  #: on a desktop: a pay code to scan


class PaymentStatus(StrEnum):
    """What we know of one attempt. Its id is the provider's order number."""

    CREATED = "created"  #: our row is committed; whether the provider has it is not known
    OPEN = "open"  #: the provider has it, and it can be paid
    CLOSED = "closed"  #: it can never be paid any more
    PAID = "paid"  #: its money settled the order
    SURPLUS = "surplus"  #: its money came, but the order did not need it: a refund row goes with it


PAYMENT_TRANSITIONS: dict[PaymentStatus, frozenset[PaymentStatus]] = {
    PaymentStatus.CREATED: frozenset(
        {PaymentStatus.OPEN, PaymentStatus.CLOSED, PaymentStatus.PAID, PaymentStatus.SURPLUS}
    ),
    PaymentStatus.OPEN: frozenset({PaymentStatus.CLOSED, PaymentStatus.PAID, PaymentStatus.SURPLUS}),
    # a provider that closes softly may still take money: it is never dropped
    PaymentStatus.CLOSED: frozenset({PaymentStatus.PAID, PaymentStatus.SURPLUS}),
    PaymentStatus.PAID: frozenset(),
    PaymentStatus.SURPLUS: frozenset(),
}

#: Attempts that may still bring money: at most one per order, by a partial unique index.
LIVE_PAYMENTS = tuple(s for s, targets in PAYMENT_TRANSITIONS.items() if PaymentStatus.CLOSED in targets)
#: Attempts whose money has not come: what a settlement compares with.
UNSETTLED_PAYMENTS = tuple(s for s, targets in PAYMENT_TRANSITIONS.items() if PaymentStatus.PAID in targets)


class RefundStatus(StrEnum):
    """The life of a refund. Its id is the provider's refund number, the same at every attempt to send it."""

    REQUESTED = "requested"  #: committed here, to be sent by a job
    PROCESSING = "processing"  #: the provider has accepted it
    SUCCEEDED = "succeeded"  #: the money is back
    STUCK = "stuck"  #: the provider closed it or calls it abnormal: a person must act


REFUND_TRANSITIONS: dict[RefundStatus, frozenset[RefundStatus]] = {
    RefundStatus.REQUESTED: frozenset({RefundStatus.PROCESSING, RefundStatus.SUCCEEDED, RefundStatus.STUCK}),
    # back to requested: the provider says it never heard of it, so the same number is sent again
    RefundStatus.PROCESSING: frozenset({RefundStatus.SUCCEEDED, RefundStatus.STUCK, RefundStatus.REQUESTED}),
    RefundStatus.STUCK: frozenset({RefundStatus.PROCESSING, RefundStatus.SUCCEEDED, RefundStatus.REQUESTED}),
    RefundStatus.SUCCEEDED: frozenset(),
}


class RefundCause(StrEnum):
    """Why money goes back."""

    REQUEST = "request"  #: the buyer or an operator asked for it
    SURPLUS = "surplus"  #: the order was already paid, cancelled or sold out
