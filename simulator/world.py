"""What every part of one running simulator shares: keys, store, clock, faults and a few switches. No behaviour."""

import json
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from simulator.clock import Clock
from simulator.faults import FaultBook
from simulator.keys import KeySet
from simulator.store import Store

KEPT_CALLS = 2000

#: switches and their defaults; POST /_sim/settings changes them
SWITCHES: dict[str, Any] = {
    "bills_at_once": False,  # a day's bill is ready at any moment, today's too (WeChat: next day after 10:00)
    "refund_delay_s": 10.0,  # from acceptance to the outcome, scaled
    "refund_spacing_s": 60.0,  # between two refunds of one order, scaled
    "shipping_delay_s": 0.0,  # how long after payment upload_shipping_info says 10060001, scaled (WeChat: >= 60)
    "trade_managed": True,
    "published_pages": None,  # list of mini-program pages for check_path; None: every page is published
    "answer_limit_s": 5.0,  # how long a notification waits for our answer, not scaled
    "merchant_name": "点点碳中和（模拟商户）",
}

_OFFSET = "clock_offset_s"  # kept beside the switches, but no switch


class Switches:
    """Named switches kept in the store. Unknown names and values of another type are refused with ValueError."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str) -> Any:
        default = SWITCHES[name]
        text = self._store.value("SELECT value FROM settings WHERE name = ?", name)
        return default if text is None else json.loads(text)

    def set(self, name: str, value: object) -> None:
        if name not in SWITCHES:
            raise ValueError(f"no setting {name!r}; there are {', '.join(sorted(SWITCHES))}")
        if not _fits(value, SWITCHES[name]):
            raise ValueError(f"{name} cannot be {value!r}; its default is {SWITCHES[name]!r}")
        text = json.dumps(value, ensure_ascii=False)
        self._store.run("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, text)

    def everything(self) -> dict[str, Any]:
        return {name: self.get(name) for name in SWITCHES}


def _fits(value: object, default: object) -> bool:
    if default is None:
        return value is None or (isinstance(value, list) and all(isinstance(item, str) for item in value))
    if isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return type(value) is type(default)


@dataclass
class World:
    """One simulator. ``calls`` remembers the last requests from outside (number, time, target, path, status, fault)."""

    keys: KeySet
    store: Store
    clock: Clock
    faults: FaultBook = field(init=False)
    switches: Switches = field(init=False)
    wake: threading.Event = field(default_factory=threading.Event)  #: something became due
    calls: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT_CALLS))
    call_numbers: Iterator[int] = field(default_factory=lambda: count(1))  #: old calls are forgotten, numbers go on

    def __post_init__(self) -> None:
        self.faults = FaultBook(self.store)
        self.switches = Switches(self.store)
        self.clock.offset_s = float(self.store.value("SELECT value FROM settings WHERE name = ?", _OFFSET) or 0)

    def advance(self, seconds: float) -> None:
        """Puts business time forward (or back); a restart keeps it, as what it dated is kept too."""
        self.clock.offset_s += seconds
        self.store.run("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", _OFFSET, str(self.clock.offset_s))
