"""The guest's journey, over HTTP only, with real signatures: scan, calculate, pay, certificate."""

from typing import Any

from app.core.canonical import canonical_bytes, sha256_text
from app.core.signing import verify
from tests.support.server import LiveServer
from tests.support.world import INPUTS, World, key

API = "/api/v1"


def test_a_guest_comes_by_code_calculates_pays_and_holds_a_certificate_anyone_can_check(
    world: World, live: LiveServer
) -> None:
    world.project()
    world.scene("FORUM1")
    phone = live.session()
    scene = phone.get(f"{live.url}{API}/scenes/forum1").json()
    assert scene["code"] == "FORUM1"

    code = world.simulator.control.login_code("lin")
    token = phone.post(f"{live.url}{API}/sessions", json={"code": code}).json()["token"]
    phone.headers["Authorization"] = f"Bearer {token}"
    body = {"scene": "FORUM1", "calculator": scene["calculator"], "inputs": INPUTS}
    footprint = phone.post(f"{live.url}{API}/footprints", json=body).json()
    offer = phone.get(f"{live.url}{API}/projects", params={"mass_g": footprint["total_g"]}).json()["items"][0]

    asked = {
        "footprint_id": footprint["id"],
        "project": offer["code"],
        "beneficiary": {"kind": "person", "name": "林小满"},
        "public": True,
        "expected_amount_fen": offer["amount_fen"],
        "method": "jsapi",
    }
    placed = phone.post(f"{live.url}{API}/orders", json=asked, headers=key())
    assert placed.status_code == 201, placed.text
    order: dict[str, Any] = placed.json()
    params = order["payment"]["params"] | {"appId": world.simulator.keys.appid}
    assert world.simulator.control.request_payment(params, "lin") == "requestPayment:ok"
    world.simulator.control.wait_for(order["payment"]["id"])

    paid = phone.get(f"{live.url}{API}/orders/{order['id']}").json()
    assert paid["status"] == "paid"
    stranger = live.session()
    certificate = stranger.get(f"{live.url}{API}/certificates/{paid['certificate_id']}").json()
    signed = canonical_bytes(certificate["record"])
    keys = stranger.get(f"{live.url}/.well-known/jwks.json").json()
    assert verify(signed, certificate["signature"], keys)
    assert certificate["record_sha256"] == sha256_text(signed)
    assert certificate["record"]["mass_g"] == footprint["total_g"]
    assert certificate["beneficiary"]["name"] == "林小满"
    again = phone.get(f"{live.url}{API}/footprints/{footprint['id']}").json()
    assert again["covered_g"] == again["total_g"]
    assert phone.get(f"{live.url}{API}/scenes/FORUM1").json()["totals"] == {
        "certificates": 1,
        "mass_g": footprint["total_g"],
    }
