"""Cancellations recorded: whole serials with their document, void rests, certificates turned, claims made payable."""

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.database import write
from app.domain import ledger as book
from app.domain.errors import DomainError
from app.domain.ledger import Asset
from app.models import certificate_events, orders, retirements
from app.services import ledger, retirements_signing
from app.services.certificates import find_certificate
from app.services.documents import Document
from app.services.retiring import Retirement, retire
from app.services.verification import verify_certificate
from app.web.certificates_file import certificate_file
from tests.support.shop import ON, PAPER, Shop


@pytest.fixture
def shop(app: Flask) -> Shop:
    return Shop(app)


def owed(shop: Shop) -> tuple[int, int]:
    """(accrued, payable) fen of the project's owner."""
    owner = shop.rows(sa.select(orders.c.owner_id))[0][0]
    with shop.app.app_context():
        return (
            -ledger.balance(book.accrued(owner), Asset.FEN),
            -ledger.balance(book.payable(owner), Asset.FEN),
        )


def statuses(shop: Shop, order: str) -> list[str]:
    return [each.status for each in shop.certificates(order)]


def test_a_retired_serial_turns_its_certificates_voids_its_rest_and_makes_the_claim_payable(shop: Shop) -> None:
    batch = shop.batch(1, 2)
    order = shop.sold(700_000)
    owner_fen = shop.rows(sa.select(orders.c.owner_fen))[0][0]
    assert owed(shop) == (owner_fen, 0)
    done = shop.retire(batch, 1, 1)
    assert not isinstance(done, str)
    assert (done.tonnes, done.void_g, done.known) == (1, 300_000, False)
    assert list(done.certificates) == [each.id for each in shop.certificates(order)]
    assert statuses(shop, order) == ["retired"]
    assert shop.stock(batch) == (1_000_000, 0, 700_000, 300_000)
    assert owed(shop) == (0, owner_fen)
    shop.prove()
    # the next sale begins in the next serial
    after = shop.sold(1_000_000)
    assert shop.retire(batch, 2, 2, "R-2") != "serials_untouched"
    assert statuses(shop, after) == ["retired"]
    shop.prove()


def test_recording_it_again_is_already_done_and_another_reference_is_refused(shop: Shop) -> None:
    batch = shop.batch(1, 1)
    shop.sold(700_000)
    first, again = shop.retire(batch, 1, 1), shop.retire(batch, 1, 1)
    assert not isinstance(first, str)
    assert not isinstance(again, str)
    assert (again.known, again.retirement_id, again.void_g) == (True, first.retirement_id, 300_000)
    assert shop.retire(batch, 1, 1, "R-OTHER") == "serials_already_retired"
    assert len(shop.rows(sa.select(retirements))) == 1
    assert len(shop.rows(sa.select(certificate_events))) == 1
    shop.prove()


def test_a_certificate_over_two_serials_and_two_batches_is_retired_when_all_of_them_are(shop: Shop) -> None:
    old, new = shop.batch(1, 2), shop.batch(1, 1, vintage=2025)
    order = shop.sold(2_500_000, people=2)  # the first: two serials of the old; the second: one of each
    assert shop.retire(old, 1, 1) != ""
    assert statuses(shop, order) == ["allocated", "allocated"]
    shop.retire(old, 2, 2, "R-2")
    assert statuses(shop, order) == ["retired", "allocated"]
    assert owed(shop)[1] == 0
    shop.prove()
    shop.retire(new, 1, 1, "R-3")
    assert statuses(shop, order) == ["retired", "retired"]
    assert owed(shop)[0] == 0
    shop.prove()


def test_a_serial_nobody_bought_of_and_serials_that_are_none_are_refused(shop: Shop) -> None:
    batch = shop.batch(1, 3)
    shop.sold(700_000)
    assert shop.retire(batch, 2, 2) == "serials_untouched"
    assert shop.retire(batch, 1, 2) == "serials_untouched"
    for first, last in ((0, 1), (1, 4), (4, 4), (2, 1)):
        assert shop.retire(batch, first, last) == "serial_unknown"
    for body in (b"trust me", b"", b"%PDF-" + b"x" * 2**24):
        document = Document("a.pdf", body)
        with shop.app.app_context(), pytest.raises(DomainError, match="document_refused"):
            retire(batch, Retirement("S-2024-000001", "S-2024-000001", "R-1", ON, document))
    with shop.app.app_context(), pytest.raises(DomainError, match="not_found"):
        retire("batNOBODY", Retirement("S-2024-000001", "S-2024-000001", "R-1", ON, PAPER))
    assert shop.rows(sa.select(retirements)) == []
    assert shop.stock(batch) == (2_300_000, 0, 700_000, 0)
    shop.prove()


