"""Checking a certificate's file without us: hashes, signatures, sums. Offline; the file may be anybody's."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.canonical import canonical_bytes, commitment, name_bytes, sha256_text
from app.core.signing import base64url_decode, verify
from app.domain.certificates import CertificateStatus, EventKind
from app.domain.credits import GramRange, read_serials
from app.domain.errors import DomainError
from app.domain.records import EVENT_SCHEMA, SCHEMA

MAX_BYTES = 4 * 1024 * 1024
#: What a broken or hostile file makes our readers raise; all of them mean "this does not hold".
_BROKEN = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``detail``: the figures, or what is wrong."""

    name: str
    holds: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``origin_proved``: the keys came from elsewhere than the file itself."""

    checks: tuple[Check, ...]
    origin_proved: bool
    number: str
    status: str
    mass_g: int

    @property
    def holds(self) -> bool:
        return bool(self.checks) and all(check.holds for check in self.checks)


class _Wrong(ValueError):
    """A check does not hold; the text is for the reader."""


def read_file(body: bytes) -> dict[str, Any]:
    """The JSON object in a file. Raises ``file_malformed``: not JSON, a name twice, not an object, above 4 MiB."""
    try:
        if len(body) > MAX_BYTES:
            raise ValueError("larger than 4 MiB")  # noqa: TRY301 (one place words all of them)
        found = json.loads(body, object_pairs_hook=_unique)
        if not isinstance(found, dict):
            raise TypeError("not a JSON object")  # noqa: TRY301 (likewise)
    except (ValueError, TypeError, RecursionError) as error:
        raise DomainError("file_malformed", reason=str(error)) from None
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same name twice in one object")
    return found


def verify_certificate(file: Mapping[str, Any], keys: Mapping[str, Any] | None = None) -> Verdict:
    """Every check there is, in a fixed order, never stopping at the first failure. Never raises for a bad file.

    file: what ``/certificates/{id}.json`` or ``GET /api/v1/certificates/{id}`` answers. keys: a JWK set obtained
    elsewhere; without it the file's own are used, which proves that nothing was changed but not who made it.
    """
    trusted = keys if keys is not None else file.get("public_keys")
    jwks: Mapping[str, Any] = trusted if isinstance(trusted, Mapping) else {}
    record = file.get("record")
    wanted: list[tuple[str, Callable[[], str]]] = [
        ("record_form", lambda: _form(file)),
        ("record_hash", lambda: _hash(file)),
        ("record_signature", lambda: _signature(file, jwks)),
        ("events", lambda: _events(file, jwks)),
        ("status", lambda: _status(file)),
        ("allocations", lambda: _allocations(file["record"])),
        ("amount", lambda: _amount(file["record"])),
        ("name", lambda: _name(file)),
    ]
    checks = tuple(_checked(name, check) for name, check in wanted)
    told = record if isinstance(record, Mapping) else {}
    mass_g = told.get("mass_g")
    return Verdict(
        checks=checks,
        origin_proved=keys is not None,
        number=str(told.get("number", "?")),
        status=str(file.get("status", "?")),
        mass_g=mass_g if isinstance(mass_g, int) else 0,
    )


def _checked(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, True, check())
    except _Wrong as wrong:
        return Check(name, False, str(wrong))
    except DomainError as error:
        return Check(name, False, f"{error.code}: {error.facts}")
    except _BROKEN as error:
        return Check(name, False, f"cannot be read: {type(error).__name__}: {error}")


def _form(file: Mapping[str, Any]) -> str:
    record = file["record"]
    if record["schema"] != SCHEMA:
        raise _Wrong(f"schema {record['schema']!r} is not {SCHEMA}")
    for name in ("id", "number"):
        if name in file and file[name] != record[name]:
            raise _Wrong(f"the file says {name} {file[name]!r}, the record {record[name]!r}")
    return f"{record['schema']}, issued {record['issued_at']} by {record['issuer']}" + (
        ", SAMPLE" if record["sample"] else ""
    )


def _hash(file: Mapping[str, Any]) -> str:
    signed = canonical_bytes(file["record"])
    found = sha256_text(signed)
    if file.get("record_sha256", found) != found:
        raise _Wrong(f"the record's hash is {found}, the file says {file['record_sha256']}")
    if file.get("record_canonical", signed.decode()) != signed.decode():
        raise _Wrong("the canonical text in the file is not that of its record")
    return found


def _signature(file: Mapping[str, Any], jwks: Mapping[str, Any]) -> str:
    _must_be_signed(file["record"], file["signature"], jwks, "the record")
    return f"Ed25519, key {file['signature']['kid']}"


def _must_be_signed(content: Any, signature: Mapping[str, Any], jwks: Mapping[str, Any], what: str) -> None:
    if not jwks.get("keys"):
        raise _Wrong("there are no public keys: give them with --keys")
    if signature.get("kid") not in [key.get("kid") for key in jwks["keys"]]:
        raise _Wrong(f"{what} is signed by a key that is not among the given ones: {signature.get('kid')}")
    if not verify(canonical_bytes(content), signature, jwks):
        raise _Wrong(f"{what} was changed after it was signed")


def _events(file: Mapping[str, Any], jwks: Mapping[str, Any]) -> str:
    own_hash = sha256_text(canonical_bytes(file["record"]))
    kinds: list[str] = []
    for event in file["events"]:
        content = {name: value for name, value in event.items() if name != "signature"}
        what = f"event {content['id']} ({content['kind']})"
        _must_be_signed(content, event["signature"], jwks, what)
        if content["schema"] != EVENT_SCHEMA or content["kind"] not in list(EventKind):
            raise _Wrong(f"{what} is of an unknown kind")
        if content["record_sha256"] != own_hash or content["certificate"] != file["record"]["id"]:
            raise _Wrong(f"{what} belongs to another record")
        kinds.append(content["kind"])
    if len(set(kinds)) != len(kinds):
        raise _Wrong("the same kind of event is there twice")
    return ", ".join(kinds) or "none"


def _status(file: Mapping[str, Any]) -> str:
    """A revocation or a cancellation is an event of its own; a certificate may also be retired at issue."""
    kinds = {event["kind"] for event in file["events"]}
    if "status" not in file:
        return "not in this file; the signed events tell it"
    status = CertificateStatus(file["status"])
    if (status is CertificateStatus.REVOKED) != (EventKind.REVOKED in kinds):
        raise _Wrong(f"status {status}, but the events are {sorted(kinds)}")
    if status is CertificateStatus.ALLOCATED and EventKind.RETIRED in kinds:
        raise _Wrong("status allocated, but there is an event that it was retired")
    if status is CertificateStatus.RETIRED and EventKind.RETIRED not in kinds:
        return "retired at issue: no signed event says so, the registry's document does"
    return str(status)


def _allocations(record: Mapping[str, Any]) -> str:
    """Ranges add up to the mass, do not overlap, and name the serials they touch."""
    by_batch: dict[str, list[tuple[GramRange, Mapping[str, Any]]]] = {}
    for each in record["allocations"]:
        grams = GramRange(_whole(each["first_g"]), _whole(each["last_g"]))
        if grams.first_g < 0 or grams.mass_g != _whole(each["mass_g"]) or grams.mass_g < 1:
            raise _Wrong(f"grams {each['first_g']} to {each['last_g']} are not {each['mass_g']} g")
        read_serials(each["serial_first"], each["serial_last"], grams.last_serial - grams.first_serial + 1)
        by_batch.setdefault(str(each["batch"]), []).append((grams, each))
    for inside in by_batch.values():
        _one_batch(sorted(inside, key=lambda pair: pair[0]))
    total_g = sum(grams.mass_g for inside in by_batch.values() for grams, _ in inside)
    if total_g != _whole(record["mass_g"]) or total_g < 1:
        raise _Wrong(f"the ranges hold {total_g} g, the record says {record['mass_g']} g")
    count = len(record["allocations"])
    return f"{total_g} g in {count} range{'s' if count > 1 else ''}, serials {', '.join(_spans(record['allocations']))}"


def _one_batch(inside: Sequence[tuple[GramRange, Mapping[str, Any]]]) -> None:
    """Ranges of one batch, in order: none overlaps another, and the serials advance as the grams do."""
    first_grams, first = inside[0]
    before: GramRange | None = None
    for grams, each in inside:
        if before is not None and before.overlap(grams):
            raise _Wrong(f"two ranges hold gram {grams.first_g} of batch {each['batch']}")
        tonnes = grams.first_serial - first_grams.first_serial + 1
        read_serials(first["serial_first"], each["serial_first"], tonnes)
        before = grams


def _spans(allocations: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for each in allocations:
        first, last = each["serial_first"], each["serial_last"]
        yield first if first == last else f"{first} to {last}"


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Wrong(f"{value!r} is not a whole number")
    return value


def _amount(record: Mapping[str, Any]) -> str:
    amount, split = _whole(record["amount_fen"]), record["split_fen"]
    owner, service = _whole(split["owner"]), _whole(split["service"])
    if amount != owner + service or owner < 0 or service < 0:
        raise _Wrong(f"{amount} fen are not {owner} + {service} fen")
    return f"{amount} fen = {owner} owner + {service} service"


def _name(file: Mapping[str, Any]) -> str:
    """The name in the file, if there is one, opens the commitment in force: the record's or a later correction's."""
    events = {event["kind"]: event for event in file["events"]}
    beneficiary = file.get("beneficiary")
    if not beneficiary:
        return "not in this file: the record holds only a commitment"
    if EventKind.NAME_ERASED in events:
        raise _Wrong("the name was erased, but the file carries one")
    corrected = events.get(EventKind.NAME_CORRECTED)
    in_force = corrected["commitment"] if corrected else file["record"]["beneficiary"]["commitment"]
    if commitment(base64url_decode(beneficiary["salt"]), name_bytes(beneficiary["name"])) != in_force:
        raise _Wrong("the name in the file is not the one that was committed to")
    if beneficiary.get("kind") != file["record"]["beneficiary"]["kind"]:
        raise _Wrong("a person is not an organisation")
    return str(beneficiary["name"])
