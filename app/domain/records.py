"""The certificate's record and its events: what exactly is signed. Pure; bytes and signatures are made elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain import wording
from app.domain.certificates import EventKind, Payer, Role
from app.domain.credits import Piece, SerialPattern

SCHEMA = "diandian.certificate/1"
EVENT_SCHEMA = "diandian.certificate-event/1"
ISSUER = "点点碳中和 Diandian"
WORDING = {"jurisdiction": "CN", "version": wording.VERSION}


@dataclass(frozen=True, slots=True)
class RecordScene:
    code: str
    name: str
    kind: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class RecordFootprint:
    id: str
    calculator: str
    calculator_version: str
    factor_set: str
    commitment: str
    categories: Sequence[str]
    include_rf: bool
    estimate_g: int


@dataclass(frozen=True, slots=True)
class RecordProject:
    code: str
    kind: str
    name: str
    credit_type: str
    owner: str
    standard: str
    registry: str
    held_by: str


@dataclass(frozen=True, slots=True)
class RecordBatch:
    id: str
    vintage: int
    serials: SerialPattern
    registry_project_id: str
    methodology: str
    monitoring_from_on: date
    monitoring_to_on: date


@dataclass(frozen=True, slots=True)
class RecordInput:
    """Everything a record says, each figure once. Amounts in fen, mass in grams."""

    id: str
    number: str
    issued_at: str
    sample: bool
    scene: RecordScene | None
    beneficiary_kind: str
    beneficiary_commitment: str
    role: Role
    payer: Payer
    mass_g: int
    footprint: RecordFootprint | None
    project: RecordProject
    pieces: Sequence[Piece]
    batches: Mapping[str, RecordBatch]
    retire_by_on: date
    amount_fen: int
    owner_fen: int
    service_fen: int


def build_record(given: RecordInput) -> dict[str, Any]:
    """The record of api.md, ready to be written canonically and signed. Never changes after issue."""
    batches = [given.batches[batch_id] for batch_id in dict.fromkeys(piece.batch_id for piece in given.pieces)]
    footprint, scene, project = given.footprint, given.scene, given.project
    return {
        "schema": SCHEMA,
        "id": given.id,
        "number": given.number,
        "issued_at": given.issued_at,
        "issuer": ISSUER,
        "sample": given.sample,
        "scene": None if scene is None else {"code": scene.code, "name": scene.name, "kind": scene.kind},
        "beneficiary": {"kind": given.beneficiary_kind, "commitment": given.beneficiary_commitment},
        "role": given.role.value,
        "payer": given.payer.value,
        "mass_g": given.mass_g,
        "estimate_g": footprint.estimate_g if footprint else None,
        "covers": {
            "from_on": scene.starts_on.isoformat() if scene else None,
            "to_on": scene.ends_on.isoformat() if scene else None,
            "categories": list(footprint.categories) if footprint else [],
        },
        "method": {
            "include_rf": footprint.include_rf if footprint else False,
            "gases": "CO2e; some factors CO2 only",
            "self_reported": True,
        },
        "footprint": None
        if footprint is None
        else {
            "id": footprint.id,
            "calculator": footprint.calculator,
            "calculator_version": footprint.calculator_version,
            "factor_set": footprint.factor_set,
            "commitment": footprint.commitment,
        },
        "project": {
            "code": project.code,
            "kind": project.kind,
            "name": project.name,
            "credit_type": project.credit_type,
            "owner": project.owner,
            "standard": project.standard,
            "registry": project.registry,
            "registry_project_id": batches[0].registry_project_id,
            "methodology": batches[0].methodology,
            "monitoring_from_on": min(b.monitoring_from_on for b in batches).isoformat(),
            "monitoring_to_on": max(b.monitoring_to_on for b in batches).isoformat(),
        },
        "allocations": [_allocation(piece, given.batches[piece.batch_id]) for piece in given.pieces],
        "title": {"held_by": project.held_by, "retire_by_on": given.retire_by_on.isoformat()},
        "amount_fen": given.amount_fen,
        "split_fen": {"owner": given.owner_fen, "service": given.service_fen},
        "wording": dict(WORDING),
    }


def _allocation(piece: Piece, batch: RecordBatch) -> dict[str, Any]:
    grams = piece.range
    return {
        "batch": piece.batch_id,
        "vintage": batch.vintage,
        "serial_first": batch.serials.name(grams.first_serial),
        "serial_last": batch.serials.name(grams.last_serial),
        "first_g": grams.first_g,
        "last_g": grams.last_g,
        "mass_g": grams.mass_g,
    }


def build_event(
    event_id: str, certificate_id: str, record_sha256: str, kind: EventKind, at: str, details: Mapping[str, Any]
) -> dict[str, Any]:
    """Something that happened to a certificate after issue; it names the record's hash."""
    return {
        "schema": EVENT_SCHEMA,
        "id": event_id,
        "certificate": certificate_id,
        "record_sha256": record_sha256,
        "kind": kind.value,
        "at": at,
        **details,
    }
