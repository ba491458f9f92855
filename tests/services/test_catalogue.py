"""Making scenes, entrances, projects, documents: twice is once, codes are one namespace, what cannot be is refused."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.database import write
from app.domain.errors import DomainError, NotFound
from app.domain.scenes import SceneKind
from app.models import documents as table
from app.models import organisations, scenes
from app.services import catalogue, documents, health
from app.services.catalogue import NewScene
from app.services.documents import Document
from app.services.scenes import by_code
from tests.support.world import World


def scene(**changes: Any) -> NewScene:
    given: dict[str, Any] = {
        "kind": SceneKind.HOTEL,
        "name": "酒店",
        "place_id": "5101",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
    }
    return NewScene(**(given | changes))


def test_a_scene_with_a_chosen_code_is_made_once(app: Flask) -> None:
    with app.app_context():
        assert catalogue.make_scene(scene(code="HOTEL1")) == catalogue.make_scene(scene(code="HOTEL1", name="别名"))
        assert by_code("hotel1").summary.name == "酒店"
        first, second = catalogue.make_scene(scene()), catalogue.make_scene(scene())
        assert first != second
        for code in ("abc", "A B C D", "ABC", "X" * 13, "中文中文", ""):
            with pytest.raises(DomainError, match="code_refused"):
                catalogue.make_scene(scene(code=code))
        with pytest.raises(DomainError, match="unknown_place"):
            catalogue.make_scene(scene(place_id="nowhere"))


def test_scenes_and_entrances_share_one_namespace(app: Flask) -> None:
    with app.app_context():
        catalogue.make_scene(scene(code="HOTEL1"))
        catalogue.make_scene(scene(code="HOTEL2"))
        assert catalogue.add_entrance("HOTEL1", "东门", "EAST01") == "EAST01"
        assert catalogue.add_entrance("HOTEL1", "东门", "EAST01") == "EAST01"
        assert by_code("EASTO1").summary.code == "HOTEL1"
        # a code that opens one thing never silently stands for another
        with pytest.raises(DomainError, match="code_refused"):
            catalogue.add_entrance("HOTEL2", "西门", "EAST01")
        with pytest.raises(DomainError, match="code_refused"):
            catalogue.add_entrance("HOTEL1", "西门", "HOTEL2")
        with pytest.raises(DomainError, match="code_refused"):
            catalogue.make_scene(scene(code="EAST01"))
        with pytest.raises(DomainError, match="unknown_scene"):
            catalogue.add_entrance("NOPE22", "门")
        assert by_code("EAST01").summary.code == "HOTEL1"


def test_an_organisation_of_a_name_is_one(world: World) -> None:
    with world.app.app_context():
        assert catalogue.make_organisation("蜀光科技") == catalogue.make_organisation("蜀光科技")
        catalogue.make_scene(scene(organiser="蜀光科技"))
        guest = world.guest()
        for _ in range(2):
            catalogue.add_member(catalogue.make_organisation("蜀光科技"), guest.user_id)
        with write("a look") as tx:
            assert tx.execute(sa.select(sa.func.count()).select_from(organisations)).scalar_one() == 1
            assert tx.execute(sa.select(scenes.c.organiser_id)).scalar_one() is not None


def test_a_document_is_kept_once_under_its_hash_with_its_true_type(app: Flask) -> None:
    paper = Document("x" * 300 + ".pdf", b"%PDF-1.4 cancelled")
    picture = Document("scan.pdf", b"\x89PNG\r\n\x1a\n")
    with app.app_context():
        with write("papers") as tx:
            assert documents.keep(tx, paper) == documents.keep(tx, Document("again.pdf", paper.body)) == paper.sha256
            documents.keep(tx, picture)
            assert tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 2
        kept = documents.find(paper.sha256)
        assert (kept.body, kept.media_type, len(kept.filename)) == (paper.body, "application/pdf", 200)
        assert documents.find(picture.sha256).media_type == "image/png"
        with pytest.raises(NotFound):
            documents.find("0" * 64)
        for body in (b"", b"<html>", b"PK\x03\x04", b" %PDF-1.4"):
            with pytest.raises(DomainError, match="document_refused"), write("no paper") as tx:
                documents.keep(tx, Document("x.pdf", body))


def test_it_is_ready_with_its_own_schema_and_not_with_another(app: Flask) -> None:
    with app.app_context():
        assert health.readiness().ready
        with write("another schema") as tx:
            known = tx.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
            tx.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
        try:
            found = health.readiness()
            assert (found.ready, "0000" in found.detail) == (False, True)
            assert app.test_client().get("/readyz").status_code == 503
            assert app.test_client().get("/healthz").status_code == 200
        finally:
            with write("its own again") as tx:
                tx.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": known})
        assert app.test_client().get("/readyz").status_code == 200
