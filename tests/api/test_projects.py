"""Projects on sale: prices to the fen, grams left over all batches, the vintage that comes first."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.projects import ProjectsSchema
from tests.support.catalogue import make_batch, make_project, minutes_later

URL = "/api/v1/projects"


def test_an_offer_says_everything_the_contract_names(app: Flask, client: FlaskClient) -> None:
    project = make_project(app, service_bps=500)
    make_batch(app, project, tonnes=50, vintage=2024)
    answer = client.get(f"{URL}?mass_g=405412").json
    assert ProjectsSchema().validate(answer) == {}
    assert answer == {
        "items": [
            {
                "code": "CDCER-OTHER",
                "kind": "credit",
                "name": "CDCER 其他项目",
                "credit_type": "CDCER",
                "standard": "碳惠天府",
                "registry": "CDCER",
                "registry_project_id": "CDCER-1",
                "methodology": "CDCER-M-1",
                "vintage": 2024,
                "owner": "成都某减排企业",
                "held_by": "四川联合环境交易所",
                "price_fen_per_tonne": 4300,
                "available_g": 50_000_000,
                "amount_fen": 1744,
                "split": {"owner_fen": 1657, "service_fen": 87},
                "sample": True,
            }
        ],
        "next": None,
    }


@given(mass_g=st.integers(1, 1_000_000_000), price=st.integers(1, 10_000_000), bps=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_price_is_rounded_up_once_and_the_split_adds_up(
    app: Flask, client: FlaskClient, mass_g: int, price: int, bps: int
) -> None:
    code = f"P{mass_g}-{price}-{bps}"
    make_project(app, code, price_fen_per_tonne=price, service_bps=bps, created_at=minutes_later(-1_000_000))
    offers, following = [], ""
    while following is not None:
        page = client.get(f"{URL}?limit=100&mass_g={mass_g}{following}").json
        offers += page["items"]
        following = f"&cursor={page['next']}" if page["next"] else None
    offer = next(offer for offer in offers if offer["code"] == code)
    exact = mass_g * price
    assert (offer["amount_fen"] - 1) * 1_000_000 < exact <= max(offer["amount_fen"] * 1_000_000, 1_000_000)
    assert offer["split"]["owner_fen"] + offer["split"]["service_fen"] == offer["amount_fen"]
    assert offer["split"]["service_fen"] == offer["amount_fen"] * bps // 10_000


def test_grams_of_all_batches_are_added_and_the_oldest_with_grams_left_gives_the_vintage(
    app: Flask, client: FlaskClient
) -> None:
    project = make_project(app)
    make_batch(app, project, tonnes=1, vintage=2019, available_g=0, allocated_g=1_000_000)
    make_batch(app, project, tonnes=2, vintage=2023, available_g=1_999_999, reserved_g=1)
    make_batch(app, project, tonnes=3, vintage=2021)
    offer = client.get(URL).json["items"][0]
    assert (offer["available_g"], offer["vintage"]) == (4_999_999, 2021)


def test_without_a_mass_there_is_no_amount(app: Flask, client: FlaskClient) -> None:
    make_project(app)
    offer = client.get(URL).json["items"][0]
    assert (offer["amount_fen"], offer["split"]) == (None, None)


def test_a_project_with_nothing_left_is_shown_as_such(app: Flask, client: FlaskClient) -> None:
    make_project(app)
    offer = client.get(f"{URL}?mass_g=1").json["items"][0]
    assert (offer["available_g"], offer["vintage"], offer["amount_fen"]) == (0, None, 1)


def test_what_is_not_on_sale_is_not_listed(app: Flask, client: FlaskClient) -> None:
    make_project(app, on_sale=False)
    make_project(app, "TREES1", kind="planting")
    assert client.get(URL).json == {"items": [], "next": None}


@pytest.mark.parametrize("mass", ["0", "-1", "1.5", "1000000001", "abc", "", "1e3", "%00", "9" * 30])
def test_a_mass_out_of_bounds_is_pointed_at(client: FlaskClient, mass: str) -> None:
    answer = client.get(f"{URL}?mass_g={mass}")
    assert answer.status_code == 422
    assert [(error["pointer"], error["problem"]) for error in answer.json["errors"]] == [("?mass_g", "bad_mass")]


@pytest.mark.parametrize("mass_g", [1, 1_000_000_000])
def test_the_bounds_themselves_are_allowed(app: Flask, client: FlaskClient, mass_g: int) -> None:
    make_project(app)
    assert client.get(f"{URL}?mass_g={mass_g}").json["items"][0]["amount_fen"] == max(1, mass_g * 4300 // 1_000_000)


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_a_walk_sees_every_project_once_the_longest_offered_first(app: Flask, client: FlaskClient, limit: int) -> None:
    for number, minutes in enumerate([0, 1, 1, 2, 3]):
        make_project(app, f"P{number}", created_at=minutes_later(minutes))
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = client.get(f"{URL}?limit={limit}{cursor}").json
        seen += [offer["code"] for offer in page["items"]]
        cursor = f"&cursor={page['next']}" if page["next"] else None
    assert (seen[0], seen[3:], sorted(seen)) == ("P0", ["P3", "P4"], ["P0", "P1", "P2", "P3", "P4"])
