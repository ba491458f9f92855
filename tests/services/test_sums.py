"""What the platform adds up to: the same grams as batches and ledger, the real never mixed with the sample."""

from datetime import date

import sqlalchemy as sa

from app.core.database import read
from app.models import credit_batches
from app.services import ledger, scenes, sums
from app.services.batches import AlreadyRetired
from app.services.documents import Document
from app.services.sums import GramSums, Sums
from tests.support.papers import PDF, retirement_of
from tests.support.world import World

TONNE = 1_000_000


def summed(world: World, *, sample: bool = False) -> Sums:
    with world.app.app_context():
        return sums.platform_sums(sample=sample)


def test_nothing_adds_up_to_nothing(world: World) -> None:
    assert summed(world).whole == GramSums(0, 0, 0, 0, 0, 0)
    assert summed(world).projects == ()


def test_every_gram_is_in_one_place_through_a_sale_and_a_retirement(world: World) -> None:
    guest = world.standard()
    order = world.paid(guest, footprint_id=world.footprint(guest)["id"])
    waiting = world.order(guest, mass_g=5_000, scene="FORUM1")
    mass_g = order["mass_g"]
    before = summed(world).whole
    assert before == GramSums(50 * TONNE, 50 * TONNE - mass_g - 5_000, 5_000, mass_g, 0, 0)
    assert waiting["status"] == "pending"
    assert retirement_of(world, order)() == "retired"
    after = summed(world).whole
    void_g = TONNE - mass_g
    assert after == GramSums(50 * TONNE, 49 * TONNE - 5_000, 5_000, mass_g, void_g, mass_g)


def test_the_sums_are_those_of_the_ledger(world: World) -> None:
    guest = world.standard()
    world.batch("CDCER-TEST", 3, vintage=2023)
    world.paid(guest, footprint_id=world.footprint(guest)["id"])
    whole = summed(world).whole
    with world.app.app_context(), read() as connection:
        books = ledger.total_by_account(connection)
        batches = list(connection.execute(sa.select(credit_batches.c.id)).scalars())
    for state, shown in (("available", whole.available_g), ("allocated", whole.allocated_g), ("void", whole.void_g)):
        assert sum(books.get((f"batches:{each}:{state}", "CO2E/g"), 0) for each in batches) == shown
    assert whole.issued_g == 53 * TONNE


def test_of_a_batch_that_came_cancelled_only_what_is_sold_counts_as_cancelled(world: World) -> None:
    world.project(tonnes=0)
    world.scene()
    world.batch("CDCER-TEST", 4, retired=AlreadyRetired(Document("d.pdf", PDF), "REG-1", date(2026, 1, 2)))
    assert summed(world).whole.retired_g == 0
    guest = world.guest()
    order = world.paid(guest, footprint_id=world.footprint(guest)["id"])
    whole = summed(world).whole
    assert (whole.retired_g, whole.allocated_g, whole.void_g) == (order["mass_g"], order["mass_g"], 0)


def test_samples_and_what_is_real_are_never_added(world: World) -> None:
    world.project("REAL-1", tonnes=2)
    world.project("SAMPLE-1", tonnes=3, sample=True)
    real, sample = summed(world), summed(world, sample=True)
    assert ([p.code for p in real.projects], real.whole.issued_g) == (["REAL-1"], 2 * TONNE)
    assert ([p.code for p in sample.projects], sample.whole.issued_g) == (["SAMPLE-1"], 3 * TONNE)


def test_the_latest_names_are_the_newest_public_ones(world: World) -> None:
    world.standard()
    for name, public in (("甲", True), ("乙", False), ("丙", True)):
        guest = world.guest(name)
        world.paid(
            guest, public=public, beneficiary={"kind": "person", "name": name},
            footprint_id=world.footprint(guest)["id"],
        )  # fmt: skip
    with world.app.app_context():
        scene_id = scenes.by_code("FORUM1").summary.id
        assert [each.name for each in sums.latest_names(scene_id)] == ["丙", "甲"]
        assert [each.name for each in sums.latest_names(scene_id, limit=1)] == ["丙"]
