"""What all codes of a version share, learned from the library once: frame, masks, order of the bits, Reed-Solomon.

So a text's code is a few look-ups and gets no chance to differ from the library's. Which mask is best is qr.py.
"""

from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest

import numpy as np
import numpy.typing as npt
import qrcode
from qrcode import base, util

Bits = npt.NDArray[np.bool_]
_Bytes = npt.NDArray[np.uint8]

_EXP = np.array([base.EXP_TABLE[at % 255] for at in range(510)], np.uint8)
_LOG = np.array(base.LOG_TABLE, np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Codes of nothing but zeros in all eight masks, 8 x n x n, and the module of each bit.

    trials: as masks are compared, without format and version; finished: with them.
    """

    trials: Bits
    finished: Bits
    order: npt.NDArray[np.intp]

    def trial(self, bits: Bits) -> Bits:
        """The eight masks of a text's bits to choose from."""
        return self.trials ^ self._laid(bits)

    def finish(self, bits: Bits, mask: int) -> Bits:
        """The finished code, n x n."""
        modules: Bits = self.finished[mask] ^ self._laid(bits)
        return modules

    def _laid(self, bits: Bits) -> Bits:
        laid = np.zeros(self.trials.shape[1:], np.bool_)
        laid.reshape(-1)[self.order] = bits
        return laid


@cache
def frame(version: int, correction: int) -> Frame:
    """The frame of a version and a correction (the library's constant). The first time takes some 30 ms."""
    code = qrcode.QRCode(version=version, error_correction=correction, border=0)
    length = sum(block.total_count for block in base.rs_blocks(version, correction))

    def drawn(bits: Bits, mask: int = 0, *, test: bool = True) -> Bits:
        code.data_cache = np.packbits(bits).tolist()
        code.makeImpl(test, mask)
        return np.array(code.modules, bool)

    nothing = np.zeros(length * 8, np.bool_)
    trials = np.stack([drawn(nothing, mask) for mask in range(8)])
    finished = np.stack([drawn(nothing, mask, test=False) for mask in range(8)])
    # which bit a module shows, digit by digit of the bit's number
    number, numbers = np.zeros(trials[0].shape, np.intp), np.arange(length * 8)
    for digit in range((length * 8).bit_length()):
        number |= (drawn((numbers >> digit & 1).astype(bool)) ^ trials[0]).astype(np.intp) << digit
    places = np.flatnonzero(drawn(~nothing) ^ trials[0])
    order = np.empty(length * 8, np.intp)
    order[number.reshape(-1)[places]] = places
    return Frame(trials, finished, order)


def bits_of(code: "qrcode.QRCode[qrcode.image.base.BaseImage]", version: int, correction: int) -> Bits:
    """The data of a code and its correction, in the order in which they are laid (ISO/IEC 18004, 7.4 to 7.6).

    ``code`` holds the text, which fits the version.
    """
    buffer = util.BitBuffer()
    for part in code.data_list:
        buffer.put(part.mode, 4)
        buffer.put(len(part), util.length_in_bits(part.mode, version))
        part.write(buffer)
    blocks = base.rs_blocks(version, correction)
    room = sum(block.data_count for block in blocks)
    # the last byte in use has zeros behind its bits; the four that end the data may need one more
    written = [*buffer.buffer, 0][: min(room, (len(buffer) + 4 + 7) // 8)]
    padding = [util.PAD0, util.PAD1] * (room - len(written))
    text = np.array(written + padding[: room - len(written)], np.uint8)
    data, corrections, at = [], [], 0
    for block in blocks:
        data.append(text[at : at + block.data_count])
        corrections.append(_correction(data[-1], block.total_count - block.data_count))
        at += block.data_count
    return np.unpackbits(np.array(_woven(data) + _woven(corrections), np.uint8)).astype(bool)


def _woven(blocks: list[_Bytes]) -> list[int]:
    """The first bytes of all blocks, then the second ones: some blocks are a byte shorter."""
    columns = zip_longest(*(block.tolist() for block in blocks))
    return [byte for byte in chain.from_iterable(columns) if byte is not None]


def _correction(data: _Bytes, count: int) -> _Bytes:
    """The Reed-Solomon bytes of a block: each data byte times those of a one in its place, all added."""
    products = _EXP[_LOG[data][:, None] + _logs_of_ones(len(data), count)]
    products[data == 0] = 0
    correction: _Bytes = np.bitwise_xor.reduce(products, axis=0)
    return correction


@cache
def _logs_of_ones(length: int, count: int) -> npt.NDArray[np.intp]:
    """The logarithms of the correction of a block that is one at a place and else zero, for each place.

    None of them is zero: a code that corrects so much has no word with so few bytes.
    """
    buffer = util.BitBuffer()
    ones = []
    for place in range(length):
        buffer.buffer = [int(place == at) for at in range(length)]
        ones.append(util.create_bytes(buffer, [base.RSBlock(length + count, length)])[length:])
    logs: npt.NDArray[np.intp] = _LOG[np.array(ones)]
    return logs
