"""verify-certificate's judgement: a true file holds, and no single change of a record, event or name slips through."""

import base64
import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.canonical import canonical_bytes, commitment, name_bytes, sha256_text
from app.core.signing import RecordSigner, base64url, new_signing_key_pem
from app.domain.errors import DomainError
from app.services.verification import Verdict, read_file, verify_certificate

SIGNER = RecordSigner.from_pem(new_signing_key_pem())
OTHER = RecordSigner.from_pem(new_signing_key_pem())
KEYS = {"keys": [dict(SIGNER.jwk)]}
SALT = bytes(range(32))
NAME = "林小满"


def record() -> dict[str, Any]:
    """Two ranges of one batch and one of another, 3,500,000 g in all."""
    return {
        "schema": "diandian.certificate/1",
        "id": "crt1",
        "number": "DD26-AAAA-BBBB",
        "issued_at": "2026-11-20T04:00:00Z",
        "issuer": "点点碳中和 Diandian",
        "sample": False,
        "beneficiary": {"kind": "person", "commitment": commitment(SALT, name_bytes(NAME))},
        "mass_g": 3_500_000,
        "allocations": [
            _range("bat1", 7_000_000, 9_000_000 - 1, "A-0008", "A-0009"),
            _range("bat1", 11_500_000, 12_499_999, "A-0012", "A-0013"),
            _range("bat2", 0, 499_999, "B-01", "B-01"),
        ],
        "amount_fen": 151,
        "split_fen": {"owner": 144, "service": 7},
    }


def _range(batch: str, first_g: int, last_g: int, first: str, last: str) -> dict[str, Any]:
    return {
        "batch": batch,
        "vintage": 2024,
        "serial_first": first,
        "serial_last": last,
        "first_g": first_g,
        "last_g": last_g,
        "mass_g": last_g - first_g + 1,
    }


def event(kind: str, of: dict[str, Any], signer: RecordSigner = SIGNER, **details: Any) -> dict[str, Any]:
    content = {
        "schema": "diandian.certificate-event/1",
        "id": f"evt-{kind}",
        "certificate": of["id"],
        "record_sha256": sha256_text(canonical_bytes(of)),
        "kind": kind,
        "at": "2026-11-21T04:00:00Z",
        **details,
    }
    return content | {"signature": signer.sign(canonical_bytes(content))}


def file(of: dict[str, Any] | None = None, *events: dict[str, Any], **more: Any) -> dict[str, Any]:
    of = of or record()
    signed = canonical_bytes(of)
    return {
        "id": of["id"],
        "number": of["number"],
        "status": "allocated",
        "record": of,
        "record_canonical": signed.decode(),
        "record_sha256": sha256_text(signed),
        "signature": SIGNER.sign(signed),
        "events": list(events),
        "beneficiary": {"kind": "person", "name": NAME, "salt": base64url(SALT)},
        "public_keys": KEYS,
    } | more


def failing(verdict: Verdict) -> set[str]:
    return {check.name for check in verdict.checks if not check.holds}


def test_a_true_file_holds_and_says_whether_the_keys_were_ours_to_trust() -> None:
    own, given_keys = verify_certificate(file()), verify_certificate(file(), KEYS)
    assert own.holds
    assert given_keys.holds
    assert (own.origin_proved, given_keys.origin_proved) == (False, True)
    assert (own.number, own.mass_g) == ("DD26-AAAA-BBBB", 3_500_000)


def test_keys_given_are_the_only_ones_believed() -> None:
    forged = file()
    forged["signature"] = OTHER.sign(canonical_bytes(forged["record"]))
    forged["public_keys"] = {"keys": [dict(OTHER.jwk)]}
    assert verify_certificate(forged).holds  # integrity is all that a file can prove by itself
    assert "record_signature" in failing(verify_certificate(forged, KEYS))


def test_a_file_without_keys_needs_them_given() -> None:
    bare = file()
    del bare["public_keys"]
    assert "record_signature" in failing(verify_certificate(bare))
    assert verify_certificate(bare, KEYS).holds


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for name, each in value.items() for leaf in _leaves(each, (*path, name))]
    if isinstance(value, list):
        return [leaf for index, each in enumerate(value) for leaf in _leaves(each, (*path, index))]
    return [path]


