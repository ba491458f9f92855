"""The check in the visitor's own browser, in a real one: what is genuine passes, what was tampered with is told."""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.texts import Texts
from app.domain.errors import DomainError
from app.services.batches import AlreadyRetired
from app.services.documents import Document
from app.services.platform import EXTENSION
from app.services.verification import read_file
from app.web import assets
from app.web.assets import asset_url
from tests.support.browser import ONE_DATABASE, Browser
from tests.support.html import read
from tests.support.papers import PDF
from tests.support.server import LiveServer, serve
from tests.support.tampering import STEPS, TAMPERED, Given
from tests.support.world import World, key
from tests.web.conftest import Sell, Sold
from tests.web.test_look import CONTRAST

NOBLE = "noble-ed25519-3.2.0.js"
#: Of the file as its makers published it (version 3.2.0): nobody changes cryptography in passing.
NOBLE_SHA256 = "a4f631d1876b5d9e43a86cd71194ca27b5e1451edf4ba4db9a418f40a475569a"
#: Answers for some addresses, the rest from the server. Then the button, and what came out.
CHECK = """
(async (served) => {
  window.reallyFetch ??= window.fetch;
  window.fetch = (address, options) => {
    const path = new URL(address, location).pathname;
    return path in served ? Promise.resolve(new Response(served[path])) : reallyFetch(address, options);
  };
  const panel = document.getElementById('check');
  panel.querySelector('button').click();
  while (panel.dataset.state === 'running') await new Promise(done => setTimeout(done, 5));
  const fails = [...panel.querySelectorAll('.fails')];
  return {
    state: panel.dataset.state,
    verdict: panel.querySelector('[role=status]').textContent,
    steps: [...panel.querySelectorAll('[data-step]')].map(step => step.dataset.step),
    wrong: Object.fromEntries(fails.map(step => [step.dataset.step, step.dataset.code])),
    told: fails.map(step => step.textContent),
    noble: performance.getEntriesByType('resource').some(each => each.name.includes('noble')),
  };
})(%s)
"""
WITHOUT_ED25519 = """
crypto.subtle.importKey = () => Promise.reject(new DOMException('no such algorithm', 'NotSupportedError'))
"""
AUTOMATIC = """
(async () => {
  const panel = document.getElementById('check');
  panel.scrollIntoView();
  while (!panel.dataset.state || panel.dataset.state === 'running') await new Promise(done => setTimeout(done, 5));
  return panel.dataset.state;
})()
"""


@pytest.fixture
def retired(sell: Sell, retire: Callable[[Sold], None]) -> Sold:
    """A named certificate, cancelled in the registry together with others."""
    sold = sell()
    sell(who="chen", public=False)
    retire(sold)
    return sold


def checked(browser: Browser, served: dict[str, str] | None = None) -> Any:
    return browser.script(CHECK % json.dumps(served or {}))


def fetched(client: FlaskClient, sold: Sold) -> tuple[Given, str]:
    """What the platform serves for a certificate, and the address of its one list."""
    file = json.loads(client.get(f"{sold.url}.json").data)
    keys = json.loads(client.get("/.well-known/jwks.json").data)
    path = f"{sold.url}/retirements/" + file["retirements"][0]["contents_url"].rpartition("/")[2]
    signer = client.application.extensions[EXTENSION].signer
    return Given(file, keys, [client.get(path).get_data(as_text=True)], signer), path


def test_a_genuine_certificate_is_checked_by_itself_when_it_comes_into_view(
    live: LiveServer, browser: Browser, retired: Sold, sell: Sell, revoke: Callable[[Sold], None]
) -> None:
    back, quiet = sell(who="zhao"), sell(who="li", public=False)
    revoke(back)
    for sold, verdict in ((retired, "retired"), (back, "revoked"), (quiet, "allocated")):
        browser.open(f"{live.url}{sold.url}?lang=en")
        assert browser.script(AUTOMATIC) == "holds", browser.script("document.querySelector('.points').textContent")
        told = browser.script("document.querySelector('#check [role=status]').textContent")
        assert told == Texts("en", "checks")(f"verdict.{verdict}")
        assert browser.complaints == []


