"""Covered journeys on certificates: as many as the boards count, whoever pays for two of them at the same moment."""

import threading
from typing import Any

import sqlalchemy as sa

from app.core.database import read
from app.domain.scenes import SceneStatus
from app.models import certificates
from app.services import catalogue, pictures
from app.services.certificates import find_certificate
from tests.support.world import Guest, World, key


def journeys(world: World, order: Any) -> list[int | None]:
    """What the order's certificates say, in order."""
    with world.app.app_context(), read() as connection:
        rows = connection.execute(
            sa.select(certificates.c.journeys)
            .where(certificates.c.order_id == order["id"])
            .order_by(certificates.c.position)
        )
        return list(rows.scalars())


def covered(guest: Guest) -> int:
    me: Any = guest.client.get("/api/v1/leaderboards/people").json["me"]
    return int(me["covered"]) if me else 0


def journey(world: World, guest: Guest, scene: str, **body: Any) -> Any:
    return world.paid(guest, footprint_id=world.footprint(guest, scene)["id"], **body)


def test_each_journey_says_how_many_there_are_as_the_boards_do(world: World) -> None:
    guest = world.standard()
    for number, code in enumerate(("FORUM1", "FORUM2", "FORUM3"), 1):
        world.scene(code)
        order = journey(world, guest, code)
        assert journeys(world, order) == [number] == [covered(guest)]
        if number == 2:
            world.run_jobs()  # the first two are in the list, the third waits
    with world.app.test_request_context():
        tier = pictures.surface(find_certificate(order["certificate_id"]), "en", named=False).tier
    assert tier is not None
    assert (tier.level, tier.journeys) == (2, 3)


def test_the_same_journey_counts_once_and_extra_adds_none(world: World) -> None:
    guest = world.standard()
    assert journeys(world, journey(world, guest, "FORUM1")) == [1]
    assert journeys(world, journey(world, guest, "FORUM1")) == [1]
    assert journeys(world, world.paid(guest, mass_g=5_000)) == [1]
    assert covered(guest) == 1


def test_a_journey_covered_in_part_counts_when_it_is_whole(world: World) -> None:
    guest = world.standard()
    footprint = world.footprint(guest)
    part = world.paid(guest, footprint_id=footprint["id"], mass_g=footprint["total_g"] - 1)
    assert journeys(world, part) == [None]
    assert journeys(world, world.paid(guest, footprint_id=footprint["id"])) == [1]


def test_gifts_and_organisations_and_rehearsals_say_nothing(world: World) -> None:
    guest = world.standard()
    world.scene("TRYOUT", status=SceneStatus.REHEARSAL)
    assert journeys(world, journey(world, guest, "TRYOUT")) == [None]
    with world.app.app_context():
        organisation_id = catalogue.make_organisation("成都某某公司")
        catalogue.add_member(organisation_id, guest.user_id)
    company = {"beneficiary": {"kind": "organisation", "id": organisation_id}}
    assert journeys(world, journey(world, guest, "FORUM1", **company)) == [None]
    world.scene("FORUM2")
    body = {
        "project": "CDCER-TEST",
        "footprint_id": world.footprint(guest, "FORUM2")["id"],
        "beneficiaries": [{"kind": "person", "name": "林小满"}, {"kind": "person", "name": "陈一"}],
        "method": "jsapi",
    }
    placed: Any = guest.client.post("/api/v1/orders", json=body, headers=key()).json
    world.simulator.control.pay(placed["payment"]["id"])
    guest.client.get(f"/api/v1/orders/{placed['id']}")
    assert journeys(world, placed) == [1, None]  # the own one, and the gift
    assert covered(guest) == 1


def test_a_refund_takes_the_journey_back(world: World) -> None:
    guest = world.standard()
    first = journey(world, guest, "FORUM1")
    guest.client.post(f"/api/v1/orders/{first['id']}/refund-requests", json={}, headers=key())
    world.finish_refunds()
    world.scene("FORUM2")
    assert journeys(world, journey(world, guest, "FORUM2")) == [1]


def test_two_journeys_paid_at_the_same_moment_are_two_and_three(world: World) -> None:
    guest = world.standard()
    journey(world, guest, "FORUM1")
    orders = []
    for code in ("FORUM2", "FORUM3"):
        world.scene(code)
        order = world.order(guest, footprint_id=world.footprint(guest, code)["id"])
        world.simulator.control.pay(order["payment"]["id"])
        orders.append(order)
    gate, failed = threading.Barrier(2), []

    def ask(payment_id: str) -> None:
        gate.wait(10)
        try:
            world.ask(payment_id)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=ask, args=(order["payment"]["id"],)) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert sorted(journeys(world, order)[0] or 0 for order in orders) == [2, 3]
    assert covered(guest) == 3
