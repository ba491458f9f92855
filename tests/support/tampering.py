"""A genuine certificate's file and all that could be done to it, with what must be found: browser and command."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.canonical import canonical_bytes, commitment, name_bytes, sha256_text
from app.core.signing import RecordSigner, base64url, new_signing_key_pem
from tests.certs.samples import RECORD

OTHER = RecordSigner.from_pem(new_signing_key_pem())
SALT = bytes(range(32))
STEPS = (
    "record_form", "record_hash", "record_signature", "events", "status",
    "allocations", "amount", "name", "retirements",
)  # fmt: skip


@dataclass
class Given:
    """What a checker is given: the file, keys fetched for themselves, the list of each cancellation, our signer."""

    file: dict[str, Any]
    keys: dict[str, Any]
    lists: list[str]
    signer: RecordSigner

    def copied(self) -> "Given":
        return Given(copy.deepcopy(self.file), copy.deepcopy(self.keys), list(self.lists), self.signer)


def genuine() -> Given:
    """A retired certificate with a public name, signed by a key of its own; two tonnes were cancelled."""
    signer = RecordSigner.from_pem(new_signing_key_pem())
    record = {**RECORD, "beneficiary": {"kind": "person", "commitment": commitment(SALT, name_bytes("林小满"))}}
    signed = canonical_bytes(record)
    file: dict[str, Any] = {
        "id": record["id"],
        "number": record["number"],
        "status": "retired",
        "record": copy.deepcopy(record),
        "record_canonical": signed.decode(),
        "record_sha256": sha256_text(signed),
        "signature": signer.sign(signed),
        "beneficiary": {"kind": "person", "name": "林小满", "salt": base64url(SALT)},
        "retirements": [{"reference": "R-1", "retired_on": "2026-11-02", "document_sha256": "d" * 64}],
    }
    file["events"] = [_event(file, signer, "retired", **file["retirements"][0])]
    listed = f"certificate_number,mass_g\r\n{record['number']},405412\r\nDD-2026-AAAAAA,500000\r\nrest,1094588\r\n"
    serials = " - ".join(record["allocations"][0][f"serial_{end}"] for end in ("first", "last"))
    return Given(file, {"keys": [dict(signer.jwk)]}, [f"\ufeff{listed}{serials},2000000\r\n"], signer)


def _event(file: Mapping[str, Any], signer: RecordSigner, kind: str, **details: Any) -> dict[str, Any]:
    content = {
        "schema": "diandian.certificate-event/1",
        "id": f"evt-{kind}",
        "certificate": file["record"]["id"],
        "record_sha256": file["record_sha256"],
        "kind": kind,
        "at": "2026-11-21T04:00:00Z",
        **details,
    }
    return content | {"signature": signer.sign(canonical_bytes(content))}


def signed_again(given: Given) -> None:
    """What only the holder of our key could do: the changed record, signed, with its event."""
    signed = canonical_bytes(given.file["record"])
    given.file |= {
        "record_canonical": signed.decode(),
        "record_sha256": sha256_text(signed),
        "signature": given.signer.sign(signed),
    }
    _events_again(given, {"record_sha256": sha256_text(signed)})


def _events_again(given: Given, changed: Mapping[str, Any]) -> None:
    events = []
    for event in given.file["events"]:
        content = {name: value for name, value in event.items() if name != "signature"} | changed
        events.append(content | {"signature": given.signer.sign(canonical_bytes(content))})
    given.file["events"] = events


def one_gram_more(given: Given) -> None:
    given.file["record"]["mass_g"] += 1


def another_signature(given: Given) -> None:
    value = given.file["signature"]["value"]
    given.file["signature"]["value"] = ("B" if value[0] == "A" else "A") + value[1:]


def the_key_of_somebody_else(given: Given) -> None:
    given.keys["keys"] = [dict(OTHER.jwk)]


def the_key_exchanged_under_its_id(given: Given) -> None:
    for key in given.keys["keys"]:
        key["x"] = OTHER.jwk["x"]


def no_key(given: Given) -> None:
    given.keys["keys"] = []


def an_event_of_another_record(given: Given) -> None:
    _events_again(given, {"record_sha256": "sha256:" + "0" * 64})


def an_event_of_another_certificate(given: Given) -> None:
    _events_again(given, {"certificate": "crt-another"})


def a_changed_event(given: Given) -> None:
    given.file["events"][0]["reference"] = "R-2"


def an_event_twice(given: Given) -> None:
    given.file["events"] *= 2


def an_event_nobody_knows(given: Given) -> None:
    _events_again(given, {"kind": "resold"})


def a_name_that_was_not_committed_to(given: Given) -> None:
    given.file["beneficiary"]["name"] = "林大满"


def a_salt_that_was_not_the_names(given: Given) -> None:
    given.file["beneficiary"]["salt"] = base64url(bytes(32))


def a_company_for_a_person(given: Given) -> None:
    given.file["beneficiary"]["kind"] = "organisation"


def a_name_after_it_was_erased(given: Given) -> None:
    given.file["events"].append(_event(given.file, given.signer, "name_erased"))


def a_status_from_before(given: Given) -> None:
    given.file["status"] = "allocated"


def a_revocation_nobody_signed(given: Given) -> None:
    given.file["status"] = "revoked"


def another_number_beside_the_record(given: Given) -> None:
    given.file["number"] = "DD-0000-000000"


def another_text_of_the_record(given: Given) -> None:
    given.file["record_canonical"] += " "


def a_form_nobody_knows(given: Given) -> None:
    given.file["record"]["schema"] = "diandian.certificate/9"
    signed_again(given)


def ranges_that_do_not_add_up(given: Given) -> None:
    given.file["record"]["mass_g"] += 1
    signed_again(given)


def serials_that_do_not_fit(given: Given) -> None:
    only = given.file["record"]["allocations"][0]
    only["serial_last"] = only["serial_last"][:-2] + "99"
    signed_again(given)


def money_that_does_not_add_up(given: Given) -> None:
    given.file["record"]["split_fen"]["owner"] += 1
    signed_again(given)


def a_list_that_does_not_add_up(given: Given) -> None:
    number = given.file["record"]["number"]
    rows = given.lists[0].split(number + ",")
    grams, rest = rows[1].split("\r\n", 1)
    given.lists[0] = f"{rows[0]}{number},{int(grams) + 1}\r\n{rest}"


def a_list_without_this_certificate(given: Given) -> None:
    given.lists[0] = given.lists[0].replace(given.file["record"]["number"], "DD-2026-ZZZZZZ")


def a_list_of_half_a_tonne(given: Given) -> None:
    *rows, last = given.lists[0].rstrip().split("\r\n")
    serials, total = last.rsplit(",", 1)
    rows.append(f"more,{500_000}")
    given.lists[0] = "\r\n".join((*rows, f"{serials},{int(total) + 500_000}"))


def a_document_nobody_signed_for(given: Given) -> None:
    given.file["retirements"][0]["document_sha256"] = "e" * 64


def another_day_of_cancellation(given: Given) -> None:
    given.file["retirements"][0]["retired_on"] = "2020-01-01"


def another_reference_of_cancellation(given: Given) -> None:
    given.file["retirements"][0]["reference"] += "0"


def a_cancellation_nobody_signed(given: Given) -> None:
    given.file["events"] = []


def a_gift_claimed_and_still_in_its_givers_words(given: Given) -> None:
    claimed = commitment(SALT, name_bytes("周白露"))
    given.file["events"].append(_event(given.file, given.signer, "name_claimed", commitment=claimed))


Tamper = Callable[[Given], None]
#: What is done, and every step that must say no, with its sentence's code. Every other step must hold.
TAMPERED: tuple[tuple[Tamper, Mapping[str, str]], ...] = (
    (one_gram_more, {"record_hash": "differs", "record_signature": "broken", "events": "foreign",
                     "allocations": "sum", "retirements": "own"}),
    (another_signature, {"record_signature": "broken"}),
    (the_key_of_somebody_else, {"record_signature": "unknown_key", "events": "unknown_key"}),
    (the_key_exchanged_under_its_id, {"record_signature": "broken", "events": "broken"}),
    (no_key, {"record_signature": "no_keys", "events": "no_keys"}),
    (an_event_of_another_record, {"events": "foreign"}),
    (an_event_of_another_certificate, {"events": "foreign"}),
    (a_changed_event, {"events": "broken", "retirements": "told"}),
    (an_event_twice, {"events": "twice"}),
    (an_event_nobody_knows, {"events": "unknown", "status": "denied"}),
    (a_name_that_was_not_committed_to, {"name": "differs"}),
    (a_salt_that_was_not_the_names, {"name": "differs"}),
    (a_company_for_a_person, {"name": "kind"}),
    (a_name_after_it_was_erased, {"name": "erased"}),
    (a_status_from_before, {"status": "denied"}),
    (a_revocation_nobody_signed, {"status": "denied"}),
    (another_number_beside_the_record, {"record_form": "differs"}),
    (another_text_of_the_record, {"record_hash": "text"}),
    (a_form_nobody_knows, {"record_form": "schema"}),
    (ranges_that_do_not_add_up, {"allocations": "sum", "retirements": "own"}),
    (serials_that_do_not_fit, {"allocations": "serials"}),
    (money_that_does_not_add_up, {"amount": "sum"}),
    (a_list_that_does_not_add_up, {"retirements": "sum"}),
    (a_list_without_this_certificate, {"retirements": "own"}),
    (a_list_of_half_a_tonne, {"retirements": "serials"}),
    (a_document_nobody_signed_for, {"retirements": "document"}),
    (another_day_of_cancellation, {"retirements": "told"}),
    (another_reference_of_cancellation, {"retirements": "told"}),
    (a_cancellation_nobody_signed, {"status": "denied"}),
    (a_gift_claimed_and_still_in_its_givers_words, {"name": "differs"}),
)  # fmt: skip