def test_a_claimed_gift_and_one_cancelled_before_it_was_sold_hold_too(
    world: World, live: LiveServer, browser: Browser
) -> None:
    giver = world.standard()
    people = [{"kind": "person", "name": "林小满"}, {"kind": "person", "name": "小朋友", "is_self": False}]
    body = {"project": "CDCER-TEST", "mass_g": 2_000, "beneficiaries": people}
    order: Any = giver.client.post("/api/v1/orders", json=body, headers=key()).json
    world.simulator.control.pay(order["payment"]["id"])
    paid: Any = giver.client.get(f"/api/v1/orders/{order['id']}").json
    url = f"/certificates/{paid['certificates'][1]}"
    link: Any = giver.client.post(f"/api/v1{url}/claim-links").json
    claim = {"token": link["token"], "name": "周白露", "public": True}
    assert world.guest("bob").client.post(f"/api/v1{url}/claim", json=claim).status_code == 200
    world.project("CDCER-EARLY", tonnes=0)
    world.batch("CDCER-EARLY", 1, retired=AlreadyRetired(Document("early.pdf", PDF), "R-1", date(2026, 3, 1)))
    early = world.paid(giver, mass_g=2_000, project="CDCER-EARLY")
    for path, verdict in ((url, "allocated"), (f"/certificates/{early['certificate_id']}", "retired")):
        browser.open(f"{live.url}{path}?lang=en")
        assert browser.script(AUTOMATIC) == "holds", browser.script("document.querySelector('.points').textContent")
        told = browser.script("document.querySelector('#check [role=status]').textContent")
        assert told == Texts("en", "checks")(f"verdict.{verdict}")


def test_it_holds_with_the_browsers_own_cryptography_and_without_it(
    live: LiveServer, browser: Browser, client: FlaskClient, retired: Sold
) -> None:
    given_, _ = fetched(client, retired)
    TAMPERED[1][0](given_)  # another signature
    changed = {f"{retired.url}.json": json.dumps(given_.file)}
    browser.open(live.url + retired.url)
    for without in (False, True):
        if without:
            browser.script(WITHOUT_ED25519)
        true, false = checked(browser), checked(browser, changed)
        assert (true["state"], true["wrong"], true["noble"]) == ("holds", {}, without)
        assert (false["state"], false["wrong"]["record_signature"]) == ("fails", "broken")
        assert true["steps"] == [*STEPS, "page"]
    assert browser.complaints == []


def test_what_was_tampered_with_is_told_in_its_own_sentence(
    live: LiveServer, browser: Browser, client: FlaskClient, retired: Sold, subtests: pytest.Subtests
) -> None:
    genuine, list_path = fetched(client, retired)
    words = Texts("zh-Hans", "checks")
    browser.open(f"{live.url}{retired.url}?lang=zh")
    for tamper, wrong in TAMPERED:
        with subtests.test(tamper.__name__):
            given_ = genuine.copied()
            tamper(given_)
            served = {
                f"{retired.url}.json": json.dumps(given_.file),
                "/.well-known/jwks.json": json.dumps(given_.keys),
                list_path: given_.lists[0],
            }
            found = checked(browser, served)
            assert found["state"] == "fails"
            # whatever is wrong with the file may also differ from what the page says
            assert {step: code for step, code in found["wrong"].items() if step != "page"} == wrong
            step, code = next(iter(wrong.items()))
            assert words(f"{step}.{code}").partition("{")[0] in found["verdict"]
            assert found["verdict"].startswith(words("verdict.false"))
            assert words("fails") in found["told"][0]  # a word, not only a colour


def test_a_page_that_says_something_else_than_the_record_is_told(
    live: LiveServer, browser: Browser, sell: Sell, subtests: pytest.Subtests
) -> None:
    sold = sell()
    browser.open(f"{live.url}{sold.url}?lang=en")
    marked = browser.script("[...new Set([...document.querySelectorAll('[data-shown]')].map(e => e.dataset.shown))]")
    assert set(marked) == {
        "number", "name", "status", "mass_g", "until", "project", "serials", "grams", "hash", "signature",
    }  # fmt: skip
    for what in marked:
        with subtests.test(what):
            element = f"document.querySelector('[data-shown={what}]')"
            browser.script(f"void (window.before = {element}.textContent, {element}.textContent = '7 or other')")
            found = checked(browser)
            assert (found["state"], found["wrong"]) == ("fails", {"page": "differs"})
            assert "7 or other" in found["verdict"]
            browser.script(f"void ({element}.textContent = window.before)")
    assert checked(browser)["state"] == "holds"


@pytest.mark.parametrize("dark", [False, True])
def test_a_failure_is_readable_and_told_by_words_and_signs_too(
    live: LiveServer, browser: Browser, sell: Sell, dark: bool
) -> None:
    sold = sell()
    browser.open(f"{live.url}{sold.url}?lang=en", dark=dark)
    browser.script("void (document.querySelector('[data-shown=number]').textContent = 'DD-0000')")
    assert checked(browser)["state"] == "fails"
    browser.script("void (document.querySelector('#check details').open = true)")
    assert browser.script(CONTRAST) == []
    sign = "getComputedStyle(document.querySelector('#check .verdict'), '::before').content"
    assert browser.script(sign) == '"✕"'


