"""The life of a provider's message in the inbox, and of a shipping notice in the outbox."""

from enum import StrEnum


class NotificationStatus(StrEnum):
    STORED = "stored"  #: verified and kept, not yet acted on
    PROCESSED = "processed"
    REJECTED = "rejected"  #: signed, but not acceptable: no effect, a person is told
    IGNORED = "ignored"  #: signed, of a kind we do not know


class ShippingStatus(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"  #: WeChat says it does not apply to this payment
