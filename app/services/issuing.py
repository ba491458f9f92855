"""Issuing the certificates of a paid order: records, signatures, rows. Inside the settlement's transaction."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from app.core import clock, ids
from app.core.canonical import canonical_bytes, commitment, name_bytes, sha256_text
from app.core.prepared import Prepared
from app.core.signing import RecordSigner
from app.domain.certificates import RETIRE_WITHIN_DAYS, BeneficiaryKind, CertificateStatus, EventKind, Payer, Role
from app.domain.credits import Piece, SerialPattern, share_out
from app.domain.money import equal_shares, proportional
from app.domain.records import (
    RecordBatch,
    RecordFootprint,
    RecordInput,
    RecordProject,
    RecordScene,
    build_record,
)
from app.domain.users import NameVerdict
from app.models import allocations, certificates, order_beneficiaries
from app.services import journeys, retirements
from app.services.certificates_events import append_event
from app.services.footprints import StoredFootprint, committed_bytes
from app.services.reservations import Allocated, BatchFacts

#: With what the boards know of the buyer's journeys in the same statement: what is paid is told within a moment.
_BENEFICIARIES = Prepared(
    sa.select(
        order_beneficiaries.c.position,
        order_beneficiaries.c.kind,
        order_beneficiaries.c.name,
        order_beneficiaries.c.organisation_id,
        order_beneficiaries.c.role,
        order_beneficiaries.c.payer,
        order_beneficiaries.c.public,
        order_beneficiaries.c.name_verdict,
        order_beneficiaries.c.mass_g,
        journeys.BEFORE.label("journeys_before"),
        journeys.COVERED_HERE.label("covered_here"),
    )
    .where(order_beneficiaries.c.order_id == sa.bindparam("order_id"))
    .order_by(order_beneficiaries.c.position)
)
_INSERT = Prepared(sa.insert(certificates))
_INSERT_ALLOCATIONS = Prepared(sa.insert(allocations))


@dataclass(frozen=True, slots=True)
class Sale:
    """A paid order, with everything its certificates say."""

    order_id: str
    user_id: str
    sample: bool
    amount_fen: int
    owner_fen: int
    service_fen: int
    scene_id: str | None
    scene: RecordScene | None
    project: RecordProject
    footprint: StoredFootprint | None
    #: of the scene, today
    look_id: str | None
    #: the rest of the estimate of a scene that counts
    covers_journey: bool
    #: covered journeys are told on the certificate (a rehearsal counts nowhere)
    honoured: bool
    code_wanted: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """One certificate, as the boards and the answer need it."""

    id: str
    kind: str
    organisation_id: str | None
    payer: Payer
    mass_g: int
    shown_name: str | None


def issue(tx: sa.Connection, signer: RecordSigner, sale: Sale, allocated: Allocated) -> tuple[Issued, ...]:
    """One certificate per beneficiary of the order. A number already taken breaks a constraint: try the whole again."""
    asked = {"order_id": sale.order_id, "user_id": sale.user_id, "scene_id": sale.scene_id}
    people = _BENEFICIARIES.all(tx, asked)
    masses = [person.mass_g for person in people]
    amounts = equal_shares(sale.amount_fen, len(people))
    services = proportional(sale.service_fen, amounts)
    estimates = equal_shares(sale.footprint.total_g, len(people)) if sale.footprint else (None,) * len(people)
    batches = {batch_id: _record_batch(facts) for batch_id, facts in allocated.batches.items()}
    issued: list[Issued] = []
    rows: list[dict[str, Any]] = []
    ranges: list[dict[str, Any]] = []
    now = clock.now()
    for person, pieces, amount, service, estimate in zip(
        people, share_out(allocated.pieces, masses), amounts, services, estimates, strict=True
    ):
        retired = all(allocated.batches[piece.batch_id].retired_at_import for piece in pieces)
        row = _certificate(
            signer, sale, person, pieces, batches, now=now, amount=amount, service=service, estimate=estimate
        )
        row["journeys"] = _journeys(sale, person, people[0])
        row["status"] = (CertificateStatus.RETIRED if retired else CertificateStatus.ALLOCATED).value
        rows.append(row)
        ranges += [
            {
                "batch_id": piece.batch_id,
                "certificate_id": row["id"],
                "order_id": sale.order_id,
                "first_g": piece.range.first_g,
                "last_g": piece.range.last_g,
                "retired": allocated.batches[piece.batch_id].retired_at_import,
            }
            for piece in pieces
        ]
        issued.append(
            Issued(
                id=row["id"],
                kind=person.kind,
                organisation_id=person.organisation_id,
                payer=Payer(person.payer),
                mass_g=person.mass_g,
                shown_name=person.name if row["public"] else None,
            )
        )
    _INSERT.run(tx, *rows)
    _INSERT_ALLOCATIONS.run(tx, *ranges)
    for row in rows:
        if row["status"] == CertificateStatus.RETIRED.value:
            _sign_retired(tx, signer, row, ranges)
    return tuple(issued)


def _sign_retired(tx: sa.Connection, signer: RecordSigner, row: Mapping[str, Any], ranges: Sequence[Any]) -> None:
    """Cancelled before it was sold: signed for like any other cancellation, or anybody could say so of any file."""
    told = retirements.last_of(tx, [each["batch_id"] for each in ranges if each["certificate_id"] == row["id"]])
    append_event(tx, signer, row["id"], row["record_sha256"], EventKind.RETIRED, **told)


def _journeys(sale: Sale, person: Any, first: Any) -> int | None:
    """What the certificate says of its holder's journeys, None for nothing: gifts and organisations have none."""
    if not sale.honoured or not _own(person):
        return None
    covers = sale.covers_journey and not person.covered_here and _own(first)
    return int(person.journeys_before) + covers or None


