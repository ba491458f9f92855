"""Files a command reads and writes: what cannot be read or written is a refusal with its reason, not a traceback."""

from pathlib import Path

from app.domain.errors import DomainError

#: Above every limit of those who look into a file and refuse it in words; a pipe without an end is not waited for.
_MOST_BYTES = 256 * 1024 * 1024


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises ``file_unreadable``, also for more than 256 MiB."""
    try:
        with path.open("rb") as file:
            found = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise DomainError("file_unreadable", file=str(path), reason=error.strerror or type(error).__name__) from None
    if len(found) > _MOST_BYTES:
        raise DomainError("file_unreadable", file=str(path), reason="larger than 256 MiB")
    return found


def read_text(path: Path) -> str:
    """The file as UTF-8, with or without a byte order mark. Raises ``file_unreadable``."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DomainError("file_unreadable", file=str(path), reason="not UTF-8") from None


def write_whole(path: Path, body: bytes) -> None:
    """Replace the file whole: a reader never sees half of it. Raises ``file_unwritable``."""
    fresh = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(body)
        fresh.replace(path)
    except OSError as error:
        raise DomainError("file_unwritable", file=str(path), reason=error.strerror or type(error).__name__) from None
