"""The order of checks, and the idempotency key: required where named, scoped to user and path, replayed exactly."""

import json
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.database import read, write
from app.models import idempotency_keys, orders
from app.services import idempotency
from tests.support.world import Guest, World, key

ORDERS = "/api/v1/orders"
GOOD = {"project": "CDCER-TEST", "beneficiary": {"kind": "person", "name": "林小满"}, "mass_g": 1_000}
NOBODYS = "ord01J0000000000000000000000"
#: Every write that needs a key, with a body that is right.
KEYED = (
    (ORDERS, GOOD),
    (f"{ORDERS}/{NOBODYS}/payments", {"method": "jsapi"}),
    (f"{ORDERS}/{NOBODYS}/refund-requests", {}),
    ("/api/v1/certificates/crt01J0000000000000000000000/name", {"name": "新名"}),
)


def code_of(answer: Any) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json", answer.get_data(as_text=True)
    return answer.status_code, answer.json["code"]


def kept(world: World) -> int:
    with world.app.app_context(), read() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(idempotency_keys)).scalar_one())


def test_checks_come_in_order_token_key_json_schema_state(world: World) -> None:
    guest, nobody = world.standard(), world.app.test_client()
    for path, body in KEYED:
        wrong: Any = {"data": b"{", "content_type": "application/json"}
        assert code_of(nobody.post(path, **wrong)) == (401, "token_required")
        bad = {"Authorization": "Bearer nobody"}
        assert code_of(nobody.post(path, headers=bad, **wrong)) == (401, "token_invalid")
        assert code_of(guest.client.post(path, **wrong)) == (400, "idempotency_key_required")
        assert code_of(guest.client.post(path, headers=key(), **wrong)) == (400, "json_malformed")
        assert code_of(guest.client.post(path, headers=key(), json=body | {"odd": 1})) == (422, "validation_failed")
        if path != ORDERS:
            assert code_of(guest.client.post(path, headers=key(), json=body)) == (404, "not_found")
    # nothing of all this is remembered
    assert kept(world) == 0


def test_a_key_is_1_to_255_printable_ascii(world: World) -> None:
    guest = world.standard()
    for value in ("", "x" * 256, "schlüssel", "a\tb", "\x7f", "钥匙"):
        headers = {"Idempotency-Key": value.encode().decode("latin-1")}
        for path, body in KEYED:
            answer = guest.client.post(path, json=body, headers=headers)
            assert code_of(answer) == (400, "idempotency_key_required"), value


def test_the_longest_and_strangest_key_is_fine(world: World) -> None:
    guest = world.standard()
    for value in ("x" * 255, "~!@#$%^&*()_+ {}|:\"<>?`-=[]\\;',./"):
        assert guest.client.post(ORDERS, json=GOOD, headers={"Idempotency-Key": value}).status_code == 201


def test_a_repeat_is_answered_byte_for_byte_however_the_body_is_written(world: World) -> None:
    guest = world.standard()
    same = key()
    first = guest.client.post(ORDERS, json=GOOD, headers=same)
    assert (first.status_code, first.headers.get("Idempotency-Replayed")) == (201, None)
    # other order of members, other spaces, a default said out loud: the same validated body
    spelled = json.dumps({"method": "jsapi", **dict(reversed(GOOD.items())), "public": False}, indent=3)
    world.simulator.control.fault("pay", "down", times=None)
    world.simulator.control.fault("msg_sec_check", "down", times=None)
    again = guest.client.post(ORDERS, data=spelled, content_type="application/json", headers=same)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert again.get_data() == first.get_data()
    assert again.mimetype == "application/json"


def test_a_repeat_after_the_order_is_paid_is_still_the_first_answer(world: World) -> None:
    guest = world.standard()
    same = key()
    first = guest.client.post(ORDERS, json=GOOD, headers=same)
    world.simulator.control.pay(first.json["payment"]["id"])
    assert guest.client.get(f"{ORDERS}/{first.json['id']}").json["status"] == "paid"
    assert guest.client.post(ORDERS, json=GOOD, headers=same).get_data() == first.get_data()


