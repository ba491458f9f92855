"""owners statement: every sale of an owner, and sums that are the ledger's to the fen."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.database import write
from app.domain.ledger import Asset, accrued, payable
from app.models import ledger_postings, organisations, scenes
from app.services import ledger
from tests.cli.conftest import Run
from tests.support.world import Guest, World, key


def _statement(run: Run, out: Path, code: str = "CDCER-TEST") -> list[dict[str, str]]:
    done = run("owners", "statement", code, "--out", out)
    assert done.exit_code == 0, done.output
    body = out.read_bytes()
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def _claims(app: Flask) -> tuple[int, int]:
    with app.app_context():
        owner = "成都减排有限公司"
        with write("look") as tx:
            owner_id = tx.execute(sa.select(organisations.c.id).where(organisations.c.name == owner)).scalar_one()
        return -ledger.balance(accrued(owner_id), Asset.FEN), -ledger.balance(payable(owner_id), Asset.FEN)


@pytest.fixture
def guest(world: World) -> Guest:
    return world.standard()


def _buy(world: World, guest: Guest, mass_g: int, **body: Any) -> Any:
    return world.paid(guest, scene="FORUM1", mass_g=mass_g, **body)


def test_every_sale_is_a_row_and_the_rows_add_up_to_the_ledger(
    app: Flask, world: World, guest: Guest, run: Run, tmp_path: Path
) -> None:
    placed = [_buy(world, guest, mass_g) for mass_g in (1, 250_000, 1_999_999)]
    rows = _statement(run, tmp_path / "s.csv")
    assert [row["order"] for row in rows] == [order["id"] for order in placed]
    for row, order in zip(rows, placed, strict=True):
        assert int(row["amount_fen"]) == order["amount_fen"] == int(row["owner_fen"]) + int(row["service_fen"])
        assert int(row["mass_g"]) == order["mass_g"]
        assert row["price_fen_per_tonne"] == "4300"
        assert row["state"] == "accrued"
        assert row["scene"].startswith("FORUM1 ")
    assert sum(int(row["owner_fen"]) for row in rows) == sum(_claims(app))


def test_one_order_for_three_people_is_one_row_with_three_numbers(
    world: World, guest: Guest, run: Run, tmp_path: Path
) -> None:
    people = [{"kind": "person", "name": name} for name in ("甲", "乙", "丙")]
    body = {"project": "CDCER-TEST", "scene": "FORUM1", "mass_g": 10, "beneficiaries": people, "method": "jsapi"}
    order: Any = guest.client.post("/api/v1/orders", json=body, headers=key()).json
    world.simulator.control.pay(order["payment"]["id"])
    guest.client.get(f"/api/v1/orders/{order['id']}")
    rows = _statement(run, tmp_path / "s.csv")
    assert len(rows) == 1
    assert len(rows[0]["certificates"].split()) == 3


def test_a_refund_is_a_negative_row_and_the_sums_still_hold(
    app: Flask, world: World, guest: Guest, run: Run, tmp_path: Path
) -> None:
    kept, returned = _buy(world, guest, 500_000), _buy(world, guest, 300_000)
    run("orders", "refund", returned["id"], "--reason", "活动取消")
    rows = _statement(run, tmp_path / "s.csv")
    assert [(row["order"], row["state"]) for row in rows] == [
        (kept["id"], "accrued"),
        (returned["id"], "refunded"),
        (returned["id"], "refunded"),
    ]
    sale, back = rows[1:]
    for column in ("mass_g", "amount_fen", "service_fen", "owner_fen"):
        assert int(sale[column]) == -int(back[column])
    assert sum(int(row["owner_fen"]) for row in rows) == sum(_claims(app)) == int(rows[0]["owner_fen"])


def test_what_is_cancelled_in_the_registry_becomes_payable(
    app: Flask, world: World, guest: Guest, run: Run, tmp_path: Path, document: Path
) -> None:
    order = _buy(world, guest, 400_000)
    record = guest.client.get(f"/api/v1/certificates/{order['certificate_id']}").json["record"]
    first = record["allocations"][0]
    done = run(
        "batches", "retire", first["batch"], "--first", first["serial_first"], "--last", first["serial_last"],
        "--reference", "R-1", "--on", "2026-11-01", "--document", document,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    rows = _statement(run, tmp_path / "s.csv")
    assert [row["state"] for row in rows] == ["payable"]
    assert _claims(app) == (0, int(rows[0]["owner_fen"]))


def test_another_project_of_the_owner_is_on_the_same_statement(
    world: World, guest: Guest, run: Run, tmp_path: Path
) -> None:
    world.project("CDCER-MORE")
    _buy(world, guest, 1000)
    _buy(world, guest, 1000, project="CDCER-MORE")
    assert {row["project"] for row in _statement(run, tmp_path / "s.csv")} == {"CDCER-TEST", "CDCER-MORE"}


def test_a_name_that_a_spreadsheet_would_run_is_only_text(
    app: Flask, world: World, guest: Guest, run: Run, tmp_path: Path
) -> None:
    world.scene("EVIL1", name="论坛")
    with app.app_context(), write("a hostile name") as tx:
        tx.execute(sa.update(scenes).where(scenes.c.code == "FORUM1").values(code="=CMD1"))
    _buy(world, guest, 1000)
    cell = _statement(run, tmp_path / "s.csv")[0]["scene"]
    assert cell.startswith("'=CMD1")


def test_no_statement_is_written_when_the_ledger_says_otherwise(
    app: Flask, world: World, guest: Guest, run: Run, tmp_path: Path
) -> None:
    _buy(world, guest, 500_000)
    with app.app_context(), write("spoil the ledger") as tx:
        tx.execute(
            sa.update(ledger_postings)
            .where(ledger_postings.c.credit.like("owners:%"))
            .values(amount=ledger_postings.c.amount + 1)
        )
    refused = run("owners", "statement", "CDCER-TEST", "--out", tmp_path / "s.csv")
    assert refused.exit_code == 1
    assert "逐行合计与账本不一致" in refused.output
    assert not (tmp_path / "s.csv").exists()


def test_an_unknown_project_is_refused(run: Run, tmp_path: Path) -> None:
    refused = run("owners", "statement", "NOPE", "--out", tmp_path / "s.csv")
    assert refused.exit_code == 1
    assert "没有这个项目" in refused.output


def test_a_folder_that_cannot_be_written_is_a_refusal(world: World, guest: Guest, run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refused = run("owners", "statement", "CDCER-TEST", "--out", tmp_path / "file" / "s.csv")
    assert refused.exit_code == 1
    assert "文件写不了" in refused.output
