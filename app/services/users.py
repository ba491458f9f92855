"""The user's own data: who they are to us, and changing it. Its export and erasure are in files of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.database import read, write
from app.core.prepared import Prepared
from app.domain.errors import DomainError
from app.domain.users import NameVerdict
from app.models import users
from app.services.names import check_name
from app.services.travel_erasure import erase_travel_in


@dataclass(frozen=True, slots=True)
class User:
    """A guest. ``public_name`` is only the default a client offers for showing the name.

    ``travel_consent_at``: when they agreed to our using travel data, None when they did not or took it back.
    """

    id: str
    nickname: str | None
    locale: str
    public_name: bool
    travel_consent_at: datetime | None


_LIVING = sa.select(users).where(users.c.id == sa.bindparam("id"), users.c.deleted_at.is_(None))

_LIVING_LOCKED = _LIVING.with_only_columns(users.c.id).with_for_update()
_LIVING_SHARED = Prepared(_LIVING.with_only_columns(users.c.id).with_for_update(read=True, key_share=True))


def user_from(row: Any) -> User:
    """From a row of ``users``."""
    return User(row.id, row.nickname, row.locale, row.public_name, row.travel_consent_at)


def me(user_id: str) -> User:
    """The user a token belongs to. ``token_invalid`` when the account was deleted meanwhile."""
    with read() as connection:
        row = connection.execute(_LIVING, {"id": user_id}).first()
    if row is None:
        raise DomainError("token_invalid")
    return user_from(row)


def hold(tx: sa.Connection, user_id: str) -> None:
    """Keep the user's row to the caller's transaction: another that holds it waits, and so does the account's deletion.

    ``token_invalid`` when the account was deleted meanwhile.
    """
    if tx.execute(_LIVING_LOCKED, {"id": user_id}).first() is None:
        raise DomainError("token_invalid")


def keep(tx: sa.Connection, user_id: str) -> None:
    """Let the account not be deleted before the caller's transaction ends; others who keep it do not wait.

    ``token_invalid`` when it was deleted meanwhile: what is written for it now, nothing would ever erase.
    """
    if _LIVING_SHARED.first(tx, {"id": user_id}) is None:
        raise DomainError("token_invalid")


def change(user_id: str, openid: str, changes: Mapping[str, Any]) -> User:
    """Change any of ``nickname`` (None removes it), ``locale``, ``public_name``, ``travel_consent``. May be repeated.

    A nickname is shown to WeChat's content check first, outside any transaction: ``name_refused`` changes nothing; when
    no verdict can be had it is kept, not passed, so that it is checked again before anybody else sees it.
    Taking the consent back erases travel inputs: ``travel_in_use`` while an order on them can still be paid.
    """
    values = {name: changes[name] for name in ("locale", "public_name") if name in changes}
    if "nickname" in changes:
        nickname = changes["nickname"]
        passed = nickname is not None and check_name(nickname, openid) is NameVerdict.PASSED
        values |= {"nickname": nickname, "nickname_passed": passed}
    if "travel_consent" in changes:
        # agreeing again does not move the day of the first agreement
        given_at = sa.func.coalesce(users.c.travel_consent_at, sa.literal(clock.now(), users.c.travel_consent_at.type))
        values["travel_consent_at"] = given_at if changes["travel_consent"] else None
    if not values:
        return me(user_id)
    with write("change a user") as tx:
        if changes.get("travel_consent") is False:
            erase_travel_in(tx, user_id)
        row = tx.execute(
            sa.update(users)
            .where(users.c.id == user_id, users.c.deleted_at.is_(None))
            .values(**values)
            .returning(*users.c)
        ).first()
    if row is None:
        raise DomainError("token_invalid")
    return user_from(row)
