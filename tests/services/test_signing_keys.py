"""Public keys: the present one first, and every one that was."""

from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from app.core.canonical import canonical_bytes
from app.core.signing import RecordSigner, new_signing_key_pem, verify
from app.services import signing_keys
from app.services.platform import EXTENSION
from tests.support.world import World


def test_after_a_rotation_old_certificates_still_verify_with_the_published_keys(world: World, app: Flask) -> None:
    guest = world.standard()
    order = world.paid(guest, mass_g=1_000)
    world.run_jobs()
    before = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = replace(before, signer=RecordSigner.from_pem(new_signing_key_pem()))
    try:
        published = app.test_client().get("/.well-known/jwks.json").json
        newer = world.paid(guest, mass_g=2_000)
    finally:
        app.extensions[EXTENSION] = before
    assert [key["kid"] for key in published["keys"]][1:] == [before.signer.kid]
    for each in (order, newer):
        certificate = guest.client.get(f"/api/v1/certificates/{each['certificate_id']}").json
        assert verify(canonical_bytes(certificate["record"]), certificate["signature"], published)


def test_remembering_a_key_twice_keeps_it_once(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        assert (signing_keys.remember(), signing_keys.remember()) == (1, 0)
    assert len(client.get("/.well-known/jwks.json").json["keys"]) == 1
    assert "d" not in client.get("/.well-known/jwks.json").json["keys"][0], "the private half stays here"
