"""The drawing's version: the same for the same files, another one for any change of code, art, fonts or words."""

from pathlib import Path

import pytest

from app.certs import version

FILES = ("certs/picture.py", "certs/art/classic.png", "certs/fonts/Serif.otf", "translations/en/LC_MESSAGES/a.mo")
WORDS = ("domain/wording.py", "domain/wording_rules.py", "domain/display.py")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (*FILES, *WORDS, "domain/money.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    monkeypatch.setattr(version, "_APP", tmp_path)
    return tmp_path


def fresh() -> str:
    version._version.cache_clear()
    found = version.drawing_version()
    version._version.cache_clear()
    return found


@pytest.mark.parametrize("name", [*FILES, *WORDS])
def test_whatever_is_drawn_with_changes_it(tree: Path, name: str) -> None:
    before = fresh()
    assert fresh() == before
    (tree / name).write_bytes(b"changed")
    after = fresh()
    assert after != before
    (tree / name).rename(tree / f"{name}.moved")
    assert fresh() not in (before, after)


def test_what_is_not_drawn_with_does_not(tree: Path) -> None:
    before = fresh()
    (tree / "domain/money.py").write_bytes(b"changed")
    (tree / "certs/__pycache__").mkdir()
    (tree / "certs/__pycache__/picture.pyc").write_bytes(b"compiled")
    assert fresh() == before
