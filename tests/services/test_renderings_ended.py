"""Kept pictures are gone from storage within a minute when what they show holds no longer."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.database import write
from app.models import certificates
from app.services import pictures, renderings_ended, subscriptions
from app.services import renderings as rows
from app.services.certificates import find_certificate
from app.services.platform import EXTENSION
from tests.support.kept import (
    Kept,
    drawn,
    during,
    files,
    folder,
    hashed,
    in_a_thread,
    kept,
    open_all,
    run_job,
    server,
    table,
)
from tests.web.conftest import Sell, Sold, retire, revoke, sell

__all__ = ["drawn", "folder", "kept", "retire", "revoke", "sell", "server"]  # fixtures

Act = Callable[[Sold], None]


def erase(sold: Sold) -> None:
    sold.erase()


def correct(sold: Sold) -> None:
    answer = sold.guest.client.post(
        f"/api/v1{sold.url}/name", json={"name": "林大满"}, headers={"Idempotency-Key": f"k-{sold.id}"}
    )
    assert answer.status_code == 200


def leave(sold: Sold) -> None:
    assert sold.guest.client.delete("/api/v1/me").status_code == 204


@pytest.mark.parametrize("change", ["erase", "correct", "leave", "retire", "revoke"])
@pytest.mark.parametrize("public", [True, False])
def test_a_change_empties_storage_within_a_minute(
    request: pytest.FixtureRequest,
    app: Flask,
    client: FlaskClient,
    sell: Sell,
    folder: Path,
    drawn: list[str],
    change: str,
    public: bool,
) -> None:
    sold = sell(public=public)
    open_all(client, sold)
    addresses, before = hashed(client, sold), files(folder)
    assert len(before) == (3 if public else 4)  # where the name is public, the owner's own is the one everybody sees
    act: Act = {"erase": erase, "correct": correct, "leave": leave}.get(change) or request.getfixturevalue(change)
    act(sold)
    assert run_job(app, after_s=10).failed is None
    assert (files(folder), table(app)) == (set(), [])
    says_another_thing = public or change in ("retire", "revoke")
    assert {client.get(path).status_code for path in addresses.values()} == {404 if says_another_thing else 200}


@pytest.mark.parametrize("change", [erase, leave])
def test_what_people_change_themselves_is_gone_when_they_are_answered(
    app: Flask, client: FlaskClient, sell: Sell, kept: Kept, drawn: list[str], change: Act
) -> None:
    sold, bystander = sell(), sell(who="chen", name="陈一")
    open_all(client, bystander)
    others = kept()
    open_all(client, sold)
    change(sold)
    assert kept() == others


@pytest.mark.parametrize("moment", ["before the claim", "while drawing", "before the put", "before the end"])
def test_a_drawing_under_way_when_the_name_is_erased_does_not_survive(
    app: Flask,
    client: FlaskClient,
    sell: Sell,
    folder: Path,
    drawn: list[str],
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    sold = sell(public=True)
    store = app.extensions[EXTENSION].storage
    what, name = {
        "before the claim": (rows, "claim"),
        "while drawing": (pictures, "draw"),
        "before the put": (type(store), "put"),
        "before the end": (rows, "finish"),
    }[moment]

    def erased_and_swept() -> None:
        sold.erase()
        run_job(app)

    during(monkeypatch, what, name, lambda: in_a_thread(erased_and_swept))
    answer = client.get(f"{sold.url}.png")
    assert answer.status_code == 200
    if moment == "before the claim":
        assert "林小满" not in answer.get_data(as_text=True)  # what was read before it was erased is read again
        assert len(files(folder)) == 1
    else:
        assert files(folder) == set()
        run_job(app, after_s=rows.LEASE_S + 1)
        assert (files(folder), table(app)) == (set(), [])


def test_a_claim_waits_for_a_change_that_is_not_committed_yet(
    app: Flask, client: FlaskClient, sell: Sell, folder: Path, drawn: list[str]
) -> None:
    """Else it would be begun after the erasure marked what there is, and finished as if nothing had happened."""
    sold = sell(public=True)
    with app.test_request_context():
        wanted = pictures.wanted(find_certificate(sold.id), rows.RenderingKind.CARD, "en", named=False)
    changing, claimed = threading.Event(), []

    def erasure() -> None:
        with app.app_context(), write("a test's erasure") as tx:
            tx.execute(sa.update(certificates).where(certificates.c.id == sold.id).values(name=None, public=False))
            renderings_ended.outdate(tx, [sold.id])
            changing.set()
            time.sleep(0.4)
            assert claimed == []

    def claim() -> None:
        changing.wait(10)
        with app.app_context():
            claimed.append(rows.claim(wanted, None))

    drawer = threading.Thread(target=claim)
    drawer.start()
    in_a_thread(erasure)
    drawer.join(20)
    assert claimed == [rows.NotYours.OUTDATED]
    assert table(app) == []


def test_a_cancellation_of_any_number_of_certificates_ends_their_pictures(
    app: Flask, client: FlaskClient, sell: Sell, folder: Path, drawn: list[str]
) -> None:
    """More than a database takes parameters in one statement: a thousand tonnes are a hundred thousand dinners."""
    sold = sell()
    client.get(f"{sold.url}.png")
    many = [*(f"crt{number:026d}" for number in range(70_000)), sold.id]
    orders = [*(f"ord{number:026d}" for number in range(70_000))]
    with app.app_context(), write("as a retirement does") as tx:
        renderings_ended.outdate(tx, many)
        subscriptions.wake(tx, orders)
    assert [row.state for row in table(app)] == ["stale"]


def test_what_nobody_asks_for_is_forgotten_after_ninety_days_and_not_before(
    app: Flask, client: FlaskClient, sell: Sell, folder: Path, drawn: list[str]
) -> None:
    sold = sell()
    client.get(f"{sold.url}.png")
    client.get(f"{sold.url}.pdf")
    with time_machine.travel(clock.now() + timedelta(days=60)):
        client.get(f"{sold.url}.png")  # somebody does
    days_s = 24 * 3600.0
    run_job(app, "prune", after_s=89 * days_s)
    assert {row.state for row in table(app)} == {"ready"}
    run_job(app, "prune", after_s=92 * days_s)
    run_job(app, after_s=92 * days_s)
    assert [row.kind for row in table(app)] == ["png"]
    assert len(files(folder)) == 1
