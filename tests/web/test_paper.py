"""Pages as they come out of a printer: nothing cut or broken into letters, sums where sums end, an address to go to."""

from collections.abc import Callable, Sequence

import pypdfium2
import pytest

from app.core.texts import Texts
from app.domain.display import grouped
from tests.support.browser import ONE_DATABASE, Browser
from tests.support.server import LiveServer
from tests.support.world import World
from tests.web.conftest import Sell, Sold

pytestmark = ONE_DATABASE


def sheets_of(browser: Browser, url: str) -> list[str]:
    """The words of every sheet."""
    browser.open(url)
    sheets = pypdfium2.PdfDocument(browser.paper())
    return [sheets[at].get_textpage().get_text_range() for at in range(len(sheets))]


def lines(sheets: Sequence[str]) -> list[str]:
    return [" ".join(line.split()) for sheet in sheets for line in sheet.splitlines()]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_accounts_are_printed_whole_one_project_a_line(
    world: World, live: LiveServer, browser: Browser, sell: Sell, language: str
) -> None:
    mass_g = sell().order["mass_g"]
    printed = lines(sheets_of(browser, f"{live.url}/?lang={language}"))
    sums = f"50,000,000 g {grouped(50_000_000 - mass_g)} g 0 g {grouped(mass_g)} g 0 g 0 g"
    for name in ("测试项目", Texts("zh-Hans" if language == "zh" else "en")("sums.total")):
        assert f"{name} {sums}" in printed
    assert Texts("en")("home.see_scenes") not in printed  # a button does nothing on paper


def test_a_scene_on_paper_says_how_to_take_part_and_where_it_is(live: LiveServer, browser: Browser, sell: Sell) -> None:
    sell()
    printed = lines(sheets_of(browser, f"{live.url}/s/FORUM1?lang=en"))
    assert "FORUM1" in printed
    assert f"{live.url}/s/FORUM1" in printed


def test_a_cancellation_over_two_sheets_has_its_sum_once_at_its_end(
    live: LiveServer, browser: Browser, sell: Sell, retire: Callable[[Sold], None]
) -> None:
    sold = sell(mass_g=30_000)
    for number in range(24):
        sell(who=f"guest{number}", mass_g=30_000)
    retire(sold)
    sheets = sheets_of(browser, f"{live.url}{sold.url}?lang=en")
    t = Texts("en")
    first, last = t("certificate.number"), t("certificate.rest")
    assert sum(first in sheet and "30,000 g" in sheet for sheet in sheets) > 1, "the list is on one sheet: no test"
    printed = lines(sheets)
    whole = f"{t('certificate.sum', tonnes='1')} 1,000,000 g"
    assert printed.count(whole) == 1
    assert printed.index(whole) == next(at for at, line in enumerate(printed) if line.startswith(last)) + 1
    assert f"{live.url}{sold.url}" in printed