def _own(person: Any) -> bool:
    return bool(person.kind == BeneficiaryKind.PERSON.value and person.payer == Payer.SELF.value)


def _certificate(
    signer: RecordSigner,
    sale: Sale,
    person: Any,
    pieces: Sequence[Piece],
    batches: Mapping[str, RecordBatch],
    *,
    now: datetime,
    amount: int,
    service: int,
    estimate: int | None,
) -> dict[str, Any]:
    """The row of one certificate, its record signed."""
    name_salt, footprint_salt = ids.new_salt(), ids.new_salt()
    name_commitment = commitment(name_salt, name_bytes(person.name))
    on = clock.day_of(now)
    record = build_record(
        RecordInput(
            id=ids.new_id("crt"),
            number=ids.new_certificate_number(on.year),
            issued_at=clock.rfc3339(now),
            sample=sale.sample,
            scene=sale.scene,
            beneficiary_kind=person.kind,
            beneficiary_commitment=name_commitment,
            role=Role(person.role),
            payer=Payer(person.payer),
            mass_g=person.mass_g,
            footprint=_record_footprint(sale.footprint, footprint_salt, estimate),
            project=sale.project,
            pieces=pieces,
            batches=batches,
            retire_by_on=_retire_by(on),
            amount_fen=amount,
            owner_fen=amount - service,
            service_fen=service,
        )
    )
    signed = canonical_bytes(record)
    return {
        "id": record["id"],
        "number": record["number"],
        "order_id": sale.order_id,
        "position": person.position,
        "user_id": sale.user_id,
        "organisation_id": person.organisation_id,
        "scene_id": sale.scene_id,
        "footprint_id": sale.footprint.id if sale.footprint else None,
        "mass_g": person.mass_g,
        "record": signed.decode(),
        "record_sha256": sha256_text(signed),
        "signature": orjson.dumps(signer.sign(signed)).decode(),
        "beneficiary_kind": person.kind,
        "name": person.name,
        "name_salt": base64.b64encode(name_salt).decode(),
        "footprint_salt": base64.b64encode(footprint_salt).decode() if sale.footprint else None,
        "name_commitment": name_commitment,
        "public": person.public and person.name_verdict == NameVerdict.PASSED.value,
        "issued_at": now,
        "status_at": now,
        "look_id": sale.look_id,
        "code_try_at": now if sale.code_wanted else None,
    }


def _retire_by(on: date) -> date:
    return on + timedelta(days=RETIRE_WITHIN_DAYS)


def _record_footprint(stored: StoredFootprint | None, salt: bytes, estimate: int | None) -> RecordFootprint | None:
    if stored is None or estimate is None:
        return None
    return RecordFootprint(
        id=stored.id,
        calculator=stored.calculator,
        calculator_version=stored.calculator_version,
        factor_set=stored.factor_set,
        commitment=commitment(salt, committed_bytes(stored)),
        categories=[name for name, grams in stored.category_sums.items() if grams],
        include_rf=bool((stored.context or {}).get("include_rf")),
        estimate_g=estimate,
    )


def _record_batch(facts: BatchFacts) -> RecordBatch:
    return RecordBatch(
        id=facts.id,
        vintage=facts.vintage,
        serials=SerialPattern(facts.serial_prefix, facts.serial_first, facts.serial_width, facts.serial_suffix),
        registry_project_id=facts.registry_project_id,
        methodology=facts.methodology,
        monitoring_from_on=facts.monitoring_from_on,
        monitoring_to_on=facts.monitoring_to_on,
    )
