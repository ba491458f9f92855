"""An account that goes, or takes its consent back, while its phone still sends: nothing personal is left behind."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.database import db, is_postgresql
from app.models import footprints, idempotency_keys, order_beneficiaries, orders, sessions, users
from app.services import sessions as sessions_service
from tests.journeys.test_races_claims import behind, row, send
from tests.support.world import INPUTS, Guest, World

TRIP = {"scene": "FORUM1", "calculator": "conference", "inputs": INPUTS}
ORDER = {"project": "CDCER-TEST", "mass_g": 1_000, "beneficiary": {"kind": "person", "name": "林小满"}}


def of(guest: Guest) -> sa.Select[Any]:
    """Whoever changes this account waits for the one who holds its row."""
    return sa.select(users.c.id).where(users.c.id == guest.user_id)


def how_many(world: World, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    found: int = row(world, sa.select(sa.func.count()).select_from(table).where(*where))[0]
    return found


def logging_in(world: World, name: str) -> Callable[[], Any]:
    code = world.simulator.control.login_code(name)

    def log_in() -> Any:
        answer = world.app.test_client().post("/api/v1/sessions", json={"code": code})
        return answer.status_code, answer.get_json()

    return log_in


def test_who_logs_in_while_their_account_goes_has_a_new_one_that_works(world: World) -> None:
    guest = world.guest("alice")
    gone = lambda: send(world, guest, "DELETE", "/me")[0]  # noqa: E731
    deleted, (status, told) = behind(world, of(guest), gone, logging_in(world, "alice"))
    assert (deleted, status) == (204, 201)
    assert how_many(world, sessions, sessions.c.user_id == guest.user_id) == 0
    if told["user"]["id"] != guest.user_id:  # else the login was there first, and went with the account
        me = world.app.test_client().get("/api/v1/me", headers={"Authorization": f"Bearer {told['token']}"})
        assert (me.status_code, me.get_json()["id"]) == (200, told["user"]["id"])


def test_an_account_that_goes_between_two_statements_of_a_login_is_made_anew(world: World) -> None:
    guest = world.guest("alice")
    log_in = logging_in(world, "alice")
    going = threading.Thread(target=lambda: send(world, guest, "DELETE", "/me"))
    with world.app.app_context():
        postgresql = is_postgresql(db.engine)
    join = sessions_service._JOIN

    class Slow:
        """The first half of a login, and then the account goes."""

        def run(self, *given: Any) -> None:
            join.run(*given)
            if going.ident is None:
                going.start()
                if postgresql:  # on SQLite there is one writer: the deletion waits for the login
                    going.join()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions_service, "_JOIN", Slow())
        status, told = log_in()
    going.join()
    assert status == 201
    assert (told["user"]["id"] != guest.user_id) is postgresql
    assert how_many(world, users, users.c.deleted_at.is_(None)) == int(postgresql)


def test_an_order_placed_while_the_account_goes_keeps_no_name(world: World) -> None:
    guest = world.standard()
    gone = lambda: send(world, guest, "DELETE", "/me")[0]  # noqa: E731
    place = lambda: send(world, guest, "POST", "/orders", ORDER)[0]  # noqa: E731
    deleted, placed = behind(world, of(guest), gone, place)
    if deleted == 204:
        assert placed == 401
        assert how_many(world, order_beneficiaries, order_beneficiaries.c.name.is_not(None)) == 0
        assert how_many(world, idempotency_keys) == 0
    else:
        assert (deleted, placed) == (409, 201)


def test_a_trip_sent_while_the_account_goes_is_not_kept(world: World) -> None:
    guest = world.standard()
    gone = lambda: send(world, guest, "DELETE", "/me")[0]  # noqa: E731
    post = lambda: send(world, guest, "POST", "/footprints", TRIP)[0]  # noqa: E731
    deleted, answered = behind(world, of(guest), gone, post)
    assert deleted == 204
    assert answered in {201, 401}
    assert how_many(world, footprints, footprints.c.inputs.is_not(None)) == 0


def test_an_order_on_a_trip_and_the_consent_taken_back_at_once_are_one_or_the_other(world: World) -> None:
    guest = world.standard()
    trip = world.footprint(guest)["id"]
    back = lambda: send(world, guest, "PATCH", "/me", {"travel_consent": False})[0]  # noqa: E731
    place = lambda: send(world, guest, "POST", "/orders", ORDER | {"footprint_id": trip})  # noqa: E731
    taken_back, (placed, order) = behind(world, of(guest), back, place)
    assert (taken_back, placed) in {(200, 422), (409, 201)}
    if placed == 201:
        world.simulator.control.pay(order["payment"]["id"])
        assert send(world, guest, "GET", f"/orders/{order['id']}")[1]["status"] == "paid"
    else:
        assert how_many(world, orders) == 0


@pytest.mark.parametrize("erased_first", [True, False])
def test_a_name_corrected_while_the_account_goes_is_not_kept(world: World, erased_first: bool) -> None:
    guest = world.standard()
    made = world.paid(guest, mass_g=1_000)["certificate_id"]
    gone = lambda: send(world, guest, "DELETE", "/me")[0]  # noqa: E731
    rename = lambda: send(world, guest, "POST", f"/certificates/{made}/name", {"name": "别的名字"})[0]  # noqa: E731
    calls = (gone, rename) if erased_first else (rename, gone)
    answers = behind(world, of(guest), *calls)
    assert 204 in answers
    told: Any = world.app.test_client().get(f"/api/v1/certificates/{made}").get_json()
    assert told["beneficiary"] is None or told["beneficiary"].get("name") is None
    assert how_many(world, idempotency_keys) == 0
