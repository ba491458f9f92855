"""A real browser (chromium, if there is one) driven over its debugging pipe: sizes, colours, what a script sees."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

#: What a browser makes of a page or a script is the same whichever database they came from: seen once.
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def chromium() -> str | None:
    """The browser's program, or None where there is none."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


class Browser:
    """One tab. Commands and answers are JSON, ended by a zero byte, over two pipes."""

    def __init__(self, write_fd: int, read_fd: int) -> None:
        self._out, self._in = os.fdopen(write_fd, "wb", 0), os.fdopen(read_fd, "rb", 0)
        self._number, self._rest, self._session = 0, b"", None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Log.enable")
        self.complaints: list[str] = []

    def call(self, method: str, **params: Any) -> Any:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            self._note(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def open(self, url: str, *, width: int = 375, dark: bool = False, language: str = "zh-CN") -> None:
        """Load an address in a window of that many CSS pixels, and wait for its pictures."""
        self.complaints = []
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", features=scheme)
        self.call("Network.enable")
        self.call("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})
        self.call("Page.navigate", url=url)
        while (event := self._next()).get("method") != "Page.loadEventFired":
            self._note(event)

    def script(self, expression: str) -> Any:
        """What an expression is worth on the page; a promise is waited for. RuntimeError for what it throws."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", "the script failed"))
        return answer["result"].get("value")

    def paper(self) -> bytes:
        """The page as it comes out of a printer: A4, a PDF."""
        shot = self.call("Page.printToPDF", paperWidth=210 / 25.4, paperHeight=297 / 25.4)
        return base64.b64decode(shot["data"])

    def picture(self, path: Path) -> None:
        """The whole page as a PNG."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        self._out.close()
        self._in.close()

    def _note(self, event: dict[str, Any]) -> None:
        if event.get("method") == "Log.entryAdded":
            self.complaints.append(event["params"]["entry"]["text"])

    def _next(self) -> dict[str, Any]:
        head, end, rest = self._rest.partition(b"\0")
        parts = [head]
        while not end:  # only what is new is searched: a printed page is many megabytes
            more = self._in.read(65536)
            if not more:
                raise RuntimeError("the browser has gone")
            head, end, rest = more.partition(b"\0")
            parts.append(head)
        self._rest = rest
        found: dict[str, Any] = json.loads(b"".join(parts))
        return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser of its own, with an empty profile; gone afterwards. RuntimeError where there is none."""
    program = chromium()
    if program is None:
        raise RuntimeError("no chromium")
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # the browser reads its descriptor 3 and writes its descriptor 4
        shell = f'exec {program} "$@" 3<&{to_read} 4>&{from_write}'
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
                   "--no-first-run", f"--user-data-dir={profile}"]  # fmt: skip
        process = subprocess.Popen(
            ["bash", "-c", shell, "chromium", *options],
            pass_fds=(to_read, from_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_read)
        os.close(from_write)
        browser = Browser(to_write, from_read)
        try:
            yield browser
        finally:
            browser.close()
            process.terminate()
            process.wait(10)
