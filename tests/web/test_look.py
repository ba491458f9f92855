"""The pages in a real browser: nothing sticks out at 320 px, everything can be read and tapped, nothing is refused."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.wording import forbidden_phrases
from app.services import leaderboards
from tests.support.browser import ONE_DATABASE, Browser
from tests.support.html import read
from tests.support.server import LiveServer
from tests.web.conftest import Sell, Sold

#: Of every text: how much lighter or darker it is than what lies behind it (WCAG 2.2, 1.4.3), where that is too little.
CONTRAST = """
(() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0.99) return c; } return [255, 255, 255]; };
  const faint = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    if (!e.getClientRects().length || e.closest('[aria-hidden]')) continue;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    const [a, b] = [light(parse(style.color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const told = `${e.tagName}.${e.className} ${ratio.toFixed(2)} ${e.textContent.trim().slice(0, 20)}`;
    if (ratio < (large ? 3 : 4.5)) faint.push(told);
  }
  return faint;
})()
"""
#: Links and buttons a finger cannot hit; a link within a sentence is read, not hit (WCAG 2.2, 2.5.8).
TOO_SMALL = """
[...document.querySelectorAll('a, summary')].filter(e => e.getClientRects().length && !e.classList.contains('skip')
  && getComputedStyle(e).display !== 'inline').filter(e => e.getBoundingClientRect().height < 43.5)
  .map(e => e.textContent.trim())
"""
STICKING_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def addresses(app: Flask, sell: Sell, retire: Callable[[Sold], None], revoke: Callable[[Sold], None]) -> dict[str, str]:
    """Every page there is, each with something on it."""
    long = "阿不都热西提·买买提江与他的一家" + "Wolfeschlegelsteinhausen"
    sold, quiet, back = sell(), sell(public=False, name=long, who="chen"), sell(who="zhao", name=long)
    revoke(back)
    retire(sold)
    with app.app_context():
        leaderboards.refresh()
    return {
        "home": "/", "scene": "/s/FORUM1", "boards": "/leaderboards", "scene boards": "/leaderboards?board=scenes",
        "retired": sold.url, "quiet": quiet.url, "revoked": back.url, "missing": "/s/NOPE22",
    }  # fmt: skip


@ONE_DATABASE
@pytest.mark.slow
def test_nothing_sticks_out_is_faint_or_too_small_to_hit(
    live: LiveServer, addresses: dict[str, str], browser: Browser
) -> None:
    for name, path in addresses.items():
        for width, dark, language in ((320, False, "en"), (320, True, "zh"), (1280, True, "en")):
            at = f"{name} {width} {'dark' if dark else 'light'} {language}"
            browser.open(live.url + path, width=width, dark=dark, language=language)
            assert browser.script(STICKING_OUT) <= 0, at
            assert browser.script(CONTRAST) == [], at
            assert browser.script(TOO_SMALL) == [], at
            wanted = [] if name != "missing" else [c for c in browser.complaints if "404" in c]
            assert browser.complaints == wanted, at


def test_no_page_claims_what_we_never_claim_and_every_page_is_sound(
    client: FlaskClient, addresses: dict[str, str]
) -> None:
    for path in addresses.values():
        for language in ("zh", "en"):
            answer = client.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
            shown = read(answer.get_data(as_text=True))
            assert shown.faults == [], path
            assert forbidden_phrases(shown.text) == (), path
            assert "style-src 'self'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Frame-Options"] == "DENY"
