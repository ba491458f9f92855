"""A PNG writer for pictures that are nearly the same: rows deflated once are kept, only changed ones are deflated.

No encoder we know takes deflated rows, so chunks and checksums are put together here. What the rows show is indexed.py.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt
from isal import isal_zlib

Rows = npt.NDArray[np.uint8]

BAND = 30  # rows kept or deflated together: fewer lose matches across their edge, more are deflated in vain
KEPT_LEVEL = 7  # for rows that are deflated once
SWIFT_LEVEL = 2  # isal's own scale, 0 to 3, for rows that are deflated for every picture

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ZLIB_HEADER = b"\x78\x9c"
_LAST_BLOCK = b"\x03\x00"  # an empty block of fixed codes that ends a deflate stream
_ADLER = 65521


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some rows deflated: a run of whole blocks that ends on a byte and looks back at nothing before itself."""

    deflated: bytes
    adler: int
    length: int


class Bands:
    """The rows of a picture of palette indices, deflated band by band, ready to be written again with changes.

    ``rows``: height x width, one byte a pixel; they are copied. Safe to use from several threads.
    """

    def __init__(self, rows: Rows) -> None:
        self.height, self.width = rows.shape
        self._kept = [_piece(_filtered(rows[top : top + BAND]), swift=False) for top in range(0, self.height, BAND)]

    def png(self, palette: bytes, rows: Rows, changed: npt.NDArray[np.bool_]) -> bytes:
        """An 8-bit indexed PNG of ``rows``, of which those not ``changed`` (one flag a row) are as they were.

        palette: at most 256 times red, green, blue. ValueError if the sizes are not those of the kept rows.
        """
        if rows.shape != (self.height, self.width) or changed.shape != (self.height,):
            raise ValueError(f"rows of {rows.shape} with flags of {changed.shape} are not {self.height} x {self.width}")
        return _file(self.width, self.height, palette, self._pieces(rows, changed))

    def _pieces(self, rows: Rows, changed: npt.NDArray[np.bool_]) -> Iterator[_Piece]:
        anew = [bool(changed[top : top + BAND].any()) for top in range(0, self.height, BAND)]
        for swift, bands in groupby(range(len(anew)), key=anew.__getitem__):
            group = list(bands)
            if swift:
                yield _piece(_filtered(rows[group[0] * BAND : (group[-1] + 1) * BAND]), swift=True)
            else:
                yield from self._kept[group[0] : group[-1] + 1]


def _filtered(rows: Rows) -> bytes:
    """Rows as PNG has them, each after the number of its filter: none, the best one for palette indices."""
    out = np.zeros((rows.shape[0], rows.shape[1] + 1), np.uint8)
    out[:, 1:] = rows
    return out.tobytes()


def _piece(raw: bytes, *, swift: bool) -> _Piece:
    # a full flush ends on a byte; the compressor is new, so no block looks back beyond its own rows
    if swift:
        deflater = isal_zlib.compressobj(SWIFT_LEVEL, isal_zlib.DEFLATED, -15)
        deflated = deflater.compress(raw) + deflater.flush(isal_zlib.Z_FULL_FLUSH)
    else:
        slow = zlib.compressobj(KEPT_LEVEL, zlib.DEFLATED, -15, 9)
        deflated = slow.compress(raw) + slow.flush(zlib.Z_FULL_FLUSH)
    return _Piece(deflated, zlib.adler32(raw), len(raw))


def _file(width: int, height: int, palette: bytes, pieces: Iterable[_Piece]) -> bytes:
    parts, adler = [_ZLIB_HEADER], 1
    for piece in pieces:
        parts.append(piece.deflated)
        adler = joined_adler(adler, piece.adler, piece.length)
    parts += [_LAST_BLOCK, struct.pack(">I", adler)]
    # 8 bits a pixel, colour type 3 (palette), deflate, adaptive filters, not interlaced
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", b"".join(parts)), (b"IEND", b""))
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))
        for kind, data in chunks
    )


def joined_adler(first: int, second: int, length: int) -> int:
    """The Adler-32 of two texts one after the other, from that of each and the length of the second (RFC 1950)."""
    low = ((first & 0xFFFF) + (second & 0xFFFF) - 1) % _ADLER
    high = ((first >> 16) + (second >> 16) + length * ((first & 0xFFFF) - 1)) % _ADLER
    return high << 16 | low
