"""Login codes and access tokens of the mini-program: handed out, used once, expired. No HTTP."""

import re
import secrets

from simulator.world import World

CODE_LIFE_S = 300
TOKEN_LIFE_S = 7200
_RENEW_BEFORE_S = 300
_FORCED_APART_S = 30
_FORCED_A_DAY = 20
_PREVIEW_CODE = re.compile(r"preview-(?P<user>.+)-[^-]+")


class MiniProgramError(Exception):
    """An errcode, answered with HTTP 200 as WeChat does."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(f"{errcode} {errmsg}")
        self.errcode, self.errmsg = errcode, errmsg


def new_code(world: World, user: str) -> str:
    """A wx.login code for ``user``: 32 characters, good once, for 5 minutes."""
    code = "0" + secrets.token_hex(16)[1:]
    world.store.insert("login_codes", code=code, user=user, created_at=world.clock.now())
    return code


def use_code(world: World, code: str) -> str:
    """The user it stands for. Raises 40029 (unknown or older than 5 min), 40163 (used).

    ``preview-<user>-<nonce>`` needs no handing out; it too is good once; nobody knows its age, so it does not expire.
    """
    now = world.clock.now()
    with world.store.transaction() as store:
        known = store.one("SELECT * FROM login_codes WHERE code = ?", code)
        preview = _PREVIEW_CODE.fullmatch(code)
        if known is None and preview:
            store.insert("login_codes", code=code, user=preview["user"], created_at=now, used_at=now)
            return preview["user"]
        if known is None:
            raise MiniProgramError(40029, "invalid code")
        if known["used_at"] is not None:
            raise MiniProgramError(40163, "code been used")
        if now - known["created_at"] > CODE_LIFE_S:
            raise MiniProgramError(40029, "invalid code")
        store.run("UPDATE login_codes SET used_at = ? WHERE code = ?", now, code)
        return str(known["user"])


def stable_token(world: World, *, force: bool) -> tuple[str, int]:
    """(token, seconds left). The same token until 5 min before it ends; then a new one, and both work till the end.

    ``force`` ends all older tokens at once: at most 20 times a day, else 45009; within 30 s it renews nothing.
    """
    now = world.clock.now()
    with world.store.transaction() as store:
        current = store.one("SELECT * FROM tokens WHERE NOT revoked ORDER BY expires_at DESC, rowid DESC LIMIT 1")
        if current and current["expires_at"] <= now:
            current = None
        if force and not (current and now - current["created_at"] < _FORCED_APART_S):
            forced = store.value("SELECT count(*) FROM tokens WHERE forced AND created_at > ?", now - 86400)
            if forced >= _FORCED_A_DAY:
                raise MiniProgramError(45009, "reach max api daily quota limit")
            store.run("UPDATE tokens SET revoked = 1")
            current = None
        if current is None or (not force and current["expires_at"] - now <= _RENEW_BEFORE_S):
            token = f"SIM_{secrets.token_urlsafe(96)}"
            store.insert("tokens", token=token, created_at=now, expires_at=now + TOKEN_LIFE_S, forced=int(force))
            return token, TOKEN_LIFE_S
        return str(current["token"]), int(current["expires_at"] - now)


def check_token(world: World, token: str | None) -> None:
    """Raises 41001 (missing), 40001 (unknown or replaced), 42001 (expired)."""
    if not token:
        raise MiniProgramError(41001, "access_token missing")
    row = world.store.one("SELECT * FROM tokens WHERE token = ?", token)
    if row is None or row["revoked"]:
        raise MiniProgramError(40001, "invalid credential, access_token is invalid or not latest")
    if row["expires_at"] <= world.clock.now():
        raise MiniProgramError(42001, "access_token expired")
