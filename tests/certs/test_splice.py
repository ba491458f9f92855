"""Spliced pictures are ordinary PNGs: two decoders read exactly the rows that went in, strictly, whatever changed."""

import struct
import zlib
from io import BytesIO

import numpy as np
import png
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.certs.splice import BAND, Bands, joined_adler

WIDTH, HEIGHT = 37, BAND * 4 + 11
PALETTE = bytes(range(256)) + bytes(512)


def base() -> np.ndarray:
    rows = np.zeros((HEIGHT, WIDTH), np.uint8)
    rows[:, ::3] = 7
    rows += (np.arange(HEIGHT, dtype=np.uint8) // 9)[:, None]
    return rows


KEPT = Bands(base())


def read_by_pillow(data: bytes) -> np.ndarray:
    with Image.open(BytesIO(data)) as image:
        image.load()
        assert image.mode == "P"
        return np.asarray(image)


def read_strictly(data: bytes) -> np.ndarray:
    """pypng checks every chunk's sum, and zlib the stream's own."""
    width, height, rows, info = png.Reader(bytes=data).read()
    assert (width, height, info["bitdepth"], info["planes"]) == (WIDTH, HEIGHT, 8, 1)
    return np.vstack([np.frombuffer(bytes(row), np.uint8) for row in rows])


@given(st.lists(st.tuples(st.integers(0, HEIGHT - 1), st.integers(1, 40), st.integers(0, 255)), max_size=6))
def test_any_changed_rows_are_read_back_by_both_decoders(changes: list[tuple[int, int, int]]) -> None:
    rows = base()
    changed = np.zeros(HEIGHT, bool)
    for top, count, seed in changes:
        block = rows[top : top + count]
        block[:] = np.random.default_rng(seed).integers(0, 256, block.shape)
        changed[top : top + count] = True
    data = KEPT.png(PALETTE, rows, changed)
    assert (read_by_pillow(data) == rows).all()
    assert (read_strictly(data) == rows).all()


def test_the_stream_is_whole_and_nothing_follows_it() -> None:
    rows, changed = base(), np.zeros(HEIGHT, bool)
    rows[40], changed[40] = 9, True
    data = KEPT.png(PALETTE, rows, changed)
    chunks, at = {}, 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        chunks[kind] = data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + chunks[kind]),)
        at += 12 + length
    assert list(chunks) == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    stream = zlib.decompressobj()
    raw = stream.decompress(chunks[b"IDAT"]) + stream.flush()
    assert stream.eof
    assert stream.unused_data == b""
    assert len(raw) == HEIGHT * (WIDTH + 1)


def test_kept_rows_are_not_looked_at_again() -> None:
    other = base()
    other[0] = 200
    data = KEPT.png(PALETTE, other, np.zeros(HEIGHT, bool))
    assert (read_by_pillow(data) == base()).all()


def test_rows_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="rows of"):
        KEPT.png(PALETTE, base()[:-1], np.zeros(HEIGHT, bool))
    with pytest.raises(ValueError, match="flags of"):
        KEPT.png(PALETTE, base(), np.zeros(HEIGHT - 1, bool))


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_sums_are_joined_as_zlib_would_have_summed(first: bytes, second: bytes) -> None:
    joined = joined_adler(zlib.adler32(first), zlib.adler32(second), len(second))
    assert joined == zlib.adler32(first + second)


def test_sums_of_long_texts_are_joined_too() -> None:
    first, second = b"\xff" * 70_000, b"\xfe" * 200_001
    assert joined_adler(zlib.adler32(first), zlib.adler32(second), len(second)) == zlib.adler32(first + second)