@pytest.mark.parametrize("path", _leaves(record()), ids=lambda path: ".".join(map(str, path)))
def test_no_change_of_any_single_value_of_the_record_is_missed(path: tuple[Any, ...]) -> None:
    changed = file()
    *way, last = path
    inside = changed["record"]
    for name in way:
        inside = inside[name]
    was = inside[last]
    inside[last] = (not was) if isinstance(was, bool) else was + 1 if isinstance(was, int) else was + "x"
    changed.pop("record_canonical")
    changed.pop("record_sha256")  # a clever forger removes what would give it away
    assert "record_signature" in failing(verify_certificate(changed, KEYS))


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("allocations", lambda r: r.update(mass_g=3_500_001)),
        ("allocations", lambda r: r["allocations"][0].update(serial_last="A-0010")),
        ("allocations", lambda r: r["allocations"][1].update(serial_first="A-0013", serial_last="A-0014")),
        ("allocations", lambda r: r["allocations"][1].update(first_g=8_500_000, last_g=9_499_999)),
        ("allocations", lambda r: r["allocations"][2].update(first_g=-1, last_g=499_998)),
        ("allocations", lambda r: r["allocations"][2].update(mass_g=500_000.0)),
        ("allocations", lambda r: r.update(allocations=[], mass_g=0)),
        ("amount", lambda r: r["split_fen"].update(service=8)),
        ("amount", lambda r: r["split_fen"].update(owner=152, service=-1)),
        ("record_form", lambda r: r.update(schema="diandian.certificate/9")),
        ("record_form", lambda r: r.pop("issuer")),
    ],
)
def test_a_record_that_does_not_add_up_is_refused_even_when_it_is_signed(check: str, change: Change) -> None:
    wrong = record()
    change(wrong)
    assert check in failing(verify_certificate(file(wrong), KEYS))


def test_events_are_checked_one_by_one() -> None:
    of = record()
    good = event("retired", of, reference="R-1")
    assert verify_certificate(file(of, good, status="retired"), KEYS).holds
    changed = copy.deepcopy(good) | {"reference": "R-2"}
    other = event("retired", record() | {"id": "crt2"})
    for bad in (changed, event("retired", of, OTHER), other, event("resold", of)):
        assert "events" in failing(verify_certificate(file(of, bad, status="retired"), KEYS))
    assert "events" in failing(verify_certificate(file(of, good, good, status="retired"), KEYS))


@pytest.mark.parametrize(
    ("status", "kinds"), [("allocated", ["revoked"]), ("revoked", []), ("allocated", ["retired"]), ("retired", [])]
)
def test_a_status_that_its_events_deny_is_refused(status: str, kinds: list[str]) -> None:
    of = record()
    told = file(of, *(event(kind, of) for kind in kinds), status=status)
    assert failing(verify_certificate(told, KEYS)) == {"status"}


def test_the_name_is_the_one_committed_to_or_its_signed_correction() -> None:
    of = record()
    stranger = {"kind": "person", "name": "别人", "salt": base64url(SALT)}
    assert failing(verify_certificate(file(of, beneficiary=stranger), KEYS)) == {"name"}
    corrected = event("name_corrected", of, commitment=commitment(SALT, name_bytes("别人")))
    assert verify_certificate(file(of, corrected, beneficiary=stranger), KEYS).holds
    assert failing(verify_certificate(file(of, corrected), KEYS)) == {"name"}
    assert verify_certificate(file(of, beneficiary=None), KEYS).holds
    assert failing(verify_certificate(file(of, event("name_erased", of)), KEYS)) == {"name"}


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(list(file())), _JUNK)
def test_junk_anywhere_is_a_failed_check_and_never_a_crash(where: str, junk: Any) -> None:
    verdict = verify_certificate(file() | {where: junk})
    assert len(verdict.checks) == 9


@given(st.sampled_from(list(record())), _JUNK)
def test_junk_in_the_record_never_verifies_against_the_true_signature(where: str, junk: Any) -> None:
    true = file()
    if true["record"][where] == junk:
        return
    true["record"] = true["record"] | {where: junk}
    assert not verify_certificate(true, KEYS).holds


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"a": 1, "a": 2}', b"\xff\xfe", b"[" * 100_000, b'{"a":"' + b"x" * 5_000_000 + b'"}']
)
def test_what_is_not_one_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(DomainError) as refused:
        read_file(body)
    assert refused.value.code == "file_malformed"


def test_a_file_survives_being_written_and_read() -> None:
    assert verify_certificate(read_file(json.dumps(file()).encode()), KEYS).holds
    assert base64.urlsafe_b64decode(base64url(SALT) + "=") == SALT
