"""The drawing's own version: a hash over all that a drawing is made of. Nobody has to remember to raise it."""

import hashlib
import threading
from functools import cache
from pathlib import Path

_APP = Path(__file__).parent.parent
#: Everything below these folders, and the files that word and number what is drawn.
_FOLDERS = ("certs", "translations")
_FILES = ("domain/display*.py", "domain/wording*.py")


_reading = threading.Lock()


def drawing_version() -> str:
    """16 hex digits, the same wherever the same code, art, fonts and words lie. Read once per process."""
    with _reading:  # a hall that opens its first certificate reads the fonts once, not once per thread
        return _version()


@cache
def _version() -> str:
    found = [path for folder in _FOLDERS for path in (_APP / folder).rglob("*")]
    found += [path for pattern in _FILES for path in _APP.glob(pattern)]
    whole = hashlib.sha256()
    for path in sorted(set(found)):
        if path.is_file() and "__pycache__" not in path.parts:
            body = path.read_bytes()
            whole.update(f"{path.relative_to(_APP).as_posix()}\0{len(body)}\0".encode())
            whole.update(body)
    return whole.hexdigest()[:16]
