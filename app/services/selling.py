"""Everything a sale is, inside the settlement's transaction: certificates, ledger, cover, boards, shipping notice."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.core.prepared import Prepared
from app.domain import ledger as book
from app.domain.ledger import TransactionKind
from app.domain.notifications import ShippingStatus
from app.domain.records import RecordProject, RecordScene
from app.domain.scenes import SceneStatus
from app.models import footprints, orders, shipping_notices
from app.services import footprints as footprint_service
from app.services import ledger, mini_program_codes, reservations, standings
from app.services.issuing import Issued, Sale, issue
from app.services.platform import platform

#: WeChat does not know a payment at once; the notice is due a little later.
SHIPPING_DELAY = timedelta(seconds=90)


_COVERED = Prepared(sa.update(orders).where(orders.c.id == sa.bindparam("o_id")).values(covered_g=sa.bindparam("g")))
_COVER = Prepared(
    sa.update(footprints)
    .where(footprints.c.id == sa.bindparam("f_id"))
    .values(covered_g=footprints.c.covered_g + sa.bindparam("g"))
)
_SHIP = Prepared(sa.insert(shipping_notices))


def sell(tx: sa.Connection, row: Any, allocated: reservations.Allocated, now: datetime) -> None:
    """Certificates, ledger, cover, boards, shipping notice: everything a sale is, in one transaction."""
    stored = footprint_service.stored(tx, row.footprint_id, locking=True) if row.footprint_id else None
    sale = _sale(row, stored)
    issued = issue(tx, platform().signer, sale, allocated)
    ledger.post(
        tx,
        TransactionKind.SALE,
        row.order_id,
        [
            book.receive_money(row.provider, row.order_id, row.amount_fen),
            *book.share_money(row.order_id, row.owner_id, row.owner_fen, row.service_fen),
            *allocated.postings,
        ],
    )
    if row.owner_fen and all(facts.retired_at_import for facts in allocated.batches.values()):
        # cancelled before it came: no retirement will ever come by to make the claim payable
        ledger.post(tx, TransactionKind.PAYABLE, row.order_id, book.make_payable(row.owner_id, row.owner_fen))
    covered_g, whole = _cover(tx, row, stored)
    _SHIP.run(
        tx, {"payment_id": row.payment_id, "status": ShippingStatus.WAITING.value, "try_next_at": now + SHIPPING_DELAY}
    )
    _count(tx, row, issued, covered_g, whole, now)


def _cover(tx: sa.Connection, row: Any, stored: footprint_service.StoredFootprint | None) -> tuple[int, bool]:
    """(grams of the estimate this order covers, whether all of it is covered now). What is beyond is extra."""
    if stored is None:
        return 0, False
    covered_g = min(row.mass_g, stored.open_g)
    if covered_g > 0:
        _COVER.run(tx, {"f_id": row.footprint_id, "g": covered_g})
        _COVERED.run(tx, {"o_id": row.order_id, "g": covered_g})
    return covered_g, covered_g > 0 and covered_g == stored.open_g


def _count(tx: sa.Connection, row: Any, issued: tuple[Issued, ...], covered_g: int, whole: bool, now: datetime) -> None:
    scene = None
    if row.scene_id is not None:
        scene = standings.CountedScene(row.scene_id, row.scene_code, row.scene_name, row.scene_status)
    counted = [
        standings.Counted(each.id, each.kind, each.organisation_id, each.payer, each.mass_g, each.shown_name)
        for each in issued
    ]
    standings.count_sale(tx, row.user_id, scene, counted, covered_g=covered_g, journey_covered=whole, at=now)


def _sale(row: Any, stored: footprint_service.StoredFootprint | None) -> Sale:
    scene = None
    if row.scene_id is not None:
        scene = RecordScene(row.scene_code, row.scene_name, row.scene_kind, row.starts_on, row.ends_on)
    counts = row.scene_id is not None and row.scene_status != SceneStatus.REHEARSAL.value
    return Sale(
        order_id=row.order_id,
        user_id=row.user_id,
        sample=row.sample,
        amount_fen=row.amount_fen,
        owner_fen=row.owner_fen,
        service_fen=row.service_fen,
        scene_id=row.scene_id,
        scene=scene,
        project=RecordProject(
            code=row.project_code,
            kind=row.project_kind,
            name=row.project_name,
            credit_type=row.credit_type,
            owner=row.owner_name,
            standard=row.standard,
            registry=row.registry,
            held_by=row.held_by,
        ),
        footprint=stored,
        look_id=row.look_id,
        covers_journey=counts and stored is not None and 0 < stored.open_g <= row.mass_g,
        honoured=row.scene_id is None or counts,
        code_wanted=mini_program_codes.wanted(),
    )