def test_grams_promised_to_open_orders_are_not_made_void_under_them(shop: Shop) -> None:
    batch = shop.batch(1, 1)
    shop.sold(700_000)
    waiting = shop.order(200_000)
    assert shop.retire(batch, 1, 1) == "reserved_by_open_orders"
    assert shop.cancel(waiting) == "cancelled"
    assert not isinstance(shop.retire(batch, 1, 1), str)
    assert shop.stock(batch) == (0, 0, 700_000, 300_000)
    shop.prove()


def test_an_open_order_gets_its_grams_from_the_serials_that_are_left(shop: Shop) -> None:
    batch = shop.batch(1, 2)
    shop.sold(700_000)
    waiting = shop.order(900_000)
    assert not isinstance(shop.retire(batch, 1, 1), str)
    assert shop.pay(shop.attempt(waiting)) == "settled"
    assert shop.stock(batch) == (100_000, 0, 1_600_000, 300_000)
    shop.prove()


def test_no_serial_is_retired_while_a_refund_that_touches_it_is_under_way(shop: Shop) -> None:
    batch = shop.batch(1, 3)
    shop.sold(600_000)
    back = shop.sold(900_000)
    shop.ask_back(back)
    assert shop.retire(batch, 1, 1) == shop.retire(batch, 2, 2) == "refund_in_progress"
    shop.hear(shop.refund_of(back))
    assert shop.retire(batch, 2, 2) == "serials_untouched"
    done = shop.retire(batch, 1, 1)
    assert not isinstance(done, str)
    assert done.void_g == 400_000
    # what is left of the released range is sold again
    assert shop.stock(batch) == (2_000_000, 0, 600_000, 400_000)
    shop.sold(1_900_000)
    shop.prove()


def test_of_a_batch_that_came_retired_certificates_are_retired_and_payable_at_issue(shop: Shop) -> None:
    batch = shop.batch(1, 1, retired=True)
    order = shop.sold(400_000, people=2)
    assert statuses(shop, order) == ["retired", "retired"]
    assert owed(shop) == (0, shop.rows(sa.select(orders.c.owner_fen))[0][0])
    assert shop.ask_back(order) == "already_retired"
    assert shop.stock(batch) == (600_000, 0, 400_000, 0)
    shop.prove()


def test_what_an_older_version_issued_as_retired_is_signed_for_by_a_job(shop: Shop) -> None:
    shop.batch(1, 1, retired=True)
    order = shop.sold(400_000, people=2)
    signed = sa.select(certificate_events.c.certificate_id, certificate_events.c.kind).order_by(sa.text("1"))
    before = shop.rows(signed)
    assert [kind for _, kind in before] == ["retired", "retired"]
    with shop.app.app_context():
        with write("as it was once") as tx:
            tx.execute(sa.delete(certificate_events).where(certificate_events.c.certificate_id == before[0][0]))
        assert (retirements_signing.sign_missing(), retirements_signing.sign_missing()) == (1, 0)
        files = [certificate_file(find_certificate(certificate_id)) for certificate_id, _ in before]
    assert shop.rows(signed) == before
    assert all(verify_certificate(file).holds for file in files)
    assert statuses(shop, order) == ["retired", "retired"]


def test_a_certificate_half_of_a_retired_batch_waits_for_the_other_half(shop: Shop) -> None:
    shop.batch(1, 1, retired=True)
    held = shop.batch(1, 1, vintage=2025)
    order = shop.sold(1_400_000)
    assert statuses(shop, order) == ["allocated"]
    assert owed(shop)[1] == 0
    assert shop.ask_back(order) == "already_retired"
    assert not isinstance(shop.retire(held, 1, 1), str)
    assert statuses(shop, order) == ["retired"]
    assert owed(shop)[0] == 0
    shop.prove()
