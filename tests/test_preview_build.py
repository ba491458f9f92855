"""make run builds the phone: what is missing is said with the next step; a site is put in place whole or not at all."""

import time
from pathlib import Path

import pytest

from journey import preview
from journey.processes import Stage


def _program(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", "utf-8")
    path.chmod(0o755)


def test_without_node_it_says_what_to_install(tmp_path: Path) -> None:
    said = preview.missing({"PATH": str(tmp_path)})
    assert said is not None
    assert "Node.js" in said
    assert "run make run again" in said


def test_an_old_node_is_named(tmp_path: Path) -> None:
    _program(tmp_path, "node", "echo v16.20.2")
    _program(tmp_path, "npm", "true")
    assert "v16.20.2" in (preview.missing({"PATH": str(tmp_path)}) or "")
    _program(tmp_path, "node", "echo v20.1.0")
    assert preview.missing({"PATH": str(tmp_path)}) is None


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A preview/ whose packages are installed, with a node that "builds" as the test wants."""
    folder = tmp_path / "preview"
    (folder / "node_modules").mkdir(parents=True)
    (folder / "package-lock.json").write_text("{}", "utf-8")
    (folder / "build.mjs").write_text("", "utf-8")
    (folder / "node_modules" / ".package-lock.json").write_text("{}", "utf-8")
    monkeypatch.setattr(preview, "PREVIEW", folder)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    _program(tmp_path / "bin", "npm", f"echo npm $* >> {tmp_path}/asked")
    return tmp_path


BUILDS = 'if [ "$1" = --version ]; then echo v20.0.0; else mkdir -p "$3"; echo new > "$3/index.html"; fi'
BREAKS = 'if [ "$1" = --version ]; then echo v20.0.0; else mkdir -p "$3"; echo half > "$3/index.html"; exit 1; fi'


def test_a_new_site_takes_the_old_ones_place(checkout: Path) -> None:
    out = checkout / "site"
    out.mkdir()
    (out / "old.js").write_text("old", "utf-8")
    _program(checkout / "bin", "node", BUILDS)
    assert preview.main(out) == 0
    assert [path.name for path in out.iterdir()] == ["index.html"]
    assert not (checkout / "asked").exists()  # packages were there


def test_a_build_that_fails_leaves_the_old_site(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = checkout / "site"
    out.mkdir()
    (out / "index.html").write_text("old", "utf-8")
    _program(checkout / "bin", "node", BREAKS)
    assert preview.main(out) == 1
    assert (out / "index.html").read_text("utf-8") == "old"
    assert "was not built" in capsys.readouterr().out


def test_packages_are_installed_once_and_again_when_the_lock_changes(checkout: Path) -> None:
    _program(checkout / "bin", "node", BUILDS)
    (checkout / "preview" / "node_modules" / ".package-lock.json").unlink()
    assert preview.main(checkout / "site") == 0
    assert "npm ci --omit=dev" in (checkout / "asked").read_text("utf-8")


def test_what_is_started_aside_may_fail_and_is_stopped_with_the_rest(tmp_path: Path) -> None:
    with Stage(tmp_path, 1, 2) as stage:
        stage.start_aside("preview", ["-c", "print('no such thing'); raise SystemExit(3)"])
        until = time.monotonic() + 20
        while stage.ended("preview") is None and time.monotonic() < until:
            time.sleep(0.05)
        assert stage.ended("preview") == 3
        assert "no such thing" in stage.last_words("preview")
        stage.check()  # the product runs on
        stage.start_aside("slow", ["-c", "import time; time.sleep(60)"])
        slow = stage._aside["slow"]
    assert slow.poll() is not None
