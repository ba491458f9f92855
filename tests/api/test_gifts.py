"""Claiming a gift over HTTP: the giver's link, the receiver's name, and whose it is from then on."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from app.core import clock
from app.services import renderings
from app.services.verification import verify_certificate
from tests.api.test_certificates import API, code_of, correct, erase, opens, shown_to, signatures_hold
from tests.support.kept import drawn, during, in_a_thread
from tests.support.world import Guest, World, key

__all__ = ["drawn"]  # a fixture

GIVEN = "小朋友"


@pytest.fixture
def giver(world: World) -> Guest:
    return world.standard()


@pytest.fixture
def gift(world: World, giver: Guest) -> str:
    """The second certificate of an order: in another person's name."""
    people = [{"kind": "person", "name": "林小满"}, {"kind": "person", "name": GIVEN, "is_self": False}]
    body = {"project": "CDCER-TEST", "mass_g": 2_000, "public": True, "beneficiaries": people}
    order: Any = giver.client.post("/api/v1/orders", json=body, headers=key()).json
    world.simulator.control.pay(order["payment"]["id"])
    second: str = giver.client.get(f"/api/v1/orders/{order['id']}").json["certificates"][1]
    return second


def link(guest: Guest, certificate_id: str) -> Any:
    return guest.client.post(f"{API}/{certificate_id}/claim-links")


def claim(guest: Guest, certificate_id: str, token: str, **body: Any) -> Any:
    return guest.client.post(f"{API}/{certificate_id}/claim", json={"token": token, **body})


def test_a_receiver_gives_the_name_by_a_signed_event_and_the_record_stays(
    world: World, giver: Guest, gift: str
) -> None:
    before = shown_to(giver, gift)
    assert (before["beneficiary"]["name"], shown_to(world.app, gift)["beneficiary"]) == (GIVEN, None)
    token = link(giver, gift).json["token"]
    bob = world.guest("bob")
    answer = claim(bob, gift, token, name="周白露", public=True)
    assert answer.status_code == 200
    after = answer.json
    assert after["record"] == before["record"]
    (event,) = after["events"]
    assert event["kind"] == "name_claimed"
    assert opens(after, event["commitment"])
    assert signatures_hold(world.app, after)
    file = world.app.test_client().get(f"/certificates/{gift}.json").json
    keys: Any = world.app.test_client().get("/.well-known/jwks.json").json
    assert verify_certificate(file, keys).holds
    assert shown_to(world.app, gift)["beneficiary"]["name"] == "周白露"
    assert shown_to(world.app, gift)["told"]["name"] == "周白露"


def test_from_then_on_the_name_is_the_receivers_and_the_money_the_givers(world: World, giver: Guest, gift: str) -> None:
    token = link(giver, gift).json["token"]
    bob = world.guest("bob")
    assert claim(bob, gift, token, name="周白露").status_code == 200
    assert shown_to(giver, gift)["beneficiary"] is None
    assert "named_image_url" not in shown_to(giver, gift)
    assert "order_id" in shown_to(giver, gift)
    assert shown_to(bob, gift)["beneficiary"]["name"] == "周白露"
    assert "order_id" not in shown_to(bob, gift)
    lines = {line["id"]: line["name"] for line in giver.client.get(API).json["items"]}
    assert lines[gift] is None
    assert [line["name"] for line in bob.client.get(API).json["items"]] == ["周白露"]
    assert "周白露" not in giver.client.get("/api/v1/me/export").get_data(as_text=True)
    assert "周白露" in bob.client.get("/api/v1/me/export").get_data(as_text=True)
    assert code_of(correct(giver, gift, "别人")) == (404, "not_found")
    assert erase(giver, gift) == 404
    assert correct(bob, gift, "周小露").status_code == 200
    assert giver.client.delete("/api/v1/me").status_code == 204
    assert shown_to(bob, gift)["beneficiary"]["name"] == "周小露"
    assert erase(bob, gift) == 204
    assert shown_to(bob, gift)["beneficiary"] is None


