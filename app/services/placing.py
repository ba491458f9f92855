"""The first transaction of an order: what is asked is checked, priced, reserved and written down, or nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock, ids
from app.core.prepared import Prepared
from app.domain import display, money
from app.domain.errors import DomainError, FieldError, InputRefused
from app.domain.ledger import TransactionKind
from app.domain.money import Split
from app.domain.orders import OrderStatus
from app.domain.projects import ProjectKind
from app.domain.scenes import SceneStatus
from app.models import (
    codes,
    footprints,
    orders,
    projects,
    scenes,
)
from app.payments.provider import Method, PaymentRequest
from app.services import beneficiaries, ledger, reservations, users
from app.services import payments as attempts
from app.services.beneficiaries import Beneficiary, Named
from app.services.order_views import OrderView
from app.services.platform import platform
from app.services.sessions import Caller


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What was asked, its shape checked. Mass in grams, money in fen. ``many``: the body said ``beneficiaries``."""

    footprint_id: str | None
    scene_code: str | None
    project: str
    mass_g: int | None
    beneficiaries: Sequence[Beneficiary]
    many: bool
    public: bool
    expected_amount_fen: int | None
    method: Method

    def pointer(self, index: int) -> str:
        return f"/beneficiaries/{index}" if self.many else "/beneficiary"


_PROJECT = Prepared(
    sa.select(projects).where(
        projects.c.code == sa.bindparam("code"), projects.c.on_sale, projects.c.kind == ProjectKind.CREDIT.value
    )
)
_FOOTPRINT = Prepared(
    sa.select(
        footprints.c.id,
        footprints.c.user_id,
        footprints.c.scene_id,
        footprints.c.total_g,
        footprints.c.covered_g,
        footprints.c.erased_at,
    ).where(footprints.c.id == sa.bindparam("footprint_id"))
)
_BIND = Prepared(
    sa.update(footprints)
    .where(footprints.c.id == sa.bindparam("f_id"), footprints.c.user_id.is_(None), footprints.c.erased_at.is_(None))
    .values(user_id=sa.bindparam("u_id"))
    .returning(footprints.c.id)
)
_SCENE_COLUMNS = (scenes.c.id, scenes.c.code, scenes.c.name, scenes.c.status, scenes.c.sample, scenes.c.organiser_id)
_SCENE_BY_ID = Prepared(sa.select(*_SCENE_COLUMNS).where(scenes.c.id == sa.bindparam("scene_id")))
_SCENE_BY_CODE = (
    sa.select(*_SCENE_COLUMNS)
    .join_from(codes, scenes, scenes.c.id == codes.c.scene_id)
    .where(codes.c.code.in_(sa.bindparam("codes", expanding=True)))
)
_INSERT_ORDER = Prepared(sa.insert(orders))


