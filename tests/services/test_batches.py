"""Batches coming in: serials read, tonnes checked, overlaps refused; twice is once; a file is taken whole or not."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.domain.errors import DomainError
from app.models import credit_batches, credit_serials, ledger_transactions
from app.services import batches, catalogue
from app.services.batches import COLUMNS, AlreadyRetired
from app.services.catalogue import NewProject
from tests.support.shop import ON, PAPER, PROJECT, REGISTRY, Shop

GOOD = {
    "project": PROJECT,
    "registry": REGISTRY,
    "registry_project_id": "CD-0001",
    "methodology": "CDCER-01-001",
    "monitoring_from_on": "2024-01-01",
    "monitoring_to_on": "2024-12-31",
    "vintage": "2024",
    "serial_first": "S-01",
    "serial_last": "S-05",
    "tonnes": "5",
}


@pytest.fixture
def shop(app: Flask) -> Shop:
    return Shop(app)


def bring(shop: Shop, *rows: dict[str, str], retired: AlreadyRetired | None = None, head: str = "") -> list[bool] | str:
    """Import rows: whether each was known before; the refusal's code if refused."""
    lines = [head or ",".join(COLUMNS), *(",".join(f'"{(GOOD | row)[name]}"' for name in COLUMNS) for row in rows)]
    with shop.app.app_context():
        try:
            return [each.known for each in batches.import_batches("\n".join(lines), retired)]
        except DomainError as refused:
            return refused.code


def counts(shop: Shop) -> tuple[int, int, int]:
    """(batches, serials, transactions)."""
    tables = (credit_batches, credit_serials, ledger_transactions)
    return tuple(shop.rows(sa.select(sa.func.count()).select_from(each))[0][0] for each in tables)  # type: ignore[return-value]


def test_the_same_file_twice_is_imported_once(shop: Shop) -> None:
    assert bring(shop, {}) == [False]
    assert bring(shop, {}, {"serial_first": "S-06", "serial_last": "S-06", "tonnes": "1"}) == [True, False]
    assert bring(shop, {"serial_first": "S-06", "serial_last": "S-06", "tonnes": "1"}) == [True]
    assert counts(shop) == (2, 6, 2)
    shop.prove()


@pytest.mark.parametrize(("first", "last", "tonnes"), [("S-05", "S-09", 5), ("S-01", "S-03", 3), ("S-00", "S-09", 10)])
def test_serials_that_overlap_another_batch_of_the_registry_are_refused(
    shop: Shop, first: str, last: str, tonnes: int
) -> None:
    bring(shop, {})
    other = {"serial_first": first, "serial_last": last, "tonnes": str(tonnes)}
    assert bring(shop, other) == "serials_overlap"
    assert counts(shop) == (1, 5, 1)
    # the same texts in another registry are other serials
    assert bring(shop, other | {"registry": "别处登记"}) == [False]
    shop.prove()


def test_the_same_serials_said_of_something_else_are_not_already_done(shop: Shop) -> None:
    bring(shop, {})
    with shop.app.app_context():
        texts = ("name", "credit_type", "standard", "registry", "registry_project_id", "methodology")
        given = dict.fromkeys(texts, "x")
        catalogue.make_project(
            NewProject(code="OTHER", owner="别家", held_by="x", price_fen_per_tonne=1, service_bps=0, **given)
        )
    assert bring(shop, {"project": "OTHER"}) == "serials_overlap"
    assert bring(shop, {"vintage": "2023"}) == "serials_overlap"
    # held here: a document that it was cancelled before it came says something else
    assert bring(shop, {}, retired=AlreadyRetired(PAPER, "R-0", ON)) == "serials_overlap"
    assert counts(shop) == (1, 5, 1)


IMPOSSIBLE: list[tuple[dict[str, str], str]] = [
    ({"tonnes": "4"}, "serials_mismatch"),
    ({"tonnes": "6"}, "serials_mismatch"),
    ({"serial_last": "S-5"}, "serials_mismatch"),
    ({"serial_first": "S-09"}, "serials_mismatch"),
    ({"serial_first": "S", "serial_last": "S"}, "serials_mismatch"),
    ({"serial_last": "T-05"}, "serials_mismatch"),
    ({"project": "NOBODY"}, "unknown_project"),
    ({"tonnes": "0"}, "csv_malformed"),
    ({"tonnes": "-5"}, "csv_malformed"),
    ({"tonnes": "5.0"}, "csv_malformed"),
    ({"tonnes": "1000001"}, "csv_malformed"),
    ({"vintage": "99999999999"}, "csv_malformed"),
    ({"vintage": "24"}, "csv_malformed"),
    ({"monitoring_to_on": "2023-12-31"}, "csv_malformed"),
    ({"monitoring_from_on": "soon"}, "csv_malformed"),
    ({"methodology": " "}, "csv_malformed"),
    ({"methodology": "m" * 121}, "csv_malformed"),
    ({"registry": "r" * 61}, "csv_malformed"),
    ({"serial_first": "S" * 121 + "1", "serial_last": "S" * 121 + "5"}, "csv_malformed"),
    ({"serial_first": "9" * 30 + "1", "serial_last": "9" * 30 + "5"}, "serials_mismatch"),
    ({"registry_project_id": "a\x00b"}, "csv_malformed"),
    # a statement is opened in a spreadsheet, a certificate shows a serial on one line
    ({"serial_first": "=1+S-01", "serial_last": "=1+S-05"}, "csv_malformed"),
    ({"serial_first": "@S-01", "serial_last": "@S-05"}, "csv_malformed"),
    ({"methodology": "+1"}, "csv_malformed"),
    ({"serial_first": "S\u202e-01", "serial_last": "S\u202e-05"}, "csv_malformed"),
]


def test_a_row_that_cannot_be_is_refused_and_takes_the_whole_file_with_it(shop: Shop) -> None:
    fine = {"serial_first": "S-11", "serial_last": "S-12", "tonnes": "2"}
    for changes, code in IMPOSSIBLE:
        assert bring(shop, fine, changes) == code, changes
        assert counts(shop) == (0, 0, 0)


def test_a_file_without_its_columns_or_rows_is_refused(shop: Shop) -> None:
    assert bring(shop) == "csv_malformed"
    assert bring(shop, {}, head="a,b,c") == "csv_malformed"
    assert bring(shop, {}, head=",".join(reversed(COLUMNS))) == "csv_malformed"
    assert bring(shop, {}, head=",".join(COLUMNS) + ",more") == "csv_malformed"
    with shop.app.app_context(), pytest.raises(DomainError, match="csv_malformed"):
        batches.import_batches("")


def test_grams_of_an_import_stand_against_the_registry_in_the_ledger(shop: Shop) -> None:
    bring(shop, {})
    batch = shop.rows(sa.select(credit_batches.c.id))[0][0]
    assert shop.stock(batch) == (5_000_000, 0, 0, 0)
    names = [row.serial for row in shop.rows(sa.select(credit_serials).order_by(credit_serials.c.position))]
    assert names == [f"S-0{n}" for n in range(1, 6)]
    shop.prove()
