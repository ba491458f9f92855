"""Builds the phone preview for `make run`: packages once, then the site, put in place in one step.

Serving it is the app's. Runs beside the server, as a process of its own: `python -m journey.preview OUT`.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
PREVIEW = ROOT / "preview"
_OLDEST_NODE = 20
_FAILED = 1


def missing(env: Mapping[str, str] = os.environ) -> str | None:
    """What is not there that building needs, in two languages with the next step; None when it can be built."""
    path = env.get("PATH", "")
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if not (PREVIEW / "build.mjs").is_file():
        return "这份代码里没有 preview/build.mjs · preview/build.mjs is not in this checkout"
    if node is None or npm is None:
        name = "Node.js" if node is None else "npm"
        return (
            f"手机预览需要 {name}（Node {_OLDEST_NODE} 以上），装好后再运行 make run\n"
            f"the phone preview needs {name} (Node {_OLDEST_NODE} or newer); install it and run make run again"
        )
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603 (found on our own PATH)
    found = re.match(r"v(\d+)", said)
    if found is None or int(found[1]) < _OLDEST_NODE:
        return (
            f"手机预览需要 Node {_OLDEST_NODE} 以上，这里是 {said}\n"
            f"the phone preview needs Node {_OLDEST_NODE} or newer; this is {said or 'another program'}"
        )
    return None


def command(out: Path) -> list[str]:
    """The process that builds into ``out`` (arguments of python)."""
    return ["-m", "journey.preview", str(out)]


def main(out: Path) -> int:
    """Exit code 0 once the site is in place; what went wrong is printed."""
    if lack := missing():
        print(lack)
        return _FAILED
    fresh = out.with_name(f"{out.name}.building")
    with (PREVIEW / "package-lock.json").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs on one machine work one after the other
        if _outdated() and (failed := _run("npm", "ci", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error")):
            print("手机预览的依赖没有装上，能访问 npm 吗 · the packages were not installed: is npm reachable?")
            return failed
        shutil.rmtree(fresh, ignore_errors=True)
        if failed := _run("node", "build.mjs", str(ROOT / "miniprogram"), str(fresh)):
            print("手机预览没有建成 · the preview was not built")
            return failed
        _put_in_place(fresh, out)
    return 0


def _outdated() -> bool:
    """Whether npm has not installed what the lock file says (it notes what it did in its own copy)."""
    installed = PREVIEW / "node_modules" / ".package-lock.json"
    return not installed.is_file() or installed.stat().st_mtime < (PREVIEW / "package-lock.json").stat().st_mtime


def _run(*words: str) -> int:
    return subprocess.run(words, cwd=PREVIEW, stdin=subprocess.DEVNULL, check=False).returncode  # noqa: S603 (our own command)


def _put_in_place(fresh: Path, out: Path) -> None:
    """A reader sees the whole old site or the whole new one."""
    old = out.with_name(f"{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute()))
