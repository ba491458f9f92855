"""Storage: one contract on a folder and on an S3 server over HTTP; a store that is down says so in a bounded time."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.core import storage_s3
from app.core.database import TransactionOpen, write
from app.core.storage import DiskStorage, Storage, StorageUnavailable, storage_for
from app.core.storage_s3 import S3Storage
from app.services.renderings import PUT_NEEDS_S
from tests.support.s3 import BUCKET, CREDENTIALS, S3Server, s3_server

KEY = "renderings/0a/0a1b.png"


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with s3_server() as started:
        yield started


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(params=["disk", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "disk":
        return storage_for(None, tmp_path / "pictures")
    server: S3Server = request.getfixturevalue("server")
    server.empty()
    return storage_for(server.storage_url, tmp_path)


def test_what_is_put_is_there_until_it_is_deleted(store: Storage) -> None:
    assert (store.get(KEY), store.exists(KEY)) == (None, False)
    store.put(KEY, b"one")
    assert (store.get(KEY), store.exists(KEY)) == (b"one", True)
    store.put(KEY, b"another, longer")
    assert store.get(KEY) == b"another, longer"
    store.delete(KEY)
    assert (store.get(KEY), store.exists(KEY)) == (None, False)


def test_everything_may_be_repeated(store: Storage) -> None:
    for _ in range(2):
        store.put(KEY, b"same")
    assert store.get(KEY) == b"same"
    for _ in range(2):
        store.delete(KEY)
    assert store.get(KEY) is None


def test_nothing_and_much_are_kept_as_they_are(store: Storage) -> None:
    for body in (b"", bytes(range(256)) * 4096):
        store.put(KEY, body)
        assert store.get(KEY) == body


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../up", "a/../b", "A", "a//b", "a/b/", "a b", "a.png/b", ".hidden"]
)
def test_what_is_no_key_reaches_no_file(store: Storage, key: str) -> None:
    for act in (lambda: store.put(key, b"x"), lambda: store.get(key), lambda: store.delete(key)):
        with pytest.raises(ValueError, match="not a key"):
            act()


def test_a_reader_never_meets_half_an_object(store: Storage) -> None:
    bodies = {bytes([letter]) * 200_000 for letter in b"ab"}
    store.put(KEY, min(bodies))
    stop, seen = threading.Event(), set()

    def writes() -> None:
        for _ in range(15):
            for body in bodies:
                store.put(KEY, body)
        stop.set()

    writer = threading.Thread(target=writes)
    writer.start()
    while not stop.is_set():
        seen.add(store.get(KEY))
    writer.join(20)
    assert seen <= bodies


def test_storage_is_not_called_inside_a_transaction(store: Storage, app: Flask) -> None:
    with app.app_context(), write("a test") as _tx, pytest.raises(TransactionOpen):
        store.get(KEY)


def test_a_bucket_may_be_shared_the_prefix_is_ours(server: S3Server, tmp_path: Path) -> None:
    server.empty()
    storage_for(server.storage_url, tmp_path).put(KEY, b"x")
    assert server.held() == {f"kept/{KEY}"}
    bare = server.storage_url.replace(f"{BUCKET}/kept", BUCKET)
    storage_for(bare, tmp_path).put("logos/1", b"x")
    assert server.held() == {f"kept/{KEY}", "logos/1"}


def test_a_folder_is_named_as_a_path_or_a_url(tmp_path: Path) -> None:
    for given in (str(tmp_path / "a b"), (tmp_path / "a b").as_uri()):
        found = storage_for(given, tmp_path / "default")
        assert isinstance(found, DiskStorage)
        assert found.root == tmp_path / "a b"
    assert isinstance(storage_for("s3://bucket", tmp_path), S3Storage)


@pytest.mark.parametrize(
    "wrong",
    ["http://bucket", "s3://", "s3:///prefix", "s3://key:secret@bucket", "s3://b?endpoint=ftp://x", "s3://b?secret=1",
     "file://host/path", "file://"],
)  # fmt: skip
def test_what_is_no_storage_is_refused_without_repeating_it(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="s3:") as refused:
        storage_for(wrong, tmp_path)
    assert "secret@" not in str(refused.value)


def test_a_folder_that_cannot_be_used_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    store = storage_for(str(tmp_path / "file"), tmp_path)
    for act in (lambda: store.put(KEY, b"x"), lambda: store.get(KEY), lambda: store.delete(KEY)):
        with pytest.raises(StorageUnavailable):
            act()


def test_what_a_crash_left_of_a_put_goes_with_the_delete(tmp_path: Path) -> None:
    store = DiskStorage(tmp_path)
    store.put(KEY, b"whole")
    half = tmp_path / "renderings/0a/.0a1b.png.1234"
    half.write_bytes(b"ha")
    store.delete(KEY)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_server_that_is_gone_is_told_at_once_and_then_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with s3_server() as server:
        store = storage_for(server.storage_url, tmp_path)
        store.put(KEY, b"x")
        server.stop()
        with pytest.raises(StorageUnavailable, match="EndpointConnectionError"):
            store.get(KEY)
        began = time.perf_counter()
        with pytest.raises(StorageUnavailable, match="a moment ago"):
            store.put(KEY, b"y")
        assert time.perf_counter() - began < 0.5
        server.start_again()
        now = time.monotonic()
        monkeypatch.setattr(storage_s3.time, "monotonic", lambda: now + storage_s3.REST_S + 1)
        assert store.get(KEY) == b"x"


def test_a_missing_bucket_or_a_refusal_is_unavailable_and_no_absent_object(server: S3Server, tmp_path: Path) -> None:
    store = storage_for(server.storage_url.replace(f"{BUCKET}/", "nobodys/"), tmp_path)
    with pytest.raises(StorageUnavailable, match="NoSuchBucket"):
        store.get(KEY)


@pytest.mark.slow
def test_a_server_that_never_answers_takes_no_longer_than_a_lease_allows(tmp_path: Path) -> None:
    """A drawing's lease is worked out from this: what was put after it ended could outlive an erased name."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        store = storage_for(f"s3://b?endpoint=http://127.0.0.1:{deaf.getsockname()[1]}&region=x&style=path", tmp_path)
        began = time.perf_counter()
        with pytest.raises(StorageUnavailable):
            store.put(KEY, b"x")
        assert time.perf_counter() - began < PUT_NEEDS_S
