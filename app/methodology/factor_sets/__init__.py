"""Reads the versioned factor sets once per process, one folder per version. What a factor is: app/domain/factors.py."""

import csv
import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from app.domain.errors import NotFound
from app.domain.factors import Confidence, EmissionFactor, FactorSet

CURRENT = "2026.1"
VERSIONS: tuple[str, ...] = ("2026.1",)
"""Every set ever published, oldest first. A set is never changed; a correction is a new set."""

_HERE = Path(__file__).parent
Row = dict[str, str]


def _rows(version: str, name: str) -> list[Row]:
    with (_HERE / version / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _year(text: str) -> int | None:
    """The year of a row; the last one of a span (`2017-2019`), None where the table has none."""
    return int(text[-4:]) if text else None


def _factor(row: Row) -> EmissionFactor:
    return EmissionFactor(
        key=row["key"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        geography=row["geography"],
        year=_year(row["year"]),
        source=row["source"],
        source_url="" if row["source_url"].startswith("none") else row["source_url"],
        confidence=Confidence(row["confidence"]),
        category=row["category"],
        name_en=row["name_en"],
        name_zh=row["name_zh"],
        note=row["note"],
    )


def _provincial(row: Row, key: str) -> EmissionFactor:
    """A row of the grid table; its source column is `announcement; address ; how it was read`."""
    announcement, address, how = (part.strip() for part in row["source"].split(";", 2))
    return EmissionFactor(
        key=key,
        value=Decimal(row["kgCO2_per_kWh"]),
        unit="kgCO2/kWh",
        geography=row["province"],
        year=int(row["year"]),
        source=announcement,
        source_url=address,
        confidence=Confidence.QUOTED,
        category="energy",
        name_en=f"Grid electricity, {row['province']}",
        name_zh=f"{row['province_zh']}电网电力",
        note=how,
    )


def _grid(version: str, rules: dict[str, Any], factors: dict[str, EmissionFactor]) -> dict[str, EmissionFactor]:
    """Province -> electricity factor of the newest official year; a row of the main table wins over its copy here."""
    grid: dict[str, EmissionFactor] = {}
    for row in _rows(version, "grid_electricity_cn"):
        province = row["province"]
        if int(row["year"]) != rules["year"] or province == rules["national_row"]:
            continue
        key = rules["key"].format(province.lower().replace(" ", "_"))
        grid[province] = factors.setdefault(key, _provincial(row, key))
    for province, key in rules["by_region"].items():
        grid[province] = factors[key]
    return grid


def _scaled(rules: dict[str, Any], factors: dict[str, EmissionFactor]) -> None:
    for rule in rules["scaled"]:
        base = factors[rule["from"]]
        factors[rule["key"]] = EmissionFactor(
            key=rule["key"],
            value=(base.value * Decimal(rule["times"])).normalize(),
            unit=base.unit,
            geography=base.geography,
            year=base.year,
            source=f"{base.source} {rules['scaled_source']}",
            source_url=base.source_url,
            confidence=base.confidence,
            category=base.category,
            name_en=f"{base.name_en}, with RF",
            name_zh=f"{base.name_zh}（含辐射强迫）",
            note=base.note,
        )


def _by_grid(
    rules: dict[str, Any], factors: dict[str, EmissionFactor], grid: dict[str, EmissionFactor]
) -> dict[str, dict[str, EmissionFactor]]:
    """Electric activities: consumption of the table's own row times the grid of each province."""
    made: dict[str, dict[str, EmissionFactor]] = {}
    for name, rule in rules["by_grid"].items():
        like, rows = factors[rule["like"]], {"": factors[rule["national"]]}
        for province, electricity in grid.items():
            if province in rule["rows"]:
                rows[province] = factors[rule["rows"][province]]
                continue
            key = f"{name}_{province.lower().replace(' ', '_')}"
            facts = {
                **rule,
                "unit": like.activity_unit,
                "province": electricity.geography,
                "source": electricity.source,
            }
            rows[province] = factors[key] = EmissionFactor(
                key=key,
                value=(electricity.value * Decimal(rule["kwh"])).normalize(),
                unit=like.unit,
                geography=province,
                year=electricity.year,
                source=rules["by_grid_source"].format(**facts),
                source_url=electricity.source_url,
                confidence=like.confidence,
                category=like.category,
                name_en=f"{like.name_en.split(',')[0]}, {province} grid",
                name_zh=like.name_zh.split("（")[0] + f"（{electricity.name_zh}）",
                note=like.note,
            )
        made[name] = rows
    return made


@cache
def load(version: str = CURRENT) -> FactorSet:
    """One factor set, read once and immutable. NotFound for a version that was never published."""
    if version not in VERSIONS:
        raise NotFound("factor_set")
    rules: dict[str, Any] = json.loads((_HERE / version / "rules.json").read_text(encoding="utf-8"))
    rows = _rows(version, "emission_factors")
    factors = {row["key"]: _factor(row) for row in rows if row["value"]}
    grid = _grid(version, rules["grid"], factors)
    _scaled(rules, factors)
    by_grid = _by_grid(rules, factors, grid)
    return FactorSet(
        version=version,
        places=rules["places"],
        factors=MappingProxyType(factors),
        grid=MappingProxyType(grid),
        grid_national=factors[rules["grid"]["national"]],
        by_grid=MappingProxyType({name: MappingProxyType(rows_) for name, rows_ in by_grid.items()}),
        unsourced=tuple(row["key"] for row in rows if not row["value"]),
    )
