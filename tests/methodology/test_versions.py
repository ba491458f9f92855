"""A later factor set stands beside the earlier one: new footprints may use it, stored ones keep their grams."""

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.methodology import calculators, factor_sets, footprints

CHENGDU = footprints.scene_context("5101")
PUBLISHED = Path(factor_sets.__file__).parent / "2026.1"


@pytest.fixture
def later_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Set 2027.1 beside 2026.1, its hotel of China at 40 kg: files in a folder, nothing else."""
    shutil.copytree(PUBLISHED, tmp_path / "2026.1")
    shutil.copytree(PUBLISHED, tmp_path / "2027.1")
    table = tmp_path / "2027.1" / "emission_factors.csv"
    text = table.read_text(encoding="utf-8")
    assert text.count("hotel_china,") == 1
    row = next(line for line in text.splitlines() if line.startswith("hotel_china,"))
    table.write_text(text.replace(row, row.replace(",53.5,", ",40,")), encoding="utf-8")
    rules = tmp_path / "2027.1" / "rules.json"
    rules.write_text(rules.read_text(encoding="utf-8").replace('"version": "2026.1"', '"version": "2027.1"'))
    monkeypatch.setattr(factor_sets, "_HERE", tmp_path)
    monkeypatch.setattr(factor_sets, "VERSIONS", ("2026.1", "2027.1"))
    factor_sets.load.cache_clear()
    yield "2027.1"
    factor_sets.load.cache_clear()


def test_a_stored_footprint_keeps_its_grams_when_a_later_set_is_there(later_set: str) -> None:
    inputs = calculators.example("conference")
    stored = footprints.calculate("conference", inputs, CHENGDU)
    old = footprints.recompute(inputs, "conference", "1", stored.factor_set, CHENGDU.to_json())
    new = footprints.recompute(inputs, "conference", "1", later_set, CHENGDU.to_json())
    assert old == stored
    assert new.factor_set == later_set
    assert old.total_g - new.total_g == 2 * (53_500 - 40_000)


def test_two_sets_are_two_objects_with_their_own_values(later_set: str) -> None:
    old, new = factor_sets.load("2026.1"), factor_sets.load(later_set)
    assert (old.factors["hotel_china"].value, new.factors["hotel_china"].value) == (Decimal("53.5"), Decimal(40))
    assert old.factors["metro_chengdu"] == new.factors["metro_chengdu"]
