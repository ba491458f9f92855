"""The record as built: sums equal their parts, serials name the tonnes the grams lie in, absent things are null."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.certificates import EventKind, Payer, Role
from app.domain.credits import GramRange, Piece, SerialPattern
from app.domain.records import (
    RecordBatch,
    RecordFootprint,
    RecordInput,
    RecordProject,
    RecordScene,
    build_event,
    build_record,
)

PROJECT = RecordProject("P", "credit", "项目", "CDCER", "减排公司", "标准", "登记处", "持有人")
SCENE = RecordScene("FORUM1", "论坛", "conference", date(2021, 9, 7), date(2021, 9, 8))
FOOTPRINT = RecordFootprint("ftp1", "conference", "1", "2026.1", "sha256:b", ("travel",), include_rf=True, estimate_g=9)
steady = settings(deadline=None, derandomize=True)  # the cores are noisy


def batch(name: str, vintage: int, first: int = 1) -> RecordBatch:
    return RecordBatch(
        id=name,
        vintage=vintage,
        serials=SerialPattern(f"{name}-", first, 6, "-X"),
        registry_project_id=f"R-{name}",
        methodology=f"M-{name}",
        monitoring_from_on=date(vintage, 1, 1),
        monitoring_to_on=date(vintage, 12, 31),
    )


BATCHES = {"bat1": batch("bat1", 2023, 100), "bat2": batch("bat2", 2025)}


def record(**changes: Any) -> dict[str, Any]:
    pieces = changes.get("pieces", (Piece("bat1", GramRange(0, 9)),))
    given_fields: dict[str, Any] = {
        "id": "crt1", "number": "DD26-AAAA-BBBB", "issued_at": "2026-11-20T00:00:00Z", "sample": False, "scene": SCENE,
        "beneficiary_kind": "person", "beneficiary_commitment": "sha256:a", "role": Role.GUEST, "payer": Payer.SELF,
        "mass_g": sum(piece.range.mass_g for piece in pieces), "footprint": FOOTPRINT, "project": PROJECT,
        "pieces": pieces, "batches": BATCHES, "retire_by_on": date(2027, 11, 20), "amount_fen": 5, "owner_fen": 4,
        "service_fen": 1,
    }  # fmt: skip
    return build_record(RecordInput(**(given_fields | changes)))


PIECES = st.lists(
    st.builds(
        lambda name, first, mass: Piece(name, GramRange(first, first + mass - 1)),
        st.sampled_from(list(BATCHES)),
        st.integers(0, 40_000_000),
        st.integers(1, 5_000_000),
    ),
    min_size=1,
    max_size=5,
)


@steady
@given(PIECES)
def test_allocations_add_up_and_their_serials_are_the_tonnes_their_grams_lie_in(pieces: list[Piece]) -> None:
    made = record(pieces=pieces)
    assert sum(each["mass_g"] for each in made["allocations"]) == made["mass_g"]
    for each in made["allocations"]:
        assert each["mass_g"] == each["last_g"] - each["first_g"] + 1
        serials = BATCHES[each["batch"]].serials
        begin, end = serials.index(each["serial_first"]), serials.index(each["serial_last"])
        assert begin * 1_000_000 <= each["first_g"] < (begin + 1) * 1_000_000
        assert end * 1_000_000 <= each["last_g"] < (end + 1) * 1_000_000
        assert each["vintage"] == BATCHES[each["batch"]].vintage


def test_over_two_batches_the_monitoring_period_spans_both_and_the_first_names_the_methodology() -> None:
    made = record(pieces=[Piece("bat1", GramRange(0, 9)), Piece("bat2", GramRange(0, 9))])["project"]
    assert (made["monitoring_from_on"], made["monitoring_to_on"]) == ("2023-01-01", "2025-12-31")
    assert (made["methodology"], made["registry_project_id"]) == ("M-bat1", "R-bat1")


def test_what_there_is_not_is_null() -> None:
    made = record(scene=None, footprint=None)
    assert (made["scene"], made["footprint"], made["estimate_g"]) == (None, None, None)
    assert made["covers"] == {"from_on": None, "to_on": None, "categories": []}
    assert made["method"]["include_rf"] is False


def test_no_name_and_no_input_stands_in_a_record_only_their_commitments() -> None:
    made = record()
    assert made["beneficiary"] == {"kind": "person", "commitment": "sha256:a"}
    assert set(made["footprint"]) == {"id", "calculator", "calculator_version", "factor_set", "commitment"}
    assert (made["role"], made["payer"], made["split_fen"]) == ("guest", "self", {"owner": 4, "service": 1})


def test_an_event_names_the_record_it_is_about() -> None:
    event = build_event("evt1", "crt1", "sha256:r", EventKind.REVOKED, "2026-11-20T00:00:00Z", {"reason": "refunded"})
    assert event == {
        "schema": "diandian.certificate-event/1",
        "id": "evt1",
        "certificate": "crt1",
        "record_sha256": "sha256:r",
        "kind": "revoked",
        "at": "2026-11-20T00:00:00Z",
        "reason": "refunded",
    }