def test_the_givers_link_to_the_picture_does_not_show_the_name_of_whoever_claims(
    world: World, giver: Guest, gift: str
) -> None:
    kept: str = shown_to(giver, gift)["named_image_url"].partition(":1/")[2]
    bob = world.guest("bob")
    assert claim(bob, gift, link(giver, gift).json["token"], name="周白露").status_code == 200
    client = world.app.test_client()
    assert client.get(kept).data == client.get(f"/certificates/{gift}.png").data
    own: str = shown_to(bob, gift)["named_image_url"].partition(":1/")[2]
    assert client.get(own).headers["Cache-Control"] == "private, no-store"


def test_a_givers_picture_under_way_does_not_show_the_name_of_whoever_claims_at_that_moment(
    world: World, giver: Guest, gift: str, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: str = shown_to(giver, gift)["named_image_url"].partition(":1/")[2]
    token, bob = link(giver, gift).json["token"], world.guest("bob")
    claimed: list[int] = []
    during(
        monkeypatch,
        renderings,
        "claim",
        lambda: in_a_thread(lambda: claimed.append(claim(bob, gift, token, name="周白露").status_code)),
    )
    shown = world.app.test_client().get(kept).get_data(as_text=True)
    assert claimed == [200]
    assert drawn == ["png"]
    assert "周白露" not in shown


def test_a_link_works_once_and_again_only_for_the_same_person(world: World, giver: Guest, gift: str) -> None:
    token = link(giver, gift).json["token"]
    bob, eve = world.guest("bob"), world.guest("eve")
    first = claim(bob, gift, token, name="周白露")
    again = claim(bob, gift, token, name="另一个名字")
    assert (again.status_code, again.json["events"]) == (200, first.json["events"])
    assert again.json["beneficiary"]["name"] == "周白露"
    assert code_of(claim(eve, gift, token, name="夏娃")) == (410, "claim_invalid")
    assert code_of(link(giver, gift)) == (409, "already_claimed")


def test_a_new_link_replaces_the_old_one_and_each_dies_after_90_days(world: World, giver: Guest, gift: str) -> None:
    old, new = link(giver, gift).json, link(giver, gift).json
    bob = world.guest("bob")
    assert code_of(claim(bob, gift, old["token"])) == (410, "claim_invalid")
    assert code_of(claim(bob, gift, "nonsense")) == (410, "claim_invalid")
    with time_machine.travel(clock.now() + timedelta(days=91)):
        late = world.guest("late")
        assert code_of(claim(late, gift, new["token"])) == (410, "claim_invalid")
    assert claim(bob, gift, new["token"]).status_code == 200


def test_without_a_name_it_says_a_guest_and_shows_nobody(world: World, giver: Guest, gift: str) -> None:
    bob = world.guest("bob")
    claimed = claim(bob, gift, link(giver, gift).json["token"], public=True).json
    assert claimed["beneficiary"]["name"] == "一位来宾"
    assert shown_to(world.app, gift)["beneficiary"] is None


def test_only_its_giver_makes_a_link_and_only_for_a_gift(world: World, giver: Guest, gift: str) -> None:
    assert code_of(link(world.guest("bob"), gift)) == (404, "not_found")
    own = world.paid(giver, mass_g=1_000)["certificate_id"]
    assert code_of(link(giver, own)) == (409, "not_a_gift")


def test_a_refused_name_uses_no_link_up(world: World, giver: Guest, gift: str) -> None:
    token = link(giver, gift).json["token"]
    bob = world.guest("bob")
    assert code_of(claim(bob, gift, token, name="违禁某")) == (422, "name_refused")
    assert claim(bob, gift, token, name="周白露").status_code == 200


def test_an_erased_name_is_not_claimed(world: World, giver: Guest, gift: str) -> None:
    token = link(giver, gift).json["token"]
    assert erase(giver, gift) == 204
    assert code_of(claim(world.guest("bob"), gift, token, name="周白露")) == (410, "name_erased")
