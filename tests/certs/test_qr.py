"""Codes are the library's own, down to the mask it would have chosen, only sooner."""

import numpy as np
import pytest
import qrcode
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode import util
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_M

from app.certs.qr import Correction, lost_points, matrix

URLS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", min_size=1, max_size=90)


@settings(max_examples=25, deadline=None)
@given(URLS, st.sampled_from(["M", "H"]))
def test_a_code_is_the_librarys(tail: str, correction: Correction) -> None:
    text = f"https://diandian.example/c/{tail}"
    code = qrcode.QRCode(error_correction={"M": ERROR_CORRECT_M, "H": ERROR_CORRECT_H}[correction], border=0)
    code.add_data(text)
    code.make(fit=True)
    assert [list(row) for row in matrix(text, correction)] == code.get_matrix()


@pytest.mark.parametrize("size", [21, 33, 57])
@given(seed=st.integers(0, 2**32 - 1), dark=st.floats(0.05, 0.95))
@settings(max_examples=20, deadline=None)
def test_points_are_counted_as_the_library_counts_them(size: int, seed: int, dark: float) -> None:
    trials = np.random.default_rng(seed).random((3, size, size)) < dark
    assert lost_points(trials).tolist() == [util.lost_point(trial.tolist()) for trial in trials]
