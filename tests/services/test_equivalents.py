"""Comparisons as the surfaces show them."""

import pytest
from flask import Flask

from app.services.pictures import equivalents


@pytest.mark.parametrize("locale", ["zh-Hans", "en", "sw", "gu"])
@pytest.mark.parametrize(("mass_g", "count"), [(1, 0), (405_412, 3)])
def test_no_comparison_says_nothing_point_nothing(app: Flask, mass_g: int, count: int, locale: str) -> None:
    with app.app_context():
        assert len(equivalents(mass_g, locale)) == count
