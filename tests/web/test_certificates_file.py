"""The file a certificate is checked with: everything our own checker wants, and the exact bytes that were signed."""

import json
from collections.abc import Callable

from flask.testing import FlaskClient

from app.core.canonical import canonical_bytes, sha256_text
from app.services.verification import read_file, verify_certificate
from tests.web.conftest import Sell, Sold


def test_the_file_passes_every_check_in_every_state(
    client: FlaskClient, sell: Sell, retire: Callable[[Sold], None], revoke: Callable[[Sold], None]
) -> None:
    sold, back = sell(), sell(who="zhao")
    keys = client.get("/.well-known/jwks.json").json
    for each, happens, status in ((sold, None, "allocated"), (back, revoke, "revoked"), (sold, retire, "retired")):
        if happens is not None:
            happens(each)
        verdict = verify_certificate(read_file(client.get(f"{each.url}.json").data), keys)
        assert [check for check in verdict.checks if not check.holds] == []
        assert (verdict.status, verdict.origin_proved) == (status, True)


def test_one_changed_gram_is_found(client: FlaskClient, sell: Sell) -> None:
    file = json.loads(client.get(f"{sell().url}.json").data)
    file["record"]["mass_g"] += 1
    assert not verify_certificate(file).holds


def test_the_text_of_the_record_is_what_was_hashed(client: FlaskClient, sell: Sell) -> None:
    file = client.get(f"{sell().url}.json").json
    signed = file["record_canonical"].encode()
    assert sha256_text(signed) == file["record_sha256"]
    assert signed == canonical_bytes(file["record"])


def test_name_and_salt_are_in_the_file_only_by_consent(client: FlaskClient, sell: Sell) -> None:
    quiet, open_ = sell(public=False, name="陈不愿", who="chen"), sell(name="李愿意", who="li")
    assert client.get(f"{quiet.url}.json").json["beneficiary"] is None
    assert "陈不愿" not in client.get(f"{quiet.url}.json").get_data(as_text=True)
    shown = client.get(f"{open_.url}.json")
    assert shown.json["beneficiary"]["name"] == "李愿意"
    open_.erase()
    after = client.get(f"{open_.url}.json", headers={"If-None-Match": shown.headers["ETag"]})
    assert (after.status_code, after.json["beneficiary"]) == (200, None)
    assert shown.json["beneficiary"]["salt"] not in after.get_data(as_text=True)


def test_an_unchanged_file_is_not_sent_again(client: FlaskClient, sell: Sell) -> None:
    sold = sell()
    etag = client.get(f"{sold.url}.json").headers["ETag"]
    assert client.get(f"{sold.url}.json", headers={"If-None-Match": etag}).status_code == 304
