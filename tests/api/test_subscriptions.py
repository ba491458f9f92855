"""Which messages can be accepted, and for which orders."""

from flask.testing import FlaskClient

from simulator.message_templates import CERTIFICATE, RETIRED
from tests.support.world import World

URL = "/api/v1/me/subscriptions"


def test_the_phone_is_told_what_to_ask_about(world: World) -> None:
    assert world.guest().client.get(URL).json == {
        "items": [
            {"purpose": "certificate", "template_id": CERTIFICATE, "status": None},
            {"purpose": "retired", "template_id": RETIRED, "status": None},
        ]
    }


def test_an_acceptance_is_noted_and_answered(world: World) -> None:
    guest = world.standard()
    order = world.paid(guest, mass_g=1000)
    noted = guest.client.post(URL, json={"order_id": order["id"], "accepted": [RETIRED]})
    assert noted.json == {"items": [{"purpose": "retired", "template_id": RETIRED, "status": "waiting"}]}
    assert guest.client.post(URL, json={"order_id": order["id"], "accepted": []}).json == noted.json


def test_somebody_elses_order_and_unknown_templates_are_pointed_at(world: World) -> None:
    order = world.paid(world.standard(), mass_g=1000)
    stranger = world.guest("stranger").client
    refused = stranger.post(URL, json={"order_id": order["id"], "accepted": [RETIRED]})
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/order_id")
    refused = stranger.post(URL, json={"order_id": order["id"], "accepted": [RETIRED, "x" * 43]})
    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/accepted/1")


def test_it_needs_a_token(client: FlaskClient) -> None:
    assert client.get(URL).json["code"] == "token_required"
