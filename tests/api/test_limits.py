"""How often one may call: a busy phone is slowed down by itself, a hall behind one address is not."""

from typing import Any

from flask.testing import FlaskClient

from tests.support.world import World

WINDOW = 120
ON_FOOT = {"calculator": "life", "inputs": {"electricity_kwh": "1"}}


def until_refused(client: FlaskClient, method: str, path: str, body: dict[str, Any], most: int) -> tuple[int, Any]:
    """(how many were served, the refusal or None), within two windows at most: a minute may turn in between."""
    for served in range(most):
        answer = client.open(path, method=method, json=body)
        if answer.status_code == 429:
            return served, answer
        assert answer.status_code < 300, answer.get_data(as_text=True)
    return most, None


def test_one_token_is_slowed_down_and_told_when_to_come_back(world: World) -> None:
    busy, calm = world.guest("alice"), world.guest("bob")
    served, refusal = until_refused(busy.client, "PATCH", "/api/v1/me", {}, 2 * WINDOW + 1)
    assert refusal is not None
    assert WINDOW <= served <= 2 * WINDOW
    assert (refusal.json["code"], refusal.mimetype) == ("too_many_requests", "application/problem+json")
    assert 0 <= int(refusal.headers["Retry-After"]) <= 60
    assert calm.client.patch("/api/v1/me", json={}).status_code == 200, "nobody else waits for it"


def test_a_hall_behind_one_address_calculates_without_tokens(client: FlaskClient) -> None:
    served, refusal = until_refused(client, "POST", "/api/v1/footprints", ON_FOOT, WINDOW + 30)
    assert (served, refusal) == (WINDOW + 30, None)
