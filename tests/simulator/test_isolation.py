"""The simulator stands alone: no path from it into the product, so neither can lean on the other's mistakes."""

import ast
from pathlib import Path

import pytest

SIMULATOR = Path(__file__).resolve().parents[2] / "simulator"


@pytest.mark.parametrize("path", sorted(SIMULATOR.glob("**/*.py")), ids=lambda path: path.name)
def test_it_imports_nothing_from_the_product(path: Path) -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add((node.module or "").partition(".")[0])
    assert not imported & {"app", "wsgi", "wechatpayv3", "wechatpy"}
