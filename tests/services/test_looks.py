"""How certificates look: as their scene wanted on the day of issue. Choosing a look: tests/cli/test_scenes.py."""

import pytest
from flask import Flask

from app.services import catalogue, pictures
from app.services.certificates import find_certificate
from tests.support.world import World


@pytest.mark.parametrize("design", ["festive", None])
def test_a_certificate_keeps_the_look_of_its_day(world: World, app: Flask, design: str | None) -> None:
    guest = world.standard()
    run = app.test_cli_runner()
    if design:
        run.invoke(args=["scenes", "look", "FORUM1", "--design", design, "--colour", "#123456"])
    before = world.paid(guest, footprint_id=world.footprint(guest)["id"])
    run.invoke(args=["scenes", "look", "FORUM1", "--design", "company", "--colour", "#654321"])
    after = world.paid(guest, footprint_id=world.footprint(guest)["id"])
    shown = [guest.client.get(f"/api/v1/certificates/{order['certificate_id']}").json for order in (before, after)]
    assert [each["design"] for each in shown] == [design or "classic", "company"]  # type: ignore[index]
    with app.test_request_context():
        looks = [
            pictures.surface(find_certificate(order["certificate_id"]), "en", named=False).look
            for order in (before, after)
        ]
    assert [look.colour for look in looks] == [(0x12, 0x34, 0x56) if design else None, (0x65, 0x43, 0x21)]


def test_a_company_has_a_design_of_its_own_where_the_scene_chose_none(world: World, app: Flask) -> None:
    guest = world.standard()
    with app.app_context():
        organisation_id = catalogue.make_organisation("成都某某公司")
        catalogue.add_member(organisation_id, guest.user_id)
    company = {"beneficiary": {"kind": "organisation", "id": organisation_id}, "mass_g": 1_000}
    order = world.paid(guest, **company)
    assert guest.client.get(f"/api/v1/certificates/{order['certificate_id']}").json["design"] == "company"
