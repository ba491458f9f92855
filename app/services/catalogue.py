"""Making what guests choose from: organisations, projects, scenes, entrances. Reading: scenes.py, projects.py."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.core import clock, ids
from app.core.database import read, upsert, write
from app.domain.errors import DomainError
from app.domain.projects import ProjectKind
from app.domain.scenes import SceneKind, SceneStatus
from app.domain.users import MemberRole
from app.methodology import places
from app.models import codes, members, organisations, projects, scene_names, scene_totals, scenes, users

#: A scene's guests may neutralise for a year after it, as the guides for events ask.
NEUTRALISE_FOR = timedelta(days=365)
#: What the table holds.
ORGANISATION_NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class NewProject:
    """Price in fen per tonne, all fees in; ``service_bps``: our share of it."""

    code: str
    name: str
    credit_type: str
    standard: str
    registry: str
    registry_project_id: str
    methodology: str
    owner: str
    held_by: str
    price_fen_per_tonne: int
    service_bps: int
    sample: bool = False


@dataclass(frozen=True, slots=True)
class NewScene:
    """``place_id`` of app/methodology; ``covers``: {"category", "label"}; ``meter``: readings and visits, or None."""

    kind: SceneKind
    name: str
    place_id: str
    starts_on: date
    ends_on: date
    code: str | None = None
    status: SceneStatus = SceneStatus.OPEN
    sample: bool = False
    note: str | None = None
    organiser: str | None = None
    covers: Sequence[Mapping[str, str]] = ()
    meter: Mapping[str, Any] | None = None
    include_rf: bool = False
    neutralise_until_on: date | None = None


def make_organisation(name: str, *, sample: bool = False) -> str:
    """Its id. May be repeated: the same name is the same organisation."""
    with write("make an organisation") as tx:
        return _organisation(tx, name, sample=sample)


def join(name: str, user_id: str) -> tuple[str, str]:
    """Make a user a member of an organisation, which is made if it is missing; its (id, name). May be repeated.

    Raises ``unknown_user``, ``organisation_name_refused`` (blank or above 120 characters); then nothing was made.
    """
    name = " ".join(name.split())
    if not name.isprintable() or not 0 < len(name) <= ORGANISATION_NAME_LENGTH:
        raise DomainError("organisation_name_refused", characters=len(name), limit=ORGANISATION_NAME_LENGTH)
    with read() as connection:
        if connection.execute(sa.select(users.c.id).where(users.c.id == user_id)).first() is None:
            raise DomainError("unknown_user", user=user_id)
    organisation_id = make_organisation(name)
    add_member(organisation_id, user_id)
    return organisation_id, name


def add_member(organisation_id: str, user_id: str, role: MemberRole = MemberRole.MEMBER) -> None:
    """May be repeated."""
    with write("add a member") as tx:
        tx.execute(
            upsert(members)
            .values(organisation_id=organisation_id, user_id=user_id, role=role.value, created_at=clock.now())
            .on_conflict_do_nothing(index_elements=["organisation_id", "user_id"])
        )


def _organisation(tx: sa.Connection, name: str, *, sample: bool) -> str:
    tx.execute(
        upsert(organisations)
        .values(id=ids.new_id("org"), name=name, sample=sample, created_at=clock.now())
        .on_conflict_do_nothing(index_elements=["name"])
    )
    return str(tx.execute(sa.select(organisations.c.id).where(organisations.c.name == name)).scalar_one())


def make_project(new: NewProject) -> str:
    """Its id. May be repeated: a project of that code is left as it is."""
    with write("make a project") as tx:
        owner_id = _organisation(tx, new.owner, sample=new.sample)
        tx.execute(
            upsert(projects)
            .values(
                id=ids.new_id("prj"),
                code=new.code,
                kind=ProjectKind.CREDIT.value,
                name=new.name,
                credit_type=new.credit_type,
                standard=new.standard,
                registry=new.registry,
                registry_project_id=new.registry_project_id,
                methodology=new.methodology,
                owner_id=owner_id,
                held_by=new.held_by,
                price_fen_per_tonne=new.price_fen_per_tonne,
                service_bps=new.service_bps,
                on_sale=True,
                sample=new.sample,
                created_at=clock.now(),
            )
            .on_conflict_do_nothing(index_elements=["code"])
        )
        return str(tx.execute(sa.select(projects.c.id).where(projects.c.code == new.code)).scalar_one())


def make_scene(new: NewScene) -> str:
    """Its code. May be repeated with a chosen code: a scene of that code is left as it is.

    Raises ``unknown_place``, ``code_refused``.
    """
    if places.get(new.place_id) is None:
        raise DomainError("unknown_place", place=new.place_id)
    if new.code is not None and not ids.CHOSEN_CODE.fullmatch(new.code):
        raise DomainError("code_refused", typed=new.code)
    with write("make a scene") as tx:
        taken = tx.execute(sa.select(codes.c.entrance).where(codes.c.code == new.code)).first() if new.code else None
        if new.code is not None and taken is not None:
            if taken.entrance is not None:  # an entrance of some scene: it opens that one
                raise DomainError("code_refused", typed=new.code)
            return new.code
        scene_id, code, now = ids.new_id("scn"), new.code or ids.new_code(), clock.now()
        organiser_id = _organisation(tx, new.organiser, sample=new.sample) if new.organiser else None
        tx.execute(
            sa.insert(scenes).values(
                id=scene_id,
                code=code,
                kind=new.kind.value,
                name=new.name,
                place_id=new.place_id,
                starts_on=new.starts_on,
                ends_on=new.ends_on,
                neutralise_until_on=new.neutralise_until_on or new.ends_on + NEUTRALISE_FOR,
                status=new.status.value,
                sample=new.sample,
                note=new.note,
                organiser_id=organiser_id,
                include_rf=new.include_rf,
                organiser_covers=json.dumps([dict(each) for each in new.covers], ensure_ascii=False),
                meter=json.dumps(dict(new.meter)) if new.meter else None,
                created_at=now,
            )
        )
        tx.execute(sa.insert(scene_names).values(scene_id=scene_id, version=1, name=new.name, since_at=now))
        tx.execute(sa.insert(codes).values(code=code, scene_id=scene_id, created_at=now))
        tx.execute(sa.insert(scene_totals).values(scene_id=scene_id))
    return code


def add_entrance(scene_code: str, entrance: str, code: str | None = None) -> str:
    """A code of its own for a door, table or booth of a scene. Its code. May be repeated with a chosen code.

    Raises ``unknown_scene``, and ``code_refused`` (also when the code opens something else already).
    """
    if code is not None and not ids.CHOSEN_CODE.fullmatch(code):
        raise DomainError("code_refused", typed=code)
    with write("add an entrance") as tx:
        scene_id = tx.execute(sa.select(scenes.c.id).where(scenes.c.code == scene_code)).scalar()
        if scene_id is None:
            raise DomainError("unknown_scene", scene=scene_code)
        fresh = code or ids.new_code()
        tx.execute(
            upsert(codes)
            .values(code=fresh, scene_id=scene_id, entrance=entrance, created_at=clock.now())
            .on_conflict_do_nothing(index_elements=["code"])
        )
        opens = tx.execute(sa.select(codes.c.scene_id, codes.c.entrance).where(codes.c.code == fresh)).one()
        if opens.scene_id != scene_id or opens.entrance is None:
            raise DomainError("code_refused", typed=fresh)
    return fresh