def test_what_cannot_be_checked_is_not_called_wrong(live: LiveServer, browser: Browser, sell: Sell) -> None:
    sold, words = sell(), Texts("en", "checks")
    browser.open(f"{live.url}{sold.url}?lang=en")
    garbled = checked(browser, {f"{sold.url}.json": '{"record": 1, "record": 2}'})
    assert garbled["verdict"].startswith(words("garbled").partition("(")[0])
    browser.script("void (window.fetch = () => Promise.resolve(new Response('', { status: 503 })))")
    browser.script("void (window.reallyFetch = window.fetch)")
    away = checked(browser)
    assert (away["state"], away["steps"]) == ("unable", [])
    assert away["verdict"].startswith(words("unreached").partition("(")[0])
    browser.script("void Object.defineProperty(crypto, 'subtle', { value: undefined })")
    plain = checked(browser)
    assert (plain["state"], plain["verdict"]) == ("unable", words("insecure"))


def test_without_a_script_the_page_still_says_how_to_check(client: FlaskClient, sell: Sell) -> None:
    shown = read(client.get(sell().url).get_data(as_text=True))
    panel = next(each for tag, each in shown.tags if each.get("id") == "check")
    assert "hidden" in panel
    assert "verify-certificate" in shown.text
    scripts = shown.all("script")
    assert [each.get("type") for each in scripts] == ["module", "application/json"]
    assert scripts[0]["src"] == asset_url("verify.js")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    LEAVES | FLOATS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=20,
)
AWKWARD = [
    {"\ufb33": 1, "\U0001f600": 2, "é": 3, "e\u0301": 4, "": 5, "__proto__": {"a": 1}, "10": 1, "9": 2},
    [chr(code) for code in (*range(0x20), 0x22, 0x5C, 0x2F, 0x7F, 0x80, 0x2028, 0x2029, 0xFEFF, 0xFFFF, 0x1F600)],
    [0, -0.0, 1.0, 1e21, 1e-7, 123456789012345680000.0, 5e-324, 1.7976931348623157e308, 2**53 - 1, -(2**53) + 1, 0.1],
    {"nested": {"b": [{}, [], "", None, True, False], "a": {"z": {"y": "x"}}}},
]


@pytest.fixture(scope="module")
def blank(browser: Browser, prepared_app: Flask) -> Iterator[Browser]:
    """A page of ours to load modules on."""
    with serve(prepared_app) as server:
        browser.open(f"{server.url}/api/docs")
        yield browser


def canonical(browser: Browser, texts: list[str]) -> list[str]:
    """What our script writes for JSON texts; ``!`` and why, for what it refuses to read."""
    told: list[str] = browser.script(
        f"""import("{asset_url("canonical.js")}").then(({{ canonical, read }}) => {json.dumps(texts)}.map(text => {{
          try {{ return canonical(read(text)); }} catch (error) {{ return "!" + error; }} }}))"""
    )
    return told


@ONE_DATABASE
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(VALUES, min_size=1, max_size=40))
def test_the_browser_writes_what_rfc_8785_writes(blank: Browser, values: list[Any]) -> None:
    texts = [json.dumps(value, ensure_ascii=False) for value in values]
    assert canonical(blank, texts) == [rfc8785.dumps(value).decode() for value in values]


@ONE_DATABASE
def test_awkward_names_characters_and_numbers_are_written_alike(blank: Browser) -> None:
    for ascii_only in (False, True):
        texts = [json.dumps(value, ensure_ascii=ascii_only) for value in AWKWARD]
        assert canonical(blank, texts) == [rfc8785.dumps(value).decode() for value in AWKWARD]


@ONE_DATABASE
@pytest.mark.parametrize(
    "text",
    ['{"a":1,"a":2}', '{"a":{"b":1,"\\u0062":2}}', '{"a":"\\ud800"}', '{"n":9007199254740993}', '{"n":1e999}', "{"],
)
def test_what_could_be_read_in_two_ways_is_refused_by_browser_and_command(blank: Browser, text: str) -> None:
    assert canonical(blank, [text])[0].startswith("!")
    with pytest.raises((DomainError, rfc8785.CanonicalizationError)):
        rfc8785.dumps(read_file(text.encode()))


def test_the_borrowed_cryptography_is_the_file_its_makers_published() -> None:
    folder = Path(assets.__file__).parent / "static"
    assert hashlib.sha256((folder / NOBLE).read_bytes()).hexdigest() == NOBLE_SHA256
    assert "The MIT License" in (folder / NOBLE.replace(".js", ".LICENSE.txt")).read_text("utf-8")
