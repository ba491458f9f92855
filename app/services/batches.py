"""Credit batches coming in: from a registry's CSV into grams for sale. Their cancellation is retiring.py."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core import clock, ids
from app.core.database import write
from app.domain import ledger as book
from app.domain.credits import SerialPattern, cancellation, read_serials
from app.domain.errors import DomainError
from app.domain.ledger import TransactionKind
from app.domain.money import GRAMS_PER_TONNE
from app.models import credit_batches, credit_serials, projects, retirements
from app.services import ledger
from app.services.documents import Document, keep

COLUMNS = (
    "project",
    "registry",
    "registry_project_id",
    "methodology",
    "monitoring_from_on",
    "monitoring_to_on",
    "vintage",
    "serial_first",
    "serial_last",
    "tonnes",
)
MAX_TONNES = 1_000_000
#: What the tables hold of each text.
_LONGEST = {"registry": 60, "registry_project_id": 60, "methodology": 120, "serial_first": 80, "serial_last": 80}
#: On certificates and in spreadsheets that anybody opens: one printable line, and nothing a spreadsheet would compute.
_NO_TEXT = re.compile(r"^[=+@-]|[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_VINTAGES = range(1990, 2101)
_LARGEST_SERIAL = 10**18


@dataclass(frozen=True, slots=True)
class AlreadyRetired:
    """The registry's document of a batch that was cancelled for this platform's guests before it came here."""

    document: Document
    reference: str
    on: date


@dataclass(frozen=True, slots=True)
class Imported:
    batch_id: str
    project: str
    serial_first: str
    serial_last: str
    tonnes: int
    #: it was here before, exactly so: nothing was done
    known: bool


@dataclass(frozen=True, slots=True)
class _Row:
    project: str
    registry: str
    registry_project_id: str
    methodology: str
    monitoring_from_on: date
    monitoring_to_on: date
    vintage: int
    serial_first: str
    serial_last: str
    tonnes: int


def import_batches(text: str, retired: AlreadyRetired | None = None) -> list[Imported]:
    """All rows of a CSV (:data:`COLUMNS`), or none. May be repeated: a batch already here as given is left alone.

    Raises ``csv_malformed`` (line, reason), ``serials_mismatch``, ``serials_overlap``, ``unknown_project``.
    """
    rows = _read(text)
    with write("import credit batches") as tx:
        return [_import(tx, row, retired) for row in rows]


def _read(text: str) -> list[_Row]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise DomainError("csv_malformed", line=1, reason="the columns must be " + ",".join(COLUMNS))
    rows = [_row(line, each) for line, each in enumerate(reader, start=2)]
    if not rows:
        raise DomainError("csv_malformed", line=1, reason="there is no batch in the file")
    return rows


def _row(line: int, given: Mapping[str, Any]) -> _Row:
    try:
        if None in given or any(not (value or "").strip() for value in given.values()):
            raise ValueError("every column must be filled")  # noqa: TRY301 (one place words all of them)
        if any(len(given[name].strip()) > most for name, most in _LONGEST.items()):
            raise ValueError("a text is too long")  # noqa: TRY301 (likewise)
        if any(_NO_TEXT.search(value.strip()) for value in given.values()):
            raise ValueError("a text has control characters, or begins as a formula")  # noqa: TRY301 (likewise)
        row = _Row(
            project=given["project"].strip(),
            registry=given["registry"].strip(),
            registry_project_id=given["registry_project_id"].strip(),
            methodology=given["methodology"].strip(),
            monitoring_from_on=date.fromisoformat(given["monitoring_from_on"].strip()),
            monitoring_to_on=date.fromisoformat(given["monitoring_to_on"].strip()),
            vintage=int(given["vintage"]),
            serial_first=given["serial_first"].strip(),
            serial_last=given["serial_last"].strip(),
            tonnes=int(given["tonnes"]),
        )
        if row.monitoring_from_on > row.monitoring_to_on or not 1 <= row.tonnes <= MAX_TONNES:
            raise ValueError("the monitoring period or the tonnes cannot be")  # noqa: TRY301 (likewise)
        if row.vintage not in _VINTAGES:
            raise ValueError("the vintage is no year")  # noqa: TRY301 (likewise)
    except ValueError as error:
        raise DomainError("csv_malformed", line=line, reason=str(error)) from None
    return row


def _import(tx: sa.Connection, row: _Row, retired: AlreadyRetired | None) -> Imported:
    project = tx.execute(sa.select(projects).where(projects.c.code == row.project).with_for_update()).first()
    if project is None:
        raise DomainError("unknown_project", project=row.project)
    serials = read_serials(row.serial_first, row.serial_last, row.tonnes)
    if serials.first >= _LARGEST_SERIAL:
        raise DomainError("serials_mismatch", serial_first=row.serial_first, serial_last=row.serial_last)
    known = _known(tx, row, project.id, retired=retired is not None)
    if known is not None:
        return Imported(known, row.project, row.serial_first, row.serial_last, row.tonnes, known=True)
    batch_id = ids.new_id("bat")
    issued_g = row.tonnes * GRAMS_PER_TONNE
    tx.execute(
        sa.insert(credit_batches).values(
            id=batch_id,
            project_id=project.id,
            registry=row.registry,
            registry_project_id=row.registry_project_id,
            methodology=row.methodology,
            monitoring_from_on=row.monitoring_from_on,
            monitoring_to_on=row.monitoring_to_on,
            vintage=row.vintage,
            serial_prefix=serials.prefix,
            serial_first=serials.first,
            serial_width=serials.width,
            serial_suffix=serials.suffix,
            tonnes=row.tonnes,
            issued_g=issued_g,
            available_g=issued_g,
            retired_at_import=retired is not None,
            sample=project.sample,
            created_at=clock.now(),
        )
    )
    retirement_id = _retire_whole(tx, batch_id, row, retired) if retired is not None else None
    _insert_serials(tx, row.registry, batch_id, serials, row.tonnes, retirement_id)
    ledger.post(tx, TransactionKind.IMPORT, batch_id, book.import_postings(row.registry, batch_id, issued_g))
    return Imported(batch_id, row.project, row.serial_first, row.serial_last, row.tonnes, known=False)


def _insert_serials(
    tx: sa.Connection, registry: str, batch_id: str, serials: SerialPattern, tonnes: int, retirement_id: str | None
) -> None:
    """One row per serial: the key is what makes an overlap with another batch of the registry impossible."""
    rows = [
        {
            "registry": registry,
            "serial": serials.name(position),
            "batch_id": batch_id,
            "position": position,
            "retirement_id": retirement_id,
        }
        for position in range(tonnes)
    ]
    try:
        tx.execute(sa.insert(credit_serials), rows)
    except sa.exc.IntegrityError:
        raise DomainError(
            "serials_overlap", serial_first=serials.name(0), serial_last=serials.name(tonnes - 1), registry=registry
        ) from None


def _known(tx: sa.Connection, row: _Row, project_id: str, *, retired: bool) -> str | None:
    """The batch that has exactly these serials, if there is one. Said of something else, they are an overlap."""
    ends = tx.execute(
        sa.select(
            credit_serials.c.batch_id,
            credit_serials.c.position,
            credit_batches.c.tonnes,
            credit_batches.c.vintage,
            credit_batches.c.project_id,
            credit_batches.c.retired_at_import,
        )
        .join(credit_batches, credit_batches.c.id == credit_serials.c.batch_id)
        .where(
            credit_serials.c.registry == row.registry,
            credit_serials.c.serial.in_([row.serial_first, row.serial_last]),
        )
    ).all()
    same = {each.batch_id for each in ends}
    whole = len(same) == 1 and tuple(ends[0])[2:] == (row.tonnes, row.vintage, project_id, retired)
    return next(iter(same)) if whole and 0 in {each.position for each in ends} else None


def _retire_whole(tx: sa.Connection, batch_id: str, row: _Row, retired: AlreadyRetired) -> str:
    reference = cancellation(
        retired.reference, retired.on, today=clock.today(), monitoring_from_on=row.monitoring_from_on
    )
    sha256 = keep(tx, retired.document)
    retirement_id = ids.new_id("ret")
    tx.execute(
        sa.insert(retirements).values(
            id=retirement_id,
            batch_id=batch_id,
            first_position=0,
            last_position=row.tonnes - 1,
            reference=reference,
            retired_on=retired.on,
            purpose="为本平台来宾预先注销",
            document_sha256=sha256,
            created_at=clock.now(),
        )
    )
    return retirement_id