class Placing:
    """One try at the first transaction of an order."""

    def __init__(
        self, tx: sa.Connection, caller: Caller, asked: NewOrder, people: Sequence[Named], order_id: str
    ) -> None:
        self.tx, self.caller, self.asked, self.people, self.order_id = tx, caller, asked, people, order_id
        self.now = clock.now()

    def run(self, *, locking: bool) -> tuple[OrderView, PaymentRequest]:
        """The order as its buyer will see it, and what the provider is to be asked."""
        users.keep(self.tx, self.caller.user_id)
        project = self._project()
        footprint = self._footprint()
        scene = self._scene(footprint)
        mass_g = self._mass(footprint)
        amount_fen = money.price_fen(mass_g, project.price_fen_per_tonne)
        expected = self.asked.expected_amount_fen
        if expected is not None and expected != amount_fen:
            raise DomainError("price_changed", amount_fen=amount_fen)
        split = money.split_fen(amount_fen, project.service_bps)
        expires_at = (self.now + timedelta(seconds=platform().settings.order_ttl_s)).replace(microsecond=0)
        sample = bool(project.sample or (scene is not None and _rehearsed(scene)))
        self._insert(project, footprint, scene, mass_g, amount_fen, split, expires_at, sample)
        request = attempts.new_attempt(
            self.tx,
            attempts.provider_named(),
            order_id=self.order_id,
            method=self.asked.method,
            amount_fen=amount_fen,
            openid=self.caller.openid,
            description=payment_description(mass_g),
            now=self.now,
            expires_at=expires_at,
        )
        postings = reservations.reserve(self.tx, project.id, self.order_id, mass_g, locking=locking)
        ledger.post(self.tx, TransactionKind.RESERVE, self.order_id, postings)
        view = OrderView(
            id=self.order_id,
            status=OrderStatus.PENDING,
            mass_g=mass_g,
            amount_fen=amount_fen,
            owner_fen=split.owner_fen,
            service_fen=split.service_fen,
            project=project.code,
            scene=scene.code if scene is not None else None,
            scene_name=scene.name if scene is not None else None,
            footprint_id=footprint.id if footprint is not None else None,
            sample=sample,
            created_at=self.now,
            expires_at=expires_at,
            paid_at=None,
            certificate_ids=(),
            payment=None,
        )
        return view, request

    def _project(self) -> Any:
        row = _PROJECT.first(self.tx, {"code": self.asked.project})
        if row is None:
            raise InputRefused([FieldError("/project", "unknown_project")])
        return row

    def _footprint(self) -> Any:
        if self.asked.footprint_id is None:
            return None
        row = _FOOTPRINT.first(self.tx, {"footprint_id": self.asked.footprint_id})
        if row is not None and row.user_id is None:
            # an anonymous footprint belongs to whoever uses it first
            bound = _BIND.first(self.tx, {"f_id": row.id, "u_id": self.caller.user_id})
            if bound is None:
                row = _FOOTPRINT.first(self.tx, {"footprint_id": row.id})
        if row is None or row.user_id not in (None, self.caller.user_id):
            raise InputRefused([FieldError("/footprint_id", "unknown_footprint")])
        if row.erased_at is not None:  # a record commits to the inputs, and they are gone
            raise InputRefused([FieldError("/footprint_id", "footprint_erased")])
        return row

    def _scene(self, footprint: Any) -> Any:
        """The footprint's own scene, or the one named: a footprint keeps the scene it was made for."""
        row = None
        if self.asked.scene_code is not None:
            spellings = list(ids.code_spellings(self.asked.scene_code))
            row = self.tx.execute(_SCENE_BY_CODE, {"codes": spellings}).first()
            if row is None or row.status == SceneStatus.DRAFT.value:
                raise InputRefused([FieldError("/scene", "unknown_scene")])
        if footprint is not None and footprint.scene_id is not None:
            row = _SCENE_BY_ID.first(self.tx, {"scene_id": footprint.scene_id})
        elif row is None:
            return None
        if row is None or row.status not in (SceneStatus.OPEN.value, SceneStatus.REHEARSAL.value):
            raise DomainError("scene_not_open")
        return row

    def _mass(self, footprint: Any) -> int:
        mass_g = self.asked.mass_g
        if mass_g is None:
            mass_g = footprint.total_g - footprint.covered_g if footprint is not None else 0
        if mass_g > money.MAX_ORDER_G:  # a footprint may be larger than one order: the buyer says how much of it
            bounds = {"minimum": "1", "maximum": str(money.MAX_ORDER_G)}
            raise InputRefused([FieldError("/mass_g", "out_of_bounds", bounds)])
        if mass_g < len(self.people):
            raise DomainError("nothing_to_neutralise")
        return mass_g

    def _insert(
        self,
        project: Any,
        footprint: Any,
        scene: Any,
        mass_g: int,
        amount_fen: int,
        split: Split,
        expires_at: datetime,
        sample: bool,
    ) -> None:
        _INSERT_ORDER.run(
            self.tx,
            {
                "id": self.order_id,
                "user_id": self.caller.user_id,
                "footprint_id": footprint.id if footprint is not None else None,
                "scene_id": scene.id if scene is not None else None,
                "project_id": project.id,
                "owner_id": project.owner_id,
                "status": OrderStatus.PENDING.value,
                "mass_g": mass_g,
                "amount_fen": amount_fen,
                "owner_fen": split.owner_fen,
                "service_fen": split.service_fen,
                "price_fen_per_tonne": project.price_fen_per_tonne,
                "service_bps": project.service_bps,
                "sample": sample,
                "created_at": self.now,
                "expires_at": expires_at,
            },
        )
        beneficiaries.write_rows(
            self.tx,
            self.caller,
            self.order_id,
            self.people,
            mass_g,
            public=self.asked.public,
            organiser_id=scene.organiser_id if scene is not None else None,
            pointer=self.asked.pointer,
        )


def _rehearsed(scene: Any) -> bool:
    return bool(scene.sample or scene.status == SceneStatus.REHEARSAL.value)


def payment_description(mass_g: int) -> str:
    """What WeChat shows the payer; within its 127 characters."""
    shown = display.mass(mass_g)
    return f"代为注销减排量 {shown.number} {shown.unit}"
