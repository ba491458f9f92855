"""The Protocol every payment provider fulfils, and the words it speaks in. No provider's own shapes pass this file.

Providers differ, so they say how (``capabilities``) instead of being guessed at. Every call may take seconds and may
fail without telling whether it took effect: that is :class:`OutcomeUnknown`, never a failure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from app.domain.payments import Method as Method  # noqa: PLC0414 (part of what this module speaks)


class ProviderError(Exception):
    """Base of everything a provider may raise. The message never holds a secret, a token or a name."""


class ProviderUnavailable(ProviderError):
    """It was not reached, or said it cannot now: nothing happened there. Try the same again later."""


class OutcomeUnknown(ProviderError):
    """Time-out, cut connection, unsigned or unreadable answer: it may have happened. Same numbers again, or ask."""


class ProviderRefused(ProviderError):
    """It understood and said no. ``code`` is the provider's, upper-case without underscores (``PARAMERROR``)."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class NotificationRefused(ProviderError):
    """A message that proves nothing (unsigned, wrong key, stale, not ours to verify): nothing is stored of it."""


class NotificationRejected(ProviderError):
    """Verified, but not acceptable (malformed, undecryptable, another merchant): stored as rejected, alerted."""


class PaymentState(StrEnum):
    """What a provider knows of an attempt."""

    PAID = "paid"
    NOT_PAID = "not_paid"  #: exists there, could still be paid
    CLOSED = "closed"  #: can never be paid any more
    REFUNDED = "refunded"  #: was paid, and a refund was started there (by whom is not said)
    NOT_FOUND = "not_found"  #: the provider has never accepted this number
    UNKNOWN = "unknown"  #: a state we do not know: treat as no answer


class RefundState(StrEnum):
    """What a provider knows of a refund."""

    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    CLOSED = "closed"  #: will not happen; the money stays where it was
    ABNORMAL = "abnormal"  #: stuck at the bank: a person must act
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a provider can do; services ask this, never the provider's name."""

    methods: frozenset[Method]
    can_close: bool
    refundable_days: int
    statement_kinds: tuple[str, ...]
    #: the payer's phone must send a fresh login code with the pay request
    needs_login_code: bool = False
    minimum_fen: int = 1


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """Everything ``start`` needs, kept with the payment so that a repeat is equal byte for byte.

    payment_id: 8-32 ``[0-9A-Za-z]``, the out_trade_no. expires_at: the last moment to pay.
    """

    payment_id: str
    method: Method
    amount_fen: int
    description: str
    expires_at: datetime
    openid: str | None
    attach: str | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """What the payer's device needs. kind: ``jsapi`` | ``native`` (others later). ``params`` pass through unchanged."""

    kind: str
    params: Mapping[str, str]
    provider_reference: str | None = None  #: prepay_id, where there is one


@dataclass(frozen=True, slots=True)
class PaymentOutcome:
    """What a provider said of one attempt, whichever way it was heard. Amounts in fen, ``paid_at`` aware."""

    payment_id: str
    state: PaymentState
    amount_fen: int | None = None
    currency: str | None = None
    transaction_id: str | None = None
    openid: str | None = None
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """refund_id is the out_refund_no: a repeat carries the same one, always."""

    refund_id: str
    payment_id: str
    refund_fen: int
    paid_fen: int
    reason: str


@dataclass(frozen=True, slots=True)
class RefundOutcome:
    refund_id: str
    state: RefundState
    refund_fen: int | None = None
    provider_reference: str | None = None
    succeeded_at: datetime | None = None
    payment_id: str | None = None


@dataclass(frozen=True, slots=True)
class Notification:
    """A verified message. ``message_id`` is the provider's, unique there. One outcome, or none for unknown kinds.

    kind: the provider's event type. plain: the decrypted content, for the inbox.
    """

    message_id: str
    kind: str
    payment: PaymentOutcome | None
    refund: RefundOutcome | None
    plain: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One line of a provider's daily statement. Amounts in fen; ``at`` aware."""

    at: datetime
    payment_id: str
    transaction_id: str
    kind: str  #: ``payment`` | ``refund``
    amount_fen: int
    fee_fen: int
    refund_id: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    day: date
    rows: tuple[StatementRow, ...]
    raw: bytes
    sha1: str


class PaymentProvider(Protocol):
    """One way to take money. Implementations hold no state of ours and never open a database transaction."""

    name: str
    capabilities: Capabilities

    def with_read_timeout(self, read_timeout_s: float) -> "PaymentProvider":
        """The same provider, less patient: for somebody who is waiting at a screen."""
        ...

    def start(self, request: PaymentRequest) -> Started:
        """Ask for a payment. Moves no money. Repeatable with an equal request: fresh params for the same attempt.

        Raises ProviderUnavailable, OutcomeUnknown, ProviderRefused (``ORDERPAID``: ask `query`; ``ORDERCLOSED``,
        ``OUTTRADENOUSED``: a new payment_id is needed).
        """
        ...

    def query(self, payment_id: str) -> PaymentOutcome:
        """What became of it. NOT_FOUND and UNKNOWN are answers.

        Raises ProviderUnavailable, OutcomeUnknown, ProviderRefused.
        """
        ...

    def close(self, payment_id: str) -> PaymentState:
        """Make it unpayable: CLOSED (also when it never existed), or PAID when the money was faster. Repeatable.

        Raises ProviderUnavailable, OutcomeUnknown, ProviderRefused.
        """
        ...

    def refund(self, request: RefundRequest) -> RefundOutcome:
        """Send money back, once per refund_id. Repeatable with the same request. PROCESSING is accepted, not done."""
        ...

    def query_refund(self, refund_id: str) -> RefundOutcome:
        """What became of a refund."""
        ...

    def parse_notification(self, kind: str, headers: Mapping[str, str], body: bytes) -> Notification:
        """Verify and open a message. kind: ``payments`` | ``refunds``, the address it came to. Makes no call.

        Raises NotificationRefused (not proven: keep nothing) or NotificationRejected (proven but unacceptable).
        """
        ...

    def fetch_statement(self, day: date) -> Statement | None:
        """The day's statement (a Beijing day), checked against its digest; None when there is none or not yet."""
        ...
