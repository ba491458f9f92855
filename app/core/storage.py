"""Where pictures lie: a folder here, an S3-compatible store in storage_s3.py. Keys and bytes; what they mean is the
services' business.
"""

import re
import secrets
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from app.core.database import forbid_transaction

_KEY = re.compile(r"[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*(\.[a-z0-9]+)?")
_S3_OPTIONS = {"endpoint", "region", "style"}


class StorageUnavailable(Exception):
    """The store did not answer, or refused: nobody knows whether anything was done. Trying again does no harm."""


class Storage(Protocol):
    """Bytes under keys (``renderings/0a/0a1b.png``: small letters, digits, ``-``, ``/``, one ending).

    Every method may be repeated and may be called by any thread. ValueError for a key of another form,
    StorageUnavailable, and TransactionOpen when a write transaction is open.
    """

    def put(self, key: str, body: bytes) -> None:
        """Keep the bytes under the key, whole or not at all; what was there is replaced."""

    def get(self, key: str) -> bytes | None:
        """The bytes, None if there are none."""

    def delete(self, key: str) -> None:
        """Nothing is there afterwards."""

    def exists(self, key: str) -> bool:
        """Whether something is there."""


def storage_for(url: str | None, default: Path) -> Storage:
    """``s3://bucket/prefix?endpoint=https://...&region=...&style=path``, ``file:///path``, a path, or None for default.

    Nothing is opened yet. S3 credentials are found as boto3 finds them (environment, profile, instance role).
    ValueError for what is none of these.
    """
    if not url:
        return DiskStorage(default)
    parts = urlsplit(url)
    if parts.scheme == "s3":
        return _s3(url)
    if parts.scheme == "file" and not parts.netloc and parts.path:
        return DiskStorage(Path(unquote(parts.path)))
    if not parts.scheme:
        return DiskStorage(Path(url))
    raise ValueError("it is neither s3://bucket/prefix?endpoint=...&region=... nor file:///path")


def _s3(url: str) -> Storage:
    from app.core.storage_s3 import S3Storage  # noqa: PLC0415  (boto3 costs every process 0.25 s and 20 MB)

    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if not parts.netloc or "@" in parts.netloc or set(options) - _S3_OPTIONS:
        raise ValueError("an s3:// address has a bucket, no credentials, and of options endpoint, region, style only")
    endpoint = options.get("endpoint")
    if endpoint is not None and urlsplit(endpoint).scheme not in ("http", "https"):
        raise ValueError("the endpoint of an s3:// address is an http or https address")
    return S3Storage(
        parts.netloc,
        parts.path.strip("/"),
        endpoint=endpoint,
        region=options.get("region"),
        style=options.get("style", "auto"),
    )


def checked(key: str) -> str:
    """The key, for a store about to be asked. ValueError for one of another form; TransactionOpen."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a key: {key!r}")
    forbid_transaction("storage")
    return key


class DiskStorage:
    """A folder of this machine, or one that several machines share. Made when first written to."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, body: bytes) -> None:
        path = self.root / checked(key)
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                fresh.write_bytes(body)
                fresh.replace(path)  # a reader sees the old bytes or the new ones, never half of them
            finally:
                fresh.unlink(missing_ok=True)
        except OSError as error:
            raise StorageUnavailable(f"not written: {error.strerror}") from error

    def get(self, key: str) -> bytes | None:
        try:
            return (self.root / checked(key)).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageUnavailable(f"not read: {error.strerror}") from error

    def delete(self, key: str) -> None:
        path = self.root / checked(key)
        try:
            path.unlink(missing_ok=True)
            for half in path.parent.glob(f".{path.name}.*"):  # left by a crash in the middle of a put
                half.unlink(missing_ok=True)
        except OSError as error:
            raise StorageUnavailable(f"not deleted: {error.strerror}") from error

    def exists(self, key: str) -> bool:
        try:
            return (self.root / checked(key)).is_file()
        except OSError as error:
            raise StorageUnavailable(f"not looked up: {error.strerror}") from error
