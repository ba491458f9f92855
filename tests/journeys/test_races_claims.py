"""Gifts and months of life from many phones at once: one claims, a name is its holder's alone, no month is lost."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.database import read, write
from app.methodology import calculators
from app.models import certificate_claims, certificate_events, certificates, life_months, subscriptions, users
from tests.journeys.test_races import at_once
from tests.support.world import Guest, World, key

EXAMPLE = calculators.example("life")


def given(world: World, giver: Guest) -> str:
    """A paid certificate in another person's name."""
    person = {"kind": "person", "name": "小朋友", "is_self": False}
    body = {"project": "CDCER-TEST", "mass_g": 1_000, "public": True, "beneficiary": person}
    order: Any = giver.client.post("/api/v1/orders", json=body, headers=key()).json
    world.simulator.control.pay(order["payment"]["id"])
    made: str = giver.client.get(f"/api/v1/orders/{order['id']}").json["certificate_id"]
    return made


def send(world: World, guest: Guest, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """One call by a client of its own, as a phone is one."""
    headers = guest.headers | key()
    answer = world.app.test_client().open(f"/api/v1{path}", method=method, json=body, headers=headers)
    return answer.status_code, answer.get_json(silent=True)


def claiming(world: World, guest: Guest, gift: str, token: str, name: str) -> Callable[[], int]:
    body = {"token": token, "name": name, "public": True}
    return lambda: send(world, guest, "POST", f"/certificates/{gift}/claim", body)[0]


def link(world: World, giver: Guest, gift: str) -> str:
    status, made = send(world, giver, "POST", f"/certificates/{gift}/claim-links")
    assert status == 201
    token: str = made["token"]
    return token


def row(world: World, query: sa.Select[Any]) -> Any:
    with world.app.app_context(), read() as connection:
        return connection.execute(query).one()


def behind(world: World, locked: sa.Select[Any], first: Callable[[], Any], then: Callable[[], Any]) -> list[Any]:
    """Both begin while a row is held, `first` a moment before `then`, and go on when it is let go."""
    answers: dict[int, Any] = {}
    calls = [
        threading.Thread(target=lambda at=at, call=call: answers.update({at: call()}))
        for at, call in enumerate((first, then))
    ]
    with world.app.app_context(), write("hold a row") as tx:
        tx.execute(locked.with_for_update()).first()
        for call in calls:
            call.start()
            time.sleep(0.4)
    for call in calls:
        call.join()
    return [answers[at] for at in range(2)]


def test_of_16_who_claim_a_gift_at_once_one_has_it(world: World) -> None:
    giver = world.standard()
    gift = given(world, giver)
    token = link(world, giver, gift)
    guests = [world.guest(f"claimer{n}") for n in range(16)]
    answers = at_once([claiming(world, guest, gift, token, f"来宾{n}") for n, guest in enumerate(guests)])
    assert sorted(answers) == [200] + [410] * 15
    winner = answers.index(200)
    claim = row(world, sa.select(certificate_claims))
    assert claim.claimed_by == guests[winner].user_id
    assert row(world, sa.select(certificates.c.name)).name == f"来宾{winner}"
    assert row(world, sa.select(sa.func.count()).select_from(certificate_events)) == (1,)


def test_one_phone_that_claims_16_times_at_once_is_told_the_same(world: World) -> None:
    giver = world.standard()
    gift = given(world, giver)
    token, guest = link(world, giver, gift), world.guest("bob")
    answers = at_once([claiming(world, guest, gift, token, "周白露") for _ in range(16)])
    assert set(answers) == {200}
    assert row(world, sa.select(sa.func.count()).select_from(certificate_events)) == (1,)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/certificates/{gift}/erase-name", None),
        ("POST", "/certificates/{gift}/name", {"name": "别的名字"}),
        ("POST", "/certificates/{gift}/claim-links", None),
        ("DELETE", "/me", None),
    ],
)
def test_what_a_giver_does_while_a_gift_is_claimed_leaves_the_receivers_name(
    world: World, method: str, path: str, body: object
) -> None:
    giver = world.standard()
    gift = given(world, giver)
    token, bob = link(world, giver, gift), world.guest("bob")
    held = sa.select(certificates.c.id).where(certificates.c.id == gift)
    by_giver = lambda: send(world, giver, method, path.format(gift=gift), body)[0]  # noqa: E731
    claimed, did = behind(world, held, claiming(world, bob, gift, token, "周白露"), by_giver)
    kept = row(world, sa.select(certificates))
    if claimed == 200:
        assert (kept.name, kept.public) == ("周白露", True)
        assert did in {200, 201, 404, 409} or (method, did) == ("DELETE", 204)
        assert claiming(world, bob, gift, token, "周白露")() == (200 if did != 201 else 410)
    else:
        assert claimed == 410
        assert kept.name != "周白露"


def test_an_account_deleted_while_it_claims_leaves_no_name_behind(world: World) -> None:
    giver = world.standard()
    gift = given(world, giver)
    token, bob = link(world, giver, gift), world.guest("bob")
    held = sa.select(users.c.id).where(users.c.id == bob.user_id)
    gone = lambda: send(world, bob, "DELETE", "/me")[0]  # noqa: E731
    deleted, claimed = behind(world, held, gone, claiming(world, bob, gift, token, "周白露"))
    assert deleted == 204
    assert claimed in {200, 401}
    assert row(world, sa.select(certificates.c.name)).name in {None, "小朋友"}


def test_16_different_counts_of_one_month_at_once_are_16_versions_and_one_stands(world: World) -> None:
    guest = world.guest()
    bodies = [{"inputs": {**EXAMPLE, "electricity_kwh": str(100 + n)}} for n in range(16)]
    answers = at_once([lambda b=body: send(world, guest, "PUT", "/me/life/2026-03", b) for body in bodies])  # type: ignore[misc]
    assert {status for status, _ in answers} == {200}
    assert sorted(told["version"] for _, told in answers) == list(range(1, 17))
    last = max((told for _, told in answers), key=lambda told: told["version"])
    assert guest.client.get("/api/v1/me/life/2026-03").json == last


def test_a_message_accepted_while_the_account_goes_is_not_kept(world: World) -> None:
    guest = world.standard()
    order = world.paid(guest, mass_g=1_000)
    status, offered = send(world, guest, "GET", "/me/subscriptions")
    body = {"order_id": order["id"], "accepted": [each["template_id"] for each in offered["items"]]}
    assert (status, len(body["accepted"])) == (200, 2)
    held = sa.select(users.c.id).where(users.c.id == guest.user_id)
    gone = lambda: send(world, guest, "DELETE", "/me")[0]  # noqa: E731
    accept = lambda: send(world, guest, "POST", "/me/subscriptions", body)[0]  # noqa: E731
    deleted, answered = behind(world, held, gone, accept)
    assert deleted == 204
    assert answered in {200, 401}
    assert row(world, sa.select(sa.func.count()).select_from(subscriptions)) == (0,)


def test_a_month_sent_while_the_account_goes_is_not_kept(world: World) -> None:
    guest = world.guest()
    held = sa.select(users.c.id).where(users.c.id == guest.user_id)
    gone = lambda: send(world, guest, "DELETE", "/me")[0]  # noqa: E731
    put = lambda: send(world, guest, "PUT", "/me/life/2026-03", {"inputs": EXAMPLE})[0]  # noqa: E731
    deleted, answered = behind(world, held, gone, put)
    assert deleted == 204
    assert answered in {200, 401}
    assert row(world, sa.select(sa.func.count()).select_from(life_months)) == (0,)
