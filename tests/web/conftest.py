"""A paid certificate in each of its states, and a browser, for tests of pages."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.browser import Browser, browsing, chromium
from tests.support.papers import retirement_of
from tests.support.world import Guest, World, key


@dataclass
class Sold:
    """A guest and what they bought."""

    guest: Guest
    order: Any

    @property
    def id(self) -> str:
        return str(self.order["certificate_id"])

    @property
    def url(self) -> str:
        return f"/certificates/{self.id}"

    def erase(self) -> None:
        answer = self.guest.client.post(f"/api/v1{self.url}/erase-name")
        assert answer.status_code == 204


Sell = Callable[..., Sold]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if chromium() is None and not os.environ.get("CI"):
        pytest.skip("THE PAGES WERE NOT LOOKED AT, NO CERTIFICATE CHECKED IN A BROWSER: there is no chromium here")
    with browsing() as started:
        yield started


@pytest.fixture
def sell(world: World) -> Sell:
    """Sell a journey's certificate; ``name`` and ``public`` as asked. The first call makes scene and project."""
    made: list[Guest] = []

    def sold(*, public: bool = True, name: str = "林小满", who: str = "lin", **body: Any) -> Sold:
        if not made:
            made.append(world.standard())
        guest = world.guest(who)
        given = {"footprint_id": world.footprint(guest)["id"]} | body
        order = world.paid(guest, public=public, beneficiary={"kind": "person", "name": name}, **given)
        return Sold(guest, order)

    return sold


@pytest.fixture
def retire(world: World) -> Callable[[Sold], None]:
    """Let the registry cancel every serial a certificate touches."""

    def retired(sold: Sold) -> None:
        assert retirement_of(world, sold.order)() == "retired"

    return retired


@pytest.fixture
def revoke(world: World) -> Callable[[Sold], None]:
    """Give the money back, to the end."""

    def revoked(sold: Sold) -> None:
        asked = sold.guest.client.post(f"/api/v1/orders/{sold.order['id']}/refund-requests", json={}, headers=key())
        assert asked.status_code == 202
        world.finish_refunds()

    return revoked
