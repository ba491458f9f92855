"""The page of a certificate looked at: every width, language and state, large type, paper, and by its structure."""

import re
from collections.abc import Callable

import pypdfium2
import pytest
from flask import Flask

from app.core.texts import LANGUAGES
from app.services import catalogue
from tests.support.browser import ONE_DATABASE, Browser
from tests.support.server import LiveServer
from tests.support.world import World
from tests.web.conftest import Sell, Sold
from tests.web.test_look import CONTRAST, STICKING_OUT, TOO_SMALL

pytestmark = ONE_DATABASE
#: Until the check is over, its points open.
CHECKED = """
(async () => {
  const panel = document.getElementById('check');
  panel.scrollIntoView();
  panel.querySelector('details').open = true;
  while (!panel.dataset.state || panel.dataset.state === 'running') await new Promise(done => setTimeout(done, 5));
  return panel.dataset.state;
})()
"""
#: Headings that skip a level, regions without a name, buttons without words, ids twice.
STRUCTURE = """
(() => {
  const faults = [];
  let before = 1;
  for (const each of document.querySelectorAll('main :is(h1, h2, h3, h4)')) {
    const level = Number(each.tagName[1]);
    if (level > before + 1) faults.push(`${each.textContent} skips a level`);
    before = level;
  }
  for (const each of document.querySelectorAll('section, [role=region]')) {
    const by = each.getAttribute('aria-labelledby');
    if (each.role === 'region' || each.hasAttribute('aria-labelledby') || each.hasAttribute('aria-label')) {
      const name = by ? document.getElementById(by)?.textContent : each.getAttribute('aria-label');
      if (!name?.trim()) faults.push(`${each.className} has no name`);
    } else faults.push(`${each.className} has no name`);
  }
  for (const each of document.querySelectorAll('button, a')) {
    const name = each.textContent.trim() || each.getAttribute('aria-label') || each.querySelector('img')?.alt;
    if (!name) faults.push(`${each.outerHTML.slice(0, 60)} says nothing`);
  }
  for (const each of document.querySelectorAll('table')) {
    if (!each.querySelector('th[scope=col]')) faults.push('a table without heads');
  }
  const ids = [...document.querySelectorAll('[id]')].map(each => each.id);
  return faults.concat(ids.filter((each, at) => ids.indexOf(each) !== at));
})()
"""

#: Tables of which a part has to be scrolled into view.
HIDDEN = """
[...document.querySelectorAll('.scroll')].filter(each => each.scrollWidth > each.clientWidth)
  .map(each => each.ariaLabel)
"""
#: Amounts and days of the sentences whose ends are not on one line.
PARTED = """
[...document.querySelectorAll('.lead, .told .yes li, .pill, .banner, .facts bdi, .facts small')].flatMap(each => {
  const node = each.lastChild, range = document.createRange();
  const whole = /[0-9.,]+\\s(kg|g|t)\\b|[0-9]+\\s年\\s[0-9]+\\s月\\s[0-9]+\\s日|[0-9]+\\s\\S+(?=\\s[0-9]{4})/g;
  return [...node.data.matchAll(whole)].filter(found => {
    range.setStart(node, found.index);
    range.setEnd(node, found.index + found[0].length);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top / 12))).size > 1;
  }).map(found => found[0]);
})
"""


@pytest.fixture
def pages(
    app: Flask, world: World, sell: Sell, retire: Callable[[Sold], None], revoke: Callable[[Sold], None]
) -> dict[str, str]:
    """A certificate in every state, and an organisation's."""
    retired, back = sell(), sell(who="zhao", name="阿不都热西提·买买提江Wolfeschlegelsteinhausen")
    revoke(back)
    retire(retired)
    quiet = sell(who="chen", public=False)
    guest = world.guest("company")
    with app.app_context():
        company = catalogue.make_organisation("蜀光科技")
        catalogue.add_member(company, guest.user_id)
    whom = {"kind": "organisation", "id": company}
    order = world.paid(guest, scene="FORUM1", mass_g=30_000, public=True, beneficiary=whom)
    sold = {"retired": retired, "revoked": back, "quiet": quiet, "company": Sold(guest, order)}
    return {name: each.url for name, each in sold.items()}


