"""In whose name an order is: what WeChat says of the names, and the rows kept beside the order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core.prepared import Prepared
from app.domain import money
from app.domain.certificates import BeneficiaryKind, Payer, Role
from app.domain.errors import FieldError, InputRefused
from app.domain.users import NameVerdict
from app.models import members, order_beneficiaries, organisations
from app.services.names import check_name
from app.services.sessions import Caller


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """In whose name. ``is_self``: the buyer; None: the first is, and the others are gifts."""

    kind: BeneficiaryKind
    name: str | None = None
    organisation_id: str | None = None
    is_self: bool | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A beneficiary whose name is settled."""

    given: Beneficiary
    name: str
    verdict: NameVerdict


_ORGANISATION = Prepared(
    sa.select(organisations.c.id, organisations.c.name)
    .join_from(members, organisations, organisations.c.id == members.c.organisation_id)
    .where(members.c.user_id == sa.bindparam("user_id"), organisations.c.id == sa.bindparam("organisation_id"))
)
_INSERT = Prepared(sa.insert(order_beneficiaries))


def unchecked(caller: Caller, given: Sequence[Beneficiary]) -> list[str]:
    """The names of which nothing is known yet: all but the caller's own nickname, once that has passed."""
    passed = caller.nickname if caller.nickname_passed else None
    return [each.name for each in given if each.name is not None and each.name != passed]


def checked(caller: Caller, given: Sequence[Beneficiary]) -> list[Named]:
    """With WeChat's verdict on each name that needs one. Raises ``name_refused``. Never inside a transaction."""
    verdicts = {name: check_name(name, caller.openid) for name in dict.fromkeys(unchecked(caller, given))}
    return [Named(each, each.name or "", verdicts.get(each.name or "", NameVerdict.PASSED)) for each in given]


def trusted(caller: Caller, given: Sequence[Beneficiary]) -> list[Named]:
    """Nobody is asked: what has not passed is unchecked, so it may be sold and not shown."""
    unknown = set(unchecked(caller, given))
    return [
        Named(each, each.name or "", NameVerdict.UNCHECKED if each.name in unknown else NameVerdict.PASSED)
        for each in given
    ]


def write_rows(
    tx: sa.Connection,
    caller: Caller,
    order_id: str,
    people: Sequence[Named],
    mass_g: int,
    *,
    public: bool,
    organiser_id: str | None,
    pointer: Callable[[int], str],
) -> None:
    """Keep them with equal shares of the grams, spare ones to the first. organiser_id: of the order's scene.

    Raises InputRefused (``unknown_organisation`` at ``pointer(index)``) for one the caller does not belong to.
    """
    masses = money.equal_shares(mass_g, len(people))
    rows = []
    for index, (person, grams) in enumerate(zip(people, masses, strict=True)):
        row = {"order_id": order_id, "position": index, "mass_g": grams} | _person(person, index, public=public)
        if person.given.kind is BeneficiaryKind.ORGANISATION:
            row |= _organisation(tx, caller, person.given, organiser_id, pointer(index)) | {"public": public}
        rows.append(row)
    _INSERT.run(tx, *rows)


def _person(person: Named, index: int, *, public: bool) -> dict[str, Any]:
    given = person.given
    is_self = given.is_self if given.is_self is not None else index == 0
    return {
        "kind": given.kind.value,
        "name": person.name,
        "organisation_id": None,
        "role": (Role.GUEST if is_self else Role.GIFT).value,
        "payer": (Payer.SELF if is_self else Payer.OTHER).value,
        # a name given for somebody else is private until they claim it
        "public": public and is_self,
        "name_verdict": person.verdict.value,
    }


def _organisation(
    tx: sa.Connection, caller: Caller, given: Beneficiary, organiser_id: str | None, pointer: str
) -> dict[str, Any]:
    found = _ORGANISATION.first(tx, {"user_id": caller.user_id, "organisation_id": given.organisation_id})
    if found is None:
        raise InputRefused([FieldError(f"{pointer}/id", "unknown_organisation")])
    return {
        "name": found.name,
        "organisation_id": found.id,
        "role": (Role.ORGANISER if organiser_id == found.id else Role.COMPANY).value,
        "payer": Payer.SELF.value,
        "name_verdict": NameVerdict.PASSED.value,
    }
