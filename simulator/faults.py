"""Faults somebody asked for: which exist, which target they hit, how often still. Playing them is done elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.store import Row, Store

PAY_TARGETS = ("jsapi", "native", "query", "close", "refund", "query_refund", "tradebill", "billdownload")
MINIPROGRAM_TARGETS = (
    "jscode2session", "stable_token", "getwxacodeunlimit", "msg_sec_check", "upload_shipping_info", "is_trade_managed",
    "subscribe_send",
)  # fmt: skip
NOTIFICATION_TARGETS = ("notification.payment", "notification.refund")

#: what may go wrong with any call; the parameters each understands, with their defaults
CALL_FAULTS: dict[str, dict[str, Any]] = {
    "down": {},  # the connection is cut before anything happens
    "unavailable": {},  # 503 with a page, nothing happens
    "hang": {"seconds": 30},  # silence, then the connection is cut; nothing happens
    "slow": {"seconds": 2},  # happens, then a pause, then the right answer
    "processed_lost": {},  # happens, then the connection is cut without an answer
}
PAY_FAULTS: dict[str, dict[str, Any]] = CALL_FAULTS | {
    "unsigned": {},  # happens; a 2xx answer without the Wechatpay-* headers
    "wrongly_signed": {},  # happens; a 2xx answer signed by the foreign key under the platform's id
    "system_error": {},  # 500 SYSTEM_ERROR, nothing happens
    "processed_system_error": {},  # happens, and the answer is 500 SYSTEM_ERROR all the same
    "ratelimit": {},  # 429 RATELIMIT_EXCEEDED, nothing happens
    "not_enough": {},  # 403 NOT_ENOUGH, nothing happens
    "error": {"status": 400, "code": "PARAM_ERROR", "message": "simulated"},
}
REFUND_ENDINGS: dict[str, dict[str, Any]] = {
    "ends_abnormal": {},  # accepted, ends ABNORMAL
    "ends_closed": {},  # accepted, ends CLOSED
    "never_ends": {},  # accepted, stays PROCESSING until /_sim/refunds/{id}/finish
}
MINIPROGRAM_FAULTS: dict[str, dict[str, Any]] = CALL_FAULTS | {
    "errcode": {"errcode": -1, "errmsg": "system error"},  # HTTP 200 with this error, nothing happens
}
#: ``attempts``: how many tries of one notification are hit, the true one follows on schedule; None = every try
MESSAGE_FAULTS: dict[str, dict[str, Any]] = {
    "forged_signature": {"attempts": 1},  # signed by the foreign key under the platform's id
    "foreign_key": {"attempts": 1},  # signed by the foreign key under the foreign id
    "unknown_serial": {"attempts": 1},  # rightly signed, under an id nobody knows
    "signtest": {"attempts": 1},  # WeChat's own probe: WECHATPAY/SIGNTEST/...
    "unsigned": {"attempts": 1},
    "stale": {"attempts": 1, "seconds": 600},  # rightly signed, ``seconds`` ago (negative: in the future)
    "other_apiv3_key": {"attempts": 1},  # cannot be decrypted
    "malformed": {"attempts": 1},  # rightly signed, not JSON
    "unknown_event": {"attempts": 1},  # an event type that does not exist
    "wrong_amount": {"attempts": 1},  # one fen less
    "wrong_currency": {"attempts": 1},
    "wrong_mchid": {"attempts": 1},
    "wrong_appid": {"attempts": 1},
    "wrong_openid": {"attempts": 1},
    "wrong_order": {"attempts": 1},  # a number nobody ordered
}
NOTIFICATION_FAULTS: dict[str, dict[str, Any]] = MESSAGE_FAULTS | {
    "lost": {},  # never sent, not even again
    "late": {"seconds": 60},  # first try later, scaled
    "duplicate": {"copies": 2, "concurrent": False},  # the first try comes several times
    "out_of_order": {"seconds": 60},  # waits until another notification was sent, at most ``seconds``, scaled
}
MOST_COPIES = 50
_MOST_TIMES = 1_000_000
_LONGEST_S = 1e7
_GROUPS = {
    "pay": PAY_TARGETS,
    "miniprogram": MINIPROGRAM_TARGETS,
    "notification": NOTIFICATION_TARGETS,
    "calls": PAY_TARGETS + MINIPROGRAM_TARGETS,
}


class UnknownFault(ValueError):
    """Asked for a target, a fault or a parameter that does not exist; the text lists what does."""


@dataclass(frozen=True)
class Fault:
    """One fault as it is to be played. ``params`` always holds every parameter of its kind."""

    target: str
    name: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> str:
        return json.dumps({"target": self.target, "name": self.name, "params": dict(self.params)}, sort_keys=True)

    @staticmethod
    def from_json(text: str) -> "Fault":
        return Fault(**json.loads(text))


def allowed_faults(target: str) -> dict[str, dict[str, Any]]:
    """The faults a target understands, with default parameters. Raises UnknownFault."""
    if target == "refund":
        return PAY_FAULTS | REFUND_ENDINGS
    if target == "pay" or target in PAY_TARGETS:
        return PAY_FAULTS
    if target == "miniprogram" or target in MINIPROGRAM_TARGETS:
        return MINIPROGRAM_FAULTS
    if target == "notification" or target in NOTIFICATION_TARGETS:
        return NOTIFICATION_FAULTS
    if target == "calls":
        return CALL_FAULTS
    raise UnknownFault(f"no target {target!r}; there are {', '.join(sorted(all_targets()))}")


def all_targets() -> tuple[str, ...]:
    return (*_GROUPS, *PAY_TARGETS, *MINIPROGRAM_TARGETS, *NOTIFICATION_TARGETS)


class FaultBook:
    """Faults waiting to be played, oldest first. Each use takes one off; ``times`` None never runs out."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, target: str, name: str, times: int | None = 1, params: Mapping[str, Any] | None = None) -> int:
        """Its id. Raises UnknownFault. Each call adds one more."""
        allowed = allowed_faults(target)
        if name not in allowed:
            raise UnknownFault(f"{target} has no fault {name!r}; there are {', '.join(sorted(allowed))}")
        if times is not None and not 1 <= times <= _MOST_TIMES:
            raise UnknownFault(f"times is 1 to {_MOST_TIMES}, or null for always")
        given = dict(params or {})
        unknown = given.keys() - allowed[name].keys()
        if unknown:
            raise UnknownFault(f"{name} does not know {', '.join(sorted(unknown))}; it knows {sorted(allowed[name])}")
        for param, value in given.items():
            if not _fits(name, param, value, allowed[name][param]):
                raise UnknownFault(f"{param} cannot be {value!r}; its default is {allowed[name][param]!r}")
        with self._store.transaction() as store:
            text = json.dumps(allowed[name] | given)
            store.insert("faults", target=target, fault=name, times=times, params=text)
            return int(store.value("SELECT last_insert_rowid()"))

    def take(self, target: str) -> Fault | None:
        """The oldest fault for this target or for a group it is in; uses it up by one."""
        names = [target, *(group for group, members in _GROUPS.items() if target in members)]
        marks = ", ".join("?" * len(names))
        with self._store.transaction() as store:
            row = store.one(f"SELECT * FROM faults WHERE target IN ({marks}) ORDER BY id LIMIT 1", *names)  # noqa: S608 (only question marks are put in)
            if row is None:
                return None
            if row["times"] == 1:
                store.run("DELETE FROM faults WHERE id = ?", row["id"])
            elif row["times"] is not None:
                store.run("UPDATE faults SET times = times - 1 WHERE id = ?", row["id"])
        return Fault(target, row["fault"], json.loads(row["params"]))

    def waiting(self) -> list[dict[str, Any]]:
        return [_shown(row) for row in self._store.all("SELECT * FROM faults ORDER BY id")]

    def clear(self) -> int:
        """Forgets all faults not played yet; how many."""
        return self._store.run("DELETE FROM faults")


def _fits(fault: str, param: str, value: object, default: object) -> bool:
    if param == "attempts" and value is None:
        return True
    if param == "copies":
        return type(value) is int and 1 <= value <= MOST_COPIES
    if param == "seconds":
        least = -_LONGEST_S if fault == "stale" else 0
        return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= _LONGEST_S
    return type(value) is type(default)


def _shown(row: Row) -> dict[str, Any]:
    params: dict[str, Any] = json.loads(row["params"])
    return {"id": row["id"], "target": row["target"], "fault": row["fault"], "times": row["times"], **params}