@pytest.mark.slow
def test_at_every_width_in_every_language_it_fits_and_can_be_read_and_hit(
    live: LiveServer, pages: dict[str, str], browser: Browser, subtests: pytest.Subtests
) -> None:
    widths = (320, 375, 768, 1280, 1440)
    wanted = [
        (name, LANGUAGES[(at + at // 4) % 4], widths[at % 5], (at + at // 4) % 2 == 1)
        for at, name in enumerate(list(pages) * 5)
    ]
    for name, language, width, dark in wanted:
        at = f"{name} {language} {width} {'dark' if dark else 'light'}"
        with subtests.test(at):
            browser.open(f"{live.url}{pages[name]}?lang={language}", width=width, dark=dark)
            assert browser.script(CHECKED) == "holds"
            assert browser.script(STICKING_OUT) <= 0
            assert browser.script(CONTRAST) == []
            assert browser.script(TOO_SMALL) == []
            assert browser.script(STRUCTURE) == []
            if width >= 1280:
                assert browser.script(HIDDEN) == []
            assert browser.complaints == []


@pytest.mark.parametrize("width", [320, 375, 560])
def test_on_a_phone_serials_and_grams_stand_below_each_other_with_their_heads(
    live: LiveServer, browser: Browser, sell: Sell, width: int
) -> None:
    browser.open(f"{live.url}{sell().url}?lang=en", width=width)
    assert browser.script("(t => t.scrollWidth - t.clientWidth)(document.querySelector('.ranges').parentElement)") <= 0
    heads = browser.script(
        "[...document.querySelectorAll('.ranges td')].map(each => getComputedStyle(each, '::before').content)"
    )
    assert heads == ['"Serials"', '"Grams"', '"Vintage"', '"Reductions"']


@pytest.mark.parametrize("language", ["zh", "gu"])
def test_large_type_makes_it_longer_not_wider(live: LiveServer, browser: Browser, sell: Sell, language: str) -> None:
    browser.open(f"{live.url}{sell().url}?lang={language}", width=375)
    browser.script("void (document.documentElement.style.fontSize = '200%')")
    assert browser.script(STICKING_OUT) <= 0


def test_on_paper_it_says_everything_on_few_sheets(live: LiveServer, pages: dict[str, str], browser: Browser) -> None:
    for name, sheets in (("retired", 3), ("revoked", 3), ("company", 3)):
        browser.open(f"{live.url}{pages[name]}?lang=en")
        with pypdfium2.PdfDocument(browser.paper()) as document:
            # where a line ends depends on how wide a certificate's number and date are
            text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
            assert len(document) <= sheets, name
        assert "Check it yourself" in text
        assert "SHA-256" in text
        assert "Check again" not in text  # a button is nothing on paper
        assert ("This certificate was revoked" in text) == (name == "revoked")


def test_on_paper_the_banner_of_a_revoked_certificate_has_the_width_of_the_sheet(
    live: LiveServer, pages: dict[str, str], browser: Browser
) -> None:
    browser.open(f"{live.url}{pages['revoked']}?lang=en")
    with pypdfium2.PdfDocument(browser.paper()) as document:
        lines = document[0].get_textpage().get_text_range().splitlines()
    [banner] = [line for line in lines if line.startswith("This certificate was")][:1]
    assert re.fullmatch(r"This certificate was revoked\s+Revoked on \d+ \w+ \d{4}\s*", banner)


@pytest.mark.parametrize(("language", "width"), [("zh", 320), ("zh", 375), ("zh", 1280), ("en", 320), ("gu", 320)])
def test_no_figure_is_parted_from_its_unit_and_no_word_of_the_menu_is_broken(
    live: LiveServer, browser: Browser, sell: Sell, language: str, width: int
) -> None:
    browser.open(f"{live.url}{sell().url}?lang={language}", width=width)
    assert browser.script(PARTED) == []
    assert browser.script("[...document.querySelectorAll('.top nav a')].filter(each => each.offsetHeight > 50)") == []
