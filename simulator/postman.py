"""The thread that sends what is due and ends refunds that are due. What follows from it is decided elsewhere."""

import threading
import time
from ipaddress import ip_address
from urllib.parse import urlsplit

import requests

from simulator import messages, notifications, refunds
from simulator.faults import Fault
from simulator.store import Row
from simulator.world import World

_AT_ONCE = 32  # messages on their way at the same time
_LOOK_AGAIN_S = 1.0


class NotThisMachine(requests.RequestException):
    """Play messages, signed or forged, never leave for another machine; the try counts as failed."""


class Postman(threading.Thread):
    """Daemon thread; ``stop`` ends it and waits for messages on their way to be answered or time out."""

    def __init__(self, world: World) -> None:
        super().__init__(name="simulator-postman", daemon=True)
        self._world = world
        self._stopping = threading.Event()
        self._places = threading.Semaphore(_AT_ONCE)
        self._on_the_way: set[threading.Thread] = set()

    def run(self) -> None:
        while not self._stopping.is_set():
            self._world.wake.clear()
            refunds.finish_due(self._world)
            for notification in notifications.take_due(self._world):
                self._places.acquire()
                thread = threading.Thread(target=self._deliver, args=(notification,), daemon=True)
                self._on_the_way = {other for other in self._on_the_way if other.is_alive()} | {thread}
                thread.start()
            self._world.wake.wait(self._pause_s())

    def stop(self) -> None:
        self._stopping.set()
        self._world.wake.set()
        self.join()
        for thread in self._on_the_way:
            thread.join()

    def _pause_s(self) -> float:
        times = [notifications.next_due_at(self._world), refunds.next_due_at(self._world)]
        due = [at - self._world.clock.real() for at in times if at is not None]
        return max(0.0, min([*due, _LOOK_AGAIN_S]))

    def _deliver(self, notification: Row) -> None:
        try:
            fault = notifications.fault_of_try(notification)
            copies, concurrent = 1, False
            if fault and fault.name == "duplicate" and notification["attempts"] == 1:
                copies, concurrent = int(fault.params["copies"]), bool(fault.params["concurrent"])
            accepted = send_copies(self._world, notification, fault, copies, concurrent=concurrent)
            notifications.after_try(self._world, notification, accepted)
        finally:
            self._places.release()


def send_copies(
    world: World, notification: Row, fault: Fault | None, copies: int, *, concurrent: bool = False, kind: str = ""
) -> bool:
    """Sends the same message ``copies`` times, one after another or at the same moment. True if any got a 2xx."""
    kinds = [kind or ("scheduled" if number == 0 else "copy") for number in range(copies)]
    if not concurrent:
        return any([_send(world, notification, fault, each) for each in kinds])  # noqa: C419  (all are sent, always)
    results: list[bool] = []
    start = threading.Barrier(copies)

    def together(each: str) -> None:
        start.wait()
        results.append(_send(world, notification, fault, each))

    threads = [threading.Thread(target=together, args=(each,), daemon=True) for each in kinds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return any(results)


def _on_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _send(world: World, notification: Row, fault: Fault | None, kind: str) -> bool:
    headers, body = messages.build(world, notification, fault)
    began = time.perf_counter()
    status, error = None, None
    try:
        if not _on_this_machine(notification["url"]):
            raise NotThisMachine(notification["url"])
        with requests.Session() as session:
            session.trust_env = False  # a proxy set for the internet must not see messages between two local programs
            answer = session.post(
                notification["url"], data=body, headers=headers, allow_redirects=False,
                timeout=world.switches.get("answer_limit_s"),
            )  # fmt: skip
        status = answer.status_code
    except requests.RequestException as failure:
        error = type(failure).__name__
    took_s = time.perf_counter() - began
    played = fault.name if fault else None
    notifications.log_delivery(world, notification, kind, fault=played, took_s=took_s, status=status, error=error)
    return status is not None and 200 <= status < 300
