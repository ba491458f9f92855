"""A user's own data over HTTP: exported whole, erased for good, and what stands in the way of that."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.database import read
from app.models import certificates, footprints, order_beneficiaries, orders, sessions, users
from tests.support.catalogue import make_batch, make_project, make_scene
from tests.support.world import Guest, World, key

URL = "/api/v1/me"
TRIP = {
    "scene": "FORUM1",
    "calculator": "conference",
    "inputs": {"legs": [{"mode": "plane", "from": "1101", "to": "5101"}], "stays": [{"nights": 1}]},
}


def ordered(guest: Guest, name: str = "林小满", again: str = "order-1") -> Any:
    footprint = guest.client.post("/api/v1/footprints", json=TRIP).json
    answer = guest.client.post(
        "/api/v1/orders",
        json={
            "footprint_id": footprint["id"],
            "project": "CDCER-OTHER",
            "beneficiary": {"kind": "person", "name": name},
            "public": True,
            "method": "jsapi",
        },
        headers={"Idempotency-Key": again},
    )
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.json


def paid(world: World, guest: Guest, **options: str) -> Any:
    order = ordered(guest, **options)
    world.simulator.control.pay(order["payment"]["id"], guest.name)
    answer = guest.client.get(f"/api/v1/orders/{order['id']}").json
    assert answer["status"] == "paid", answer
    return answer


@pytest.fixture
def shop(app: Flask) -> None:
    """A scene and something to buy."""
    make_scene(app)
    make_batch(app, make_project(app))


def rows(app: Flask, statement: sa.Select[Any]) -> list[Any]:
    with app.app_context(), read() as connection:
        return list(connection.execute(statement).all())


def test_the_export_holds_everything_about_the_user_and_nobody_else(shop: None, world: World) -> None:
    alice, bob = world.guest("alice"), world.guest("bob")
    alice.client.patch(URL, json={"nickname": "爱丽丝"})
    order = paid(world, alice)
    paid(world, bob, name="鲍勃")
    answer = alice.client.get(f"{URL}/export")
    export = answer.json
    assert answer.headers["Cache-Control"] == "no-store"
    assert export["user"]["nickname"] == "爱丽丝"
    assert len(export["sessions"]) == 1
    assert "token_sha256" not in export["sessions"][0]
    assert export["footprints"][0]["inputs"] == TRIP["inputs"]
    assert [o["id"] for o in export["orders"]] == [order["id"]]
    assert [b["name"] for b in export["beneficiaries"]] == ["林小满"]
    assert export["payments"][0]["amount_fen"] == order["amount_fen"]
    assert export["certificates"][0]["name"] == "林小满"
    assert export["certificates"][0]["record"]["mass_g"] == order["mass_g"]
    text = answer.get_data(as_text=True)
    assert bob.user_id not in text
    assert "鲍勃" not in text
    assert alice.token not in text


def test_a_deleted_account_leaves_no_name_no_trip_and_no_login(app: Flask, shop: None, world: World) -> None:
    alice = world.guest("alice")
    alice.client.patch(URL, json={"nickname": "爱丽丝", "travel_consent": True})
    order = paid(world, alice)
    before = rows(app, sa.select(footprints))[0]
    assert alice.client.delete(URL).status_code == 204

    user = rows(app, sa.select(users))[0]
    assert (user.openid, user.nickname, user.travel_consent_at) == (None, None, None)
    assert user.deleted_at is not None
    assert rows(app, sa.select(sessions)) == []
    footprint = rows(app, sa.select(footprints))[0]
    assert (footprint.inputs, footprint.lines) == (None, None)
    assert footprint.erased_at is not None
    assert (footprint.total_g, footprint.category_sums) == (before.total_g, before.category_sums)
    certificate = rows(app, sa.select(certificates))[0]
    assert (certificate.name, certificate.name_salt, certificate.footprint_salt) == (None, None, None)
    assert not certificate.public
    assert rows(app, sa.select(order_beneficiaries.c.name))[0].name is None
    kept = rows(app, sa.select(orders))[0]
    assert (kept.id, kept.amount_fen, kept.status) == (order["id"], order["amount_fen"], "paid")


def test_nothing_erased_is_left_anywhere_in_the_database(app: Flask, shop: None, world: World) -> None:
    alice = world.guest("alice")
    alice.client.patch(URL, json={"nickname": "消失的昵称"})
    paid(world, alice, name="消失的名字")
    refunded = paid(world, alice, name="消失的退款", again="order-2")
    reason = {"reason": "消失的理由：我叫消失，电话 13800138000"}
    asked = alice.client.post(f"/api/v1/orders/{refunded['id']}/refund-requests", json=reason, headers=key())
    assert asked.status_code == 202
    world.finish_refunds()
    assert "消失的理由" in str(alice.client.get(f"{URL}/export").json["refunds"])
    assert alice.client.delete(URL).status_code == 204
    nothing_left(app)


def test_a_claimed_gift_of_one_who_goes_leaves_the_name_nowhere_not_even_with_its_giver(
    app: Flask, shop: None, world: World
) -> None:
    giver, bob = world.guest("giver"), world.guest("bob")
    person = {"kind": "person", "name": "小朋友", "is_self": False}
    body = {"project": "CDCER-OTHER", "mass_g": 1_000, "beneficiary": person}
    order: Any = giver.client.post("/api/v1/orders", json=body, headers=key()).json
    world.simulator.control.pay(order["payment"]["id"], giver.name)
    gift = giver.client.get(f"/api/v1/orders/{order['id']}").json["certificate_id"]
    token = giver.client.post(f"/api/v1/certificates/{gift}/claim-links", headers=key()).json["token"]
    claim = {"token": token, "name": "消失的收礼人", "public": True}
    assert bob.client.post(f"/api/v1/certificates/{gift}/claim", json=claim, headers=key()).status_code == 200
    assert bob.client.delete(URL).status_code == 204
    nothing_left(app)


def test_who_claimed_a_gift_exports_it_without_what_belongs_to_its_giver(shop: None, world: World) -> None:
    """With the salt a receiver could try guesses at how the giver has travelled."""
    giver, bob = world.guest("giver"), world.guest("bob")
    footprint = giver.client.post("/api/v1/footprints", json=TRIP).json
    person = {"kind": "person", "name": "小朋友", "is_self": False}
    body = {"project": "CDCER-OTHER", "footprint_id": footprint["id"], "beneficiary": person}
    order: Any = giver.client.post("/api/v1/orders", json=body, headers=key()).json
    world.simulator.control.pay(order["payment"]["id"], giver.name)
    gift = giver.client.get(f"/api/v1/orders/{order['id']}").json["certificate_id"]
    (before,) = giver.client.get(f"{URL}/export").json["certificates"]
    theirs = {name: before[name] for name in ("user_id", "order_id", "footprint_id", "footprint_salt")}
    assert all(theirs.values())
    token = giver.client.post(f"/api/v1/certificates/{gift}/claim-links", headers=key()).json["token"]
    claim = {"token": token, "name": "收礼人", "public": False}
    assert bob.client.post(f"/api/v1/certificates/{gift}/claim", json=claim, headers=key()).status_code == 200
    (claimed,) = bob.client.get(f"{URL}/export").json["certificates"]
    assert (claimed["id"], claimed["name"]) == (gift, "收礼人")
    assert [claimed[name] for name in theirs] == [None] * len(theirs)


def nothing_left(app: Flask) -> None:
    """No row of any table says what a test has put in to vanish."""
    with app.app_context(), read() as connection:
        for table in sa.inspect(connection).get_table_names():
            for row in connection.execute(sa.text(f'SELECT * FROM "{table}"')).mappings():
                text = " ".join(str(value) for value in row.values())
                assert "消失" not in text, table
                assert '"mode": "plane"' not in text, table
                assert '"mode":"plane"' not in text, table


def test_the_certificate_stays_provable_after_its_owner_has_gone(
    app: Flask, client: FlaskClient, shop: None, world: World
) -> None:
    alice = world.guest("alice")
    order = paid(world, alice)
    before = client.get(f"/api/v1/certificates/{order['certificate_id']}").json
    alice.client.delete(URL)
    after = client.get(f"/api/v1/certificates/{order['certificate_id']}").json
    assert (after["record"], after["signature"]) == (before["record"], before["signature"])
    assert "林小满" not in str(after)
    assert after["beneficiary"] is None
    assert len(after["events"]) == len(before["events"]) + 1


def test_a_dead_token_is_401_on_every_repeat(world: World) -> None:
    guest = world.guest()
    assert guest.client.delete(URL).status_code == 204
    for answer in (guest.client.delete(URL), guest.client.get(URL), guest.client.get("/api/v1/scenes")):
        assert (answer.status_code, answer.json["code"]) == (401, "token_invalid")


def test_every_login_of_a_deleted_account_dies(world: World) -> None:
    phone, tablet = world.guest("alice"), world.guest("alice")
    phone.client.delete(URL)
    assert tablet.client.get(URL).status_code == 401


def test_the_same_person_coming_back_is_somebody_new(world: World) -> None:
    before = world.guest("alice")
    before.client.delete(URL)
    assert world.guest("alice").user_id != before.user_id


def test_an_account_with_money_under_way_is_not_deleted(app: Flask, shop: None, world: World) -> None:
    alice = world.guest("alice")
    alice.client.patch(URL, json={"nickname": "爱丽丝"})
    order = ordered(alice)
    answer = alice.client.delete(URL)
    assert (answer.status_code, answer.json["code"]) == (409, "account_has_open_orders")
    assert alice.client.get(URL).json["nickname"] == "爱丽丝"
    assert rows(app, sa.select(order_beneficiaries.c.name))[0].name == "林小满"
    assert alice.client.delete(f"/api/v1/orders/{order['id']}").status_code == 200
    assert alice.client.delete(URL).status_code == 204


def test_an_account_with_a_refund_under_way_is_not_deleted(shop: None, world: World) -> None:
    alice = world.guest("alice")
    order = paid(world, alice)
    asked = alice.client.post(
        f"/api/v1/orders/{order['id']}/refund-requests", json={}, headers={"Idempotency-Key": "refund-1"}
    )
    assert asked.status_code == 202, asked.get_data(as_text=True)
    assert alice.client.delete(URL).json["code"] == "account_has_open_orders"


def test_deleted_from_four_phones_at_once_it_is_deleted_once(app: Flask, shop: None, world: World) -> None:
    phones = [world.guest("alice") for _ in range(4)]
    paid(world, phones[0])
    answers: list[int] = []

    def delete(phone: Guest) -> None:
        answers.append(phone.client.delete(URL).status_code)

    threads = [threading.Thread(target=delete, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {204, 401}
    assert 204 in answers
    assert len(rows(app, sa.select(users).where(users.c.deleted_at.is_not(None)))) == 1
    assert [row.name for row in rows(app, sa.select(certificates))] == [None]
