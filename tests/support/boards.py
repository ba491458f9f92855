"""Deeds for the boards' tests: real certificates with real events, and a naive model that sorts everything anew."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.core import ids
from app.core.clock import BEIJING
from app.core.database import write
from app.models import certificates, codes, members, orders, organisations, projects, scenes, standing_events, users

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


@dataclass(frozen=True)
class Issue:
    """One certificate as a board counts it."""

    certificate_id: str
    subject: str
    board: str
    mass_g: int
    covered: int
    scene: str | None
    at: datetime
    name: str | None

    @property
    def on(self) -> date:
        return self.at.astimezone(BEIJING).date()


@dataclass
class History:
    """Appends issues and revocations as a settlement does, and remembers those that still count."""

    app: Flask
    living: dict[str, Issue] = field(default_factory=dict)
    payer: str = ""

    def __post_init__(self) -> None:
        self.payer = ids.new_id("usr")
        now = datetime.now(UTC)
        organisation = {"id": ids.new_id("org"), "name": ids.new_id("org"), "created_at": now}
        self.project = {
            "id": ids.new_id("prj"),
            "code": ids.new_id("prj"),
            "kind": "credit",
            "name": "p",
            "credit_type": "CDCER",
            "standard": "s",
            "registry": "r",
            "registry_project_id": "1",
            "methodology": "m",
            "owner_id": organisation["id"],
            "held_by": "h",
            "price_fen_per_tonne": 4300,
            "service_bps": 0,
            "created_at": now,
        }
        with self.app.app_context(), write("a project") as tx:
            tx.execute(sa.insert(users).values(id=self.payer, openid=self.payer, created_at=now))
            tx.execute(sa.insert(organisations).values(organisation))
            tx.execute(sa.insert(projects).values(self.project))

    def issue(
        self,
        subject: str,
        mass_g: int,
        *,
        covered: int = 0,
        scene: str | None = None,
        at: datetime = NOON,
        name: str | None = None,
        board: str = "people",
    ) -> Issue:
        return self.issue_many([Issue("", subject, board, mass_g, covered, scene, at, name)])[0]

    def issue_many(self, wanted: list[Issue]) -> list[Issue]:
        """Certificates of one order each, and their events, in one transaction."""
        issues = [Issue(**(vars(one) | {"certificate_id": ids.new_id("crt")})) for one in wanted]
        rows = [(ids.new_id("ord"), one) for one in issues]
        with self.app.app_context(), write("issue") as tx:
            tx.execute(sa.insert(orders), [self._order(order_id, one) for order_id, one in rows])
            tx.execute(sa.insert(certificates), [self._certificate(order_id, one) for order_id, one in rows])
            tx.execute(sa.insert(standing_events), [event(one, 1) for one in issues])
        self.living |= {one.certificate_id: one for one in issues}
        return issues

    def revoke(self, issue: Issue) -> None:
        with self.app.app_context(), write("revoke") as tx:
            tx.execute(sa.insert(standing_events).values(event(issue, -1)))
        del self.living[issue.certificate_id]

    def _order(self, order_id: str, one: Issue) -> dict[str, Any]:
        return {
            "id": order_id,
            "user_id": self.payer,
            "project_id": self.project["id"],
            "owner_id": self.project["owner_id"],
            "status": "paid",
            "mass_g": one.mass_g,
            "amount_fen": 1,
            "owner_fen": 1,
            "service_fen": 0,
            "price_fen_per_tonne": 4300,
            "service_bps": 0,
            "created_at": one.at,
            "expires_at": one.at,
        }

    def _certificate(self, order_id: str, one: Issue) -> dict[str, Any]:
        return {
            "id": one.certificate_id,
            "number": ids.new_certificate_number(2026),
            "order_id": order_id,
            "position": 0,
            "user_id": self.payer,
            "status": "allocated",
            "mass_g": one.mass_g,
            "record": "{}",
            "record_sha256": "x",
            "signature": "x",
            "beneficiary_kind": "person",
            "name_commitment": "x",
            "issued_at": one.at,
            "status_at": one.at,
        }


def event(issue: Issue, sign: int) -> dict[str, Any]:
    """What a settlement (1) or a refund (-1) appends: the refund mirrors the issue."""
    return {
        "certificate_id": issue.certificate_id,
        "sign": sign,
        "board": issue.board,
        "subject": issue.subject,
        "scene_code": issue.scene,
        "counted_on": issue.on,
        "reached_ms": milliseconds(issue.at),
        "mass_g": sign * issue.mass_g,
        "covered": sign * issue.covered,
        "name": issue.name,
    }


def scene(app: Flask, code: str, *, entrance: str | None = None) -> None:
    """An open scene with its own code and, if wanted, one of an entrance."""
    scene_id = ids.new_id("scn")
    row = {
        "id": scene_id,
        "code": code,
        "kind": "conference",
        "name": code,
        "place_id": "5101",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "neutralise_until_on": date(2026, 12, 31),
        "status": "open",
        "created_at": NOON,
    }
    with app.app_context(), write("a scene") as tx:
        tx.execute(sa.insert(scenes).values(row))
        tx.execute(sa.insert(codes).values(code=code, scene_id=scene_id, created_at=NOON))
        if entrance:
            tx.execute(sa.insert(codes).values(code=entrance, scene_id=scene_id, entrance="door", created_at=NOON))


def member(app: Flask, user_id: str) -> str:
    """The id of a new organisation the user is a member of."""
    organisation_id = ids.new_id("org")
    with app.app_context(), write("an organisation") as tx:
        tx.execute(sa.insert(organisations).values(id=organisation_id, name=organisation_id, created_at=NOON))
        tx.execute(
            sa.insert(members).values(organisation_id=organisation_id, user_id=user_id, role="owner", created_at=NOON)
        )
    return organisation_id
