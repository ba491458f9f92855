"""The life of a certificate and the words of its record."""

from enum import StrEnum


class CertificateStatus(StrEnum):
    ALLOCATED = "allocated"  #: grams set aside; the registry cancels them by the promised day
    RETIRED = "retired"  #: every serial it touches is cancelled in the registry
    REVOKED = "revoked"  #: refunded; its event says why


CERTIFICATE_TRANSITIONS: dict[CertificateStatus, frozenset[CertificateStatus]] = {
    CertificateStatus.ALLOCATED: frozenset({CertificateStatus.RETIRED, CertificateStatus.REVOKED}),
    CertificateStatus.RETIRED: frozenset(),
    CertificateStatus.REVOKED: frozenset(),
}


class BeneficiaryKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class Role(StrEnum):
    """As what the beneficiary neutralised."""

    GUEST = "guest"
    ORGANISER = "organiser"
    COMPANY = "company"
    GIFT = "gift"


class Payer(StrEnum):
    SELF = "self"
    OTHER = "other"
    SPONSOR = "sponsor"


class EventKind(StrEnum):
    """What may happen to a certificate after issue; each is signed and names the record's hash."""

    RETIRED = "retired"
    REVOKED = "revoked"
    NAME_CORRECTED = "name_corrected"
    NAME_CLAIMED = "name_claimed"  #: a gift's receiver gave it the name
    NAME_ERASED = "name_erased"


#: The promise: cancelled in the registry within so many days after issue.
RETIRE_WITHIN_DAYS = 365
#: A link with which a gift is claimed lives so many days.
CLAIM_DAYS = 90
#: A name may be corrected once within so many days.
NAME_CORRECTION_DAYS = 7
