"""Checking a certificate's file without us: hashes, signatures, states, the name. Offline; the file may be anybody's.

The sums are verification_sums.py; the words for every finding are the catalogue "checks". A visitor's browser makes
the same checks in the same order: app/web/static/certificate_checks.js.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.canonical import canonical_bytes, commitment, name_bytes, sha256_text
from app.core.signing import base64url_decode, verify
from app.domain.certificates import CertificateStatus, EventKind
from app.domain.errors import DomainError
from app.domain.records import EVENT_SCHEMA, SCHEMA
from app.services.verification_sums import Said, Wrong, allocations, amount, retirements

MAX_BYTES = 4 * 1024 * 1024
_RENAMED = (EventKind.NAME_CORRECTED, EventKind.NAME_CLAIMED)
#: What a broken or hostile file makes our readers raise; all of them mean "this does not hold".
_BROKEN = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``code`` and ``facts``: its sentence, "unreadable" when it could not even be read."""

    name: str
    holds: bool
    code: str
    facts: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Of its sentence in the catalogue "checks"."""
        return self.code if self.code == "unreadable" else f"{self.name}.{self.code}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``origin_proved``: the keys came from elsewhere than the file itself. ``sample``: it stands for nothing real."""

    checks: tuple[Check, ...]
    origin_proved: bool
    number: str
    status: str
    mass_g: int
    sample: bool

    @property
    def holds(self) -> bool:
        return bool(self.checks) and all(check.holds for check in self.checks)


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


def verify_certificate(
    file: Mapping[str, Any], keys: Mapping[str, Any] | None = None, lists: Sequence[str] = ()
) -> Verdict:
    """Every check there is, in a fixed order, never stopping at the first failure. Never raises for a bad file.

    file: what ``/certificates/{id}.json`` or ``GET /api/v1/certificates/{id}`` answers. keys: a JWK set obtained
    elsewhere; without it the file's own are used, which proves that nothing was changed but not who made it.
    lists: what the cancellations hold, as CSV.
    """
    trusted = keys if keys is not None else file.get("public_keys")
    jwks: Mapping[str, Any] = trusted if isinstance(trusted, Mapping) else {}
    record = file.get("record")
    wanted: list[tuple[str, Callable[[], Said]]] = [
        ("record_form", lambda: _form(file)),
        ("record_hash", lambda: _hash(file)),
        ("record_signature", lambda: _signature(file, jwks)),
        ("events", lambda: _events(file, jwks)),
        ("status", lambda: _status(file)),
        ("allocations", lambda: allocations(file["record"])),
        ("amount", lambda: amount(file["record"])),
        ("name", lambda: _name(file)),
        ("retirements", lambda: retirements(file, lists)),
    ]
    told = record if isinstance(record, Mapping) else {}
    mass_g = told.get("mass_g")
    return Verdict(
        checks=tuple(_checked(name, check) for name, check in wanted),
        origin_proved=keys is not None,
        number=str(told.get("number", "?")),
        status=str(file.get("status", "?")),
        mass_g=mass_g if isinstance(mass_g, int) else 0,
        sample=told.get("sample") is True,
    )


def _checked(name: str, check: Callable[[], Said]) -> Check:
    try:
        code, facts = check()
    except Wrong as wrong:
        return Check(name, False, wrong.code, wrong.facts)
    except _BROKEN as error:
        return Check(name, False, "unreadable", {"reason": f"{type(error).__name__}: {error}"})
    return Check(name, True, code, facts)


def _form(file: Mapping[str, Any]) -> Said:
    record = file["record"]
    if record["schema"] != SCHEMA:
        raise Wrong("schema", found=record["schema"])
    for member in ("id", "number"):
        if member in file and file[member] != record[member]:
            raise Wrong("differs", member=member, file=file[member], record=record[member])
    facts = {name: record[name] for name in ("issued_at", "issuer")}
    if not all(isinstance(value, str) for value in facts.values()) or not isinstance(record["sample"], bool):
        raise TypeError("issued_at, issuer, sample")
    return ("sample" if record["sample"] else "ok"), facts


def _hash(file: Mapping[str, Any]) -> Said:
    signed = canonical_bytes(file["record"])
    found = sha256_text(signed)
    if file.get("record_sha256", found) != found:
        raise Wrong("differs", hash=found)
    if file.get("record_canonical", signed.decode()) != signed.decode():
        raise Wrong("text")
    return "ok", {"hash": found}


def _signature(file: Mapping[str, Any], jwks: Mapping[str, Any]) -> Said:
    _must_be_signed(file["record"], file["signature"], jwks)
    return "ok", {"kid": file["signature"]["kid"]}


def _must_be_signed(content: Any, signature: Mapping[str, Any], jwks: Mapping[str, Any], **facts: Any) -> None:
    if not jwks.get("keys"):
        raise Wrong("no_keys", **facts)
    if signature.get("kid") not in [key.get("kid") for key in jwks["keys"]]:
        raise Wrong("unknown_key", kid=signature.get("kid"), **facts)
    if not verify(canonical_bytes(content), signature, jwks):
        raise Wrong("broken", **facts)


def _events(file: Mapping[str, Any], jwks: Mapping[str, Any]) -> Said:
    own_hash = sha256_text(canonical_bytes(file["record"]))
    kinds: list[str] = []
    for event in file["events"]:
        content = {name: value for name, value in event.items() if name != "signature"}
        kind = str(content["kind"])
        _must_be_signed(content, event["signature"], jwks, kind=kind)
        if content["schema"] != EVENT_SCHEMA or kind not in list(EventKind):
            raise Wrong("unknown", kind=kind)
        if content["record_sha256"] != own_hash or content["certificate"] != file["record"]["id"]:
            raise Wrong("foreign", kind=kind)
        if kind in kinds:
            raise Wrong("twice", kind=kind)
        kinds.append(kind)
    return ("ok", {"kinds": kinds}) if kinds else ("none", {})


def _status(file: Mapping[str, Any]) -> Said:
    """A cancellation and a revocation are signed events: the status is what they say, no more and no less."""
    kinds = {event["kind"] for event in file["events"]}
    if "status" not in file:
        return "absent", {}
    status = CertificateStatus(file["status"])
    signed = {each: each.value in kinds for each in (CertificateStatus.RETIRED, CertificateStatus.REVOKED)}
    if any((status is each) != there for each, there in signed.items()):
        raise Wrong("denied", status=status.value)
    return "ok", {"status": status.value}


def _name(file: Mapping[str, Any]) -> Said:
    """The name in the file, if there is one, opens the commitment in force: the record's, or the last given since."""
    events = file["events"]
    beneficiary = file.get("beneficiary")
    if not beneficiary:
        return "absent", {}
    if any(event["kind"] == EventKind.NAME_ERASED for event in events):
        raise Wrong("erased")
    # of two in one second the later in the file: events are told in their order
    renamed = [event for event in reversed(events) if event["kind"] in _RENAMED]
    latest = max(renamed, key=lambda event: str(event["at"]), default=file["record"]["beneficiary"])
    in_force = latest["commitment"]
    if commitment(base64url_decode(beneficiary["salt"]), name_bytes(beneficiary["name"])) != in_force:
        raise Wrong("differs")
    if beneficiary.get("kind") != file["record"]["beneficiary"]["kind"]:
        raise Wrong("kind")
    return "ok", {"name": beneficiary["name"]}
