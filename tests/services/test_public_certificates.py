"""What anybody is told of a certificate stays small, however many others its cancellation holds."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.database import db, is_postgresql
from app.domain.money import GRAMS_PER_TONNE
from app.models import retirements as retirements_table
from app.services import public_certificates, retirements
from tests.support.shop import Shop


def test_a_page_reads_a_few_of_many_certificates_and_the_sums_are_of_all(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Shop(app)
    batch = shop.batch(1, 3)
    orders = [shop.sold(300_000) for _ in range(7)]  # the fourth lies on both sides of the first serial's end
    shop.sold(1_000, people=2)
    assert not isinstance(shop.retire(batch, 1, 2), str)
    monkeypatch.setattr(public_certificates, "LISTED", 2)
    read_rows: list[int] = []

    def count(_connection: Any, cursor: Any, *_rest: Any) -> None:
        read_rows.append(cursor.rowcount)

    own = shop.certificates(orders[5])[0]
    with app.app_context():
        sa.event.listen(db.engine, "after_cursor_execute", count)
        try:
            (shown,) = public_certificates.public_certificate(own.id, "zh-Hans").cancellations
        finally:
            sa.event.remove(db.engine, "after_cursor_execute", count)
        if is_postgresql(db.engine):  # SQLite does not say how many there are
            assert max(read_rows) == 2
    first = shop.certificates(orders[0])[0]
    assert shown.contents.inside == ((own.id, own.number, 300_000), (first.id, first.number, 300_000))
    assert (shown.own_g, shown.contents.certificates, shown.contents.void_g) == (300_000, 7, 0)


def test_the_whole_list_adds_up_to_the_cancelled_tonnes_gram_by_gram(app: Flask) -> None:
    shop = Shop(app)
    batch = shop.batch(1, 3)
    sold = [shop.sold(mass_g) for mass_g in (700_000, 600_001, 1, 900_000)]
    for serial in (1, 2, 3):
        assert not isinstance(shop.retire(batch, serial, serial, f"R-{serial}"), str)
    inside: dict[str, int] = {}
    for row in shop.rows(sa.select(retirements_table.c.id).order_by(retirements_table.c.reference)):
        with app.app_context():
            found = retirements.contents(row.id)
        assert found.tonnes == 1
        assert found.certificates == len(found.inside)
        assert sum(mass_g for _, _, mass_g in found.inside) + found.void_g == GRAMS_PER_TONNE
        for certificate_id, _, mass_g in found.inside:
            inside[certificate_id] = inside.get(certificate_id, 0) + mass_g
    certificates = [shop.certificates(order)[0] for order in sold]
    assert inside == {each.id: each.mass_g for each in certificates}