def test_the_same_key_with_another_body_is_refused(world: World) -> None:
    guest = world.standard()
    same = key()
    assert guest.client.post(ORDERS, json=GOOD, headers=same).status_code == 201
    for change in ({"mass_g": 1_001}, {"public": True}, {"beneficiary": {"kind": "person", "name": "另一位"}}):
        answer = guest.client.post(ORDERS, json=GOOD | change, headers=same)
        assert code_of(answer) == (422, "idempotency_key_reused")


def test_a_key_belongs_to_one_user_and_one_path(world: World) -> None:
    alice, bob = world.standard(), world.guest("bob")
    same = {"Idempotency-Key": "1"}
    first = alice.client.post(ORDERS, json=GOOD, headers=same).json
    second = bob.client.post(ORDERS, json=GOOD, headers=same).json
    assert first["id"] != second["id"]
    for order in (first, alice.client.post(ORDERS, json=GOOD, headers=key()).json):
        again = alice.client.post(f"{ORDERS}/{order['id']}/payments", json={"method": "jsapi"}, headers=same)
        assert (again.status_code, again.json["id"]) == (201, order["id"])


def test_only_a_2xx_is_kept_what_was_refused_may_be_asked_again_under_the_same_key(world: World) -> None:
    guest = world.standard()
    same = key()
    dear = GOOD | {"mass_g": 50_000_001}
    assert code_of(guest.client.post(ORDERS, json=dear, headers=same)) == (409, "credits_sold_out")
    world.batch("CDCER-TEST", 1)
    assert guest.client.post(ORDERS, json=dear, headers=same).status_code == 201


def hold(world: World, seconds: int) -> None:
    """The key's row as it is while its first request is still at work, its lease that far from ending."""
    with world.app.app_context(), write("a test's lease") as tx:
        until = clock.now() + timedelta(seconds=seconds)
        tx.execute(sa.update(idempotency_keys).values(status_code=None, response=None, lease_until_at=until))


def test_in_flight_only_while_the_lease_lives_then_the_same_order_is_taken_up(world: World) -> None:
    guest = world.standard()
    same = key()
    first = guest.client.post(ORDERS, json=GOOD, headers=same).json
    hold(world, idempotency.LEASE_S)
    waiting = guest.client.post(ORDERS, json=GOOD, headers=same)
    assert code_of(waiting) == (409, "idempotency_in_flight")
    assert int(waiting.headers["Retry-After"]) > 0
    hold(world, -1)
    resumed = guest.client.post(ORDERS, json=GOOD, headers=same)
    assert resumed.status_code == 201
    assert (resumed.json["id"], resumed.json["payment"]["id"]) == (first["id"], first["payment"]["id"])
    with world.app.app_context(), read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(orders)).scalar_one() == 1


def test_an_order_cancelled_before_its_key_is_resumed_says_so(world: World) -> None:
    guest = world.standard()
    same = key()
    order = guest.client.post(ORDERS, json=GOOD, headers=same).json
    assert guest.client.delete(f"{ORDERS}/{order['id']}").status_code == 200
    hold(world, -1)
    assert code_of(guest.client.post(ORDERS, json=GOOD, headers=same)) == (409, "order_cancelled")


def asked(guest: Guest, path: str, body: Any, same: dict[str, str]) -> Any:
    return guest.client.post(path, json=body, headers=same)


def test_every_other_keyed_write_replays_too(world: World) -> None:
    guest = world.standard()
    order = world.paid(guest, mass_g=1_000)
    naming = f"/api/v1/certificates/{order['certificate_id']}/name"
    back = f"{ORDERS}/{order['id']}/refund-requests"
    pending = f"{ORDERS}/{world.order(guest, mass_g=1_000)['id']}/payments"
    for path, body, other in (
        (naming, {"name": "林大满"}, {"name": "林中满"}),
        (pending, {"method": "native"}, {"method": "jsapi"}),
        (back, {"reason": "不去了"}, {}),
    ):
        same = key()
        first = asked(guest, path, body, same)
        assert first.status_code in (200, 201, 202), first.get_data(as_text=True)
        again = asked(guest, path, body, same)
        assert again.headers["Idempotency-Replayed"] == "true"
        assert (again.status_code, again.get_data()) == (first.status_code, first.get_data())
        assert code_of(asked(guest, path, other, same)) == (422, "idempotency_key_reused")
