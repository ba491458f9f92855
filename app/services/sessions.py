"""Logging in with a wx.login code, and knowing a caller by the token."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from app.core import clock, ids
from app.core.database import upsert, write
from app.core.prepared import Prepared
from app.domain.errors import DomainError
from app.models import sessions, users
from app.services.platform import platform
from app.services.users import User, user_from
from app.wechat.errors import LoginCodeInvalid, WeChatError

TOKEN_DAYS = 30
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who holds a token."""

    user_id: str
    openid: str
    token_sha256: str
    nickname: str | None
    nickname_passed: bool


@dataclass(frozen=True, slots=True)
class NewSession:
    token: str
    expires_at: datetime
    user: User


_CALLER = Prepared(
    sa.select(users.c.id, users.c.openid, users.c.nickname, users.c.nickname_passed, sessions.c.expires_at)
    .join_from(sessions, users, sessions.c.user_id == users.c.id)
    .where(sessions.c.token_sha256 == sa.bindparam("token_sha256"), users.c.deleted_at.is_(None))
)


_JOIN = Prepared(upsert(users).on_conflict_do_nothing(index_elements=[users.c.openid]))
_BY_OPENID = Prepared(
    sa.select(users).where(users.c.openid == sa.bindparam("openid")).with_for_update(read=True, key_share=True)
)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def caller(token: str) -> Caller | None:
    """Whom a token belongs to; None when it is unknown or expired."""
    digest = token_hash(token)
    rows = _CALLER.look({"token_sha256": digest})
    if not rows or rows[0].expires_at <= clock.now():
        return None
    row = rows[0]
    return Caller(row.id, row.openid, digest, row.nickname, row.nickname_passed)


def log_in(code: str) -> NewSession:
    """Exchange a wx.login code for a token of ours. A code works once; the client asks WeChat for another.

    Raises ``login_code_invalid`` or ``wechat_unavailable``.
    """
    miniprogram = platform().miniprogram
    if miniprogram is None:
        raise DomainError("wechat_unavailable")
    try:
        openid = miniprogram.login(code).openid
    except LoginCodeInvalid:
        raise DomainError("login_code_invalid") from None
    except WeChatError as error:
        log.warning("nobody logged in", reason=type(error).__name__, errcode=error.errcode)
        raise DomainError("wechat_unavailable") from None
    now = clock.now()
    token = ids.new_token()
    expires_at = now + timedelta(days=TOKEN_DAYS)
    with write("log in") as tx:
        user = _user_of(tx, openid)
        tx.execute(
            sa.insert(sessions).values(
                token_sha256=token_hash(token), user_id=user.id, created_at=now, expires_at=expires_at
            )
        )
    return NewSession(token, expires_at, user_from(user))


def _user_of(tx: sa.Connection, openid: str) -> Any:
    """The account of a person, made if there is none, and kept until the transaction ends."""
    row = None
    while row is None:  # an account deleted between the two statements gives the openid free: the next round takes it
        _JOIN.run(tx, {"id": ids.new_id("usr"), "openid": openid, "created_at": clock.now()})
        row = _BY_OPENID.first(tx, {"openid": openid})
    return row


def log_out(token_sha256: str) -> None:
    """Forget a token. May be repeated."""
    with write("log out") as tx:
        tx.execute(sa.delete(sessions).where(sessions.c.token_sha256 == token_sha256))
