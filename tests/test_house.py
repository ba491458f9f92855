"""The house's own rules, read from the source: imports point one way, files stay small, modules say what they are."""

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent


#: Made here, kept by nobody (.gitignore).
LEFT_OUT = {".git", ".venv", "node_modules", "__pycache__", "instance", "out", "dist", ".env"}


def _kept() -> Iterator[Path]:
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name not in LEFT_OUT and not name.endswith(("_cache", ".hypothesis"))]
        yield from (Path(folder, name) for name in names if name not in LEFT_OUT)


FILES = sorted(_kept())
MODULES = [path for path in FILES if path.suffix == ".py" and "migrations/versions" not in path.as_posix()]
PRODUCT = [path for path in MODULES if path.relative_to(ROOT).parts[0] in ("app", "simulator", "journey")]

#: Which rooms of app/ a room may import from, besides itself.
MAY_SEE = {
    "domain": set(),
    "methodology": {"domain"},
    "core": {"domain"},
    "models": {"core", "domain"},
    "payments": {"core", "domain"},
    "wechat": {"core", "domain"},
    "certs": {"core", "domain"},
    "services": {"domain", "methodology", "core", "models", "payments", "wechat", "certs"},
    "api": {"services", "core", "domain"},
    "web": {"services", "core", "domain"},
}
EVERYTHING = {"app/__init__.py", "app/cli"}
STANDARD_ONLY = "app/domain"
SCRIPTS = ("miniprogram/", "preview/", "app/web/static/")
MAX_FILE_LINES = 330
MAX_FUNCTION_LINES = 65
FORBIDDEN_NAMES = re.compile(r"(utils?|helpers?|common|misc|manager|base|stuff)\.py")
#: Rooms behind which a heavy library stands (boto3, fpdf2), opened by the few processes that need it.
LATE = {
    ("app/core/storage.py", "app.core.storage_s3"),
    ("app/services/pictures.py", "app.certs.document"),
    ("app/services/posters.py", "app.certs.poster"),
}
#: Hosts of package registries and paths of one machine have no place in a product.
NOT_OURS = re.compile(r"pypi\.org|pythonhosted|npmjs|registry\.npm|mirrors?\.|/work/(main|shared)|/home/\w|/Users/\w")
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".cfg",
    ".json",
    ".yml",
    ".yaml",
    ".sh",
    ".html",
    ".css",
    ".js",
    ".conf",
    ".service",
    ".mjs",
    ".ts",
    ".wxml",
    ".wxss",
    ".wxs",
    ".po",
    ".svg",
}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """(dotted name, line) of everything imported anywhere in the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((each.name, node.lineno) for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{each.name}", node.lineno) for each in node.names)


def _may_see_everything(path: Path) -> bool:
    return any(_name(path) == each or _name(path).startswith(f"{each}/") for each in EVERYTHING)


def test_imports_point_one_way() -> None:
    wrong = []
    for path in PRODUCT:
        parts = path.relative_to(ROOT).parts
        if parts[0] != "app" or _may_see_everything(path):
            continue
        room = parts[1]
        for name, line in _imports(_tree(path)):
            target = name.split(".")
            if target[0] == "app" and (len(target) < 2 or target[1] not in MAY_SEE[room] | {room}):
                wrong.append(f"{_name(path)}:{line} imports {name}")
    assert wrong == []


def test_every_room_of_the_app_has_its_rule() -> None:
    rooms = {path.relative_to(ROOT).parts[1] for path in MODULES if _name(path).startswith("app/")}
    assert rooms - {"__init__.py", "cli"} == set(MAY_SEE)


def test_the_domain_needs_only_python_itself() -> None:
    allowed = sys.stdlib_module_names | {"app"}
    wrong = [
        f"{_name(path)}:{line} imports {name}"
        for path in PRODUCT
        if _name(path).startswith(STANDARD_ONLY)
        for name, line in _imports(_tree(path))
        if name.split(".")[0] not in allowed
        or name.split(".")[0] in {"random", "time", "os", "pathlib", "io", "secrets", "subprocess", "socket", "logging"}
    ]
    assert wrong == []


def test_the_simulator_the_journey_and_the_product_do_not_know_each_other() -> None:
    wrong = []
    for path in PRODUCT:
        home = path.relative_to(ROOT).parts[0]
        strangers = {"app": {"simulator", "journey", "tests"}, "simulator": {"app", "journey", "tests"}}
        for name, line in _imports(_tree(path)):
            if name.split(".")[0] in strangers.get(home, {"app", "tests"}):
                wrong.append(f"{_name(path)}:{line} imports {name}")
    assert wrong == []


def test_only_what_most_processes_never_need_is_imported_inside_a_function() -> None:
    late = {
        (_name(path), inner.module if isinstance(inner, ast.ImportFrom) else inner.names[0].name)
        for path in PRODUCT
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    assert late == LATE


def test_every_module_opens_with_one_to_three_lines_on_what_lives_there() -> None:
    wrong = []
    for path in MODULES:
        opening = (ast.get_docstring(_tree(path), clean=True) or "").split("\n\n")[0]
        if not 1 <= len(opening.splitlines()) <= 3:
            wrong.append(_name(path))
    assert wrong == []


def _functions() -> Iterator[tuple[Path, str, int]]:
    """(file, name, lines) of every function of the product."""
    for path in PRODUCT:
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node.name, (node.end_lineno or 0) - node.lineno + 1


def test_files_and_functions_stay_small() -> None:
    long = [
        f"{_name(path)}: {lines} lines"
        for path in PRODUCT
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_FILE_LINES
    ]
    long += [
        f"{_name(path)}: {name} has {lines} lines" for path, name, lines in _functions() if lines > MAX_FUNCTION_LINES
    ]
    assert long == []


def test_most_files_and_functions_are_well_below_the_limits() -> None:
    lengths = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in PRODUCT)
    assert lengths[len(lengths) * 9 // 10] <= 250
    functions = sorted(lines for _, _, lines in _functions())
    assert functions[len(functions) * 97 // 100] <= 40


def test_scripts_say_what_they_are_and_stay_small() -> None:
    """What people wrote in JavaScript and TypeScript; catalogues of words are as long as they are."""
    wrong = []
    for path in FILES:
        name = _name(path)
        if path.suffix not in {".js", ".mjs", ".ts"} or "noble-" in name or "/miniprogram/texts/" in f"/{name}":
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) > MAX_FILE_LINES or (name.startswith(SCRIPTS) and not lines[0].startswith(("//", "/*", "#!"))):
            wrong.append(name)
    assert wrong == []


def test_no_file_is_a_drawer_for_everything() -> None:
    assert [_name(path) for path in MODULES if FORBIDDEN_NAMES.fullmatch(path.name)] == []


def test_no_registry_host_and_no_machine_path_is_named() -> None:
    found = []
    for path in FILES:
        if path.suffix not in TEXT and path.name not in ("Makefile", "Dockerfile", "run"):
            continue
        if path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if NOT_OURS.search(line):
                found.append(f"{_name(path)}:{number}")
    assert found == []


def test_every_noqa_says_why() -> None:
    silenced = re.compile(r"#\s*noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?(?P<why>.*)")
    found = [
        f"{_name(path)}:{number}"
        for path in PRODUCT
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := silenced.search(line)) and len(match["why"].strip(" ()#")) < 5
    ]
    assert found == []


def test_the_readmes_map_is_the_tree() -> None:
    """Every folder and file of the first level is on the map, every room of app/ too, and nothing else is."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    drawn = re.search(r"```map\n(.*?)```", readme, re.DOTALL)
    assert drawn, "README.md has no ```map block"
    mapped = {
        line.split()[0].rstrip("/") for line in drawn[1].splitlines() if line.strip() and not line.startswith(" ")
    }
    rooms = {line.split()[0].rstrip("/") for line in drawn[1].splitlines() if line.startswith("  ") and line.strip()}
    tree = {path.relative_to(ROOT).parts[0] for path in FILES}
    assert mapped == tree
    assert rooms == {path.relative_to(ROOT).parts[1] for path in FILES if _name(path).startswith("app/")} - {
        "__init__.py"
    }


def test_the_licence_covers_what_is_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
