"""The public page of a certificate: what it says in each state, and whose name it never says."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.texts import LANGUAGES, Texts
from app.domain import display
from app.services import catalogue, public_certificates
from app.services.batches import AlreadyRetired
from app.services.documents import Document
from app.web.pages import TERRITORIES
from tests.support.html import read
from tests.support.papers import PDF
from tests.support.world import World, key
from tests.web.conftest import Sell, Sold


def page_of(client: FlaskClient, sold: Sold, language: str = "zh") -> str:
    answer = client.get(f"{sold.url}?lang={language}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_page_says_what_was_set_aside_of_what_and_by_when(client: FlaskClient, sell: Sell) -> None:
    sold = sell()
    shown = read(page_of(client, sold))
    assert shown.faults == []
    record = client.get(f"/api/v1{sold.url}").json["record"]
    only = record["allocations"][0]
    promised = display.day(date.fromisoformat(record["title"]["retire_by_on"]))
    for expected in (
        record["number"], "碳中和荣誉证书", "自报估算", "林小满", display.grams(record["mass_g"]), promised,
        only["serial_first"], f"{only['first_g']:,}", f"{only['last_g']:,}", record["project"]["name"],
        record["project"]["owner"], record["project"]["registry"], record["title"]["held_by"],
        display.fen(record["amount_fen"]), display.fen(record["split_fen"]["owner"]),
        display.fen(record["split_fen"]["service"]), "没有经第三方核查", "不可转让",
    ):  # fmt: skip
        assert expected in shown.text, expected
    assert "已于" not in shown.text  # nothing is cancelled yet
    assert shown.meta("og:image") == f"http://127.0.0.1:1{sold.url}/card.jpg?lang=zh-Hans"
    assert shown.meta("robots") == "noindex"


def test_the_page_carries_its_proof(client: FlaskClient, sell: Sell) -> None:
    sold = sell()
    shown = read(page_of(client, sold, "en"))
    certificate = client.get(f"/api/v1{sold.url}").json
    assert certificate["record_sha256"] in shown.text
    assert certificate["signature"]["value"] in shown.text
    assert certificate["signature"]["kid"] in shown.text
    links = {a.get("href") for a in shown.all("a")}
    assert {f"http://127.0.0.1:1{sold.url}.json", "/.well-known/jwks.json"} <= links
    assert "verify-certificate" in shown.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_name_is_shown_only_by_consent(client: FlaskClient, sell: Sell, language: str) -> None:
    quiet, open_ = sell(public=False, name="陈不愿", who="chen"), sell(public=True, name="李愿意", who="li")
    assert "陈不愿" not in page_of(client, quiet, language)
    assert ("一位来宾" if language == "zh" else "A guest") in page_of(client, quiet, language)
    assert "李愿意" in page_of(client, open_, language)


def test_even_its_owner_sees_no_private_name_on_the_public_page(client: FlaskClient, sell: Sell) -> None:
    sold = sell(public=False, name="陈不愿")
    assert "陈不愿" not in sold.guest.client.get(sold.url).get_data(as_text=True)


def test_an_erased_name_disappears_from_the_page_at_once(client: FlaskClient, sell: Sell) -> None:
    sold = sell(name="林要走")
    before = client.get(sold.url)
    assert "林要走" in before.get_data(as_text=True)
    sold.erase()
    after = client.get(sold.url, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "林要走" not in after.get_data(as_text=True)
    assert "姓名删除" in after.get_data(as_text=True)


def test_a_name_with_markup_is_shown_as_its_letters(client: FlaskClient, sell: Sell) -> None:
    sold = sell(name="<b onclick=x>陈</b>")
    html = page_of(client, sold)
    assert "<b onclick" not in html
    assert read(html).faults == []
    assert "<b onclick=x>陈</b>" in read(html).text


def test_the_retired_page_lists_every_certificate_inside_and_adds_up(
    client: FlaskClient, sell: Sell, retire: Callable[[Sold], None]
) -> None:
    first, second = sell(), sell(public=False, who="chen")
    retire(first)
    html = page_of(client, first)
    shown = read(html)
    assert shown.faults == []
    certificate = client.get(f"/api/v1{first.url}").json
    (retirement,) = certificate["retirements"]
    record = certificate["record"]
    assert (certificate["status"], retirement["reference"] in shown.text) == ("retired", True)
    assert "已于 2025 年 6 月 30 日注销" in shown.text
    rows = client.get(next(a["href"] for a in shown.all("a") if (a["href"] or "").endswith(".csv")).partition(":1/")[2])
    lines = [line.split(",") for line in rows.get_data(as_text=True).lstrip("\ufeff").splitlines()]
    inside = {number: int(grams) for number, grams in lines[1:-1]}
    other = client.get(f"/api/v1{second.url}").json["record"]
    assert inside[record["number"]] == record["mass_g"]
    assert inside[other["number"]] == other["mass_g"]
    assert sum(inside.values()) == int(lines[-1][1]) == 1_000_000
    for number, mass_g in inside.items():
        assert number == "rest" or number in shown.text
        assert display.grams(mass_g) in shown.text
    assert display.grams(1_000_000) in shown.text


def test_the_registrys_document_is_served_as_it_was_given_and_can_do_nothing(
    client: FlaskClient, sell: Sell, retire: Callable[[Sold], None]
) -> None:
    sold, stranger = sell(), sell(who="chen")
    retire(sold)
    sha256 = client.get(f"/api/v1{sold.url}").json["retirements"][0]["document_sha256"]
    answer = client.get(f"{sold.url}/documents/{sha256}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, PDF, "application/pdf")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("inline")
    again = client.get(f"{sold.url}/documents/{sha256}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"{sold.url}/documents/{'0' * 64}").status_code == 404
    # the other one lies in the same serial, so the same document is its proof too
    assert client.get(f"{stranger.url}/documents/{sha256}").status_code == 200


def test_a_document_is_not_found_under_a_certificate_it_does_not_prove(
    client: FlaskClient, world: World, sell: Sell, retire: Callable[[Sold], None]
) -> None:
    sold = sell()
    world.project("OTHER-TEST")
    apart = sell(who="chen", project="OTHER-TEST")
    retire(sold)
    retirement = client.get(f"/api/v1{sold.url}").json["retirements"][0]
    assert client.get(f"{apart.url}/documents/{retirement['document_sha256']}").status_code == 404


def test_a_certificate_of_a_batch_that_came_cancelled_is_retired_from_the_start_and_adds_up(
    client: FlaskClient, world: World
) -> None:
    world.project(tonnes=0)
    world.scene()
    paper = AlreadyRetired(Document("d.pdf", PDF), "REG-EARLY-1", date(2026, 1, 2))
    world.batch("CDCER-TEST", 4, retired=paper)
    guest = world.guest()
    sold = Sold(guest, world.paid(guest, footprint_id=world.footprint(guest)["id"]))
    shown = read(page_of(client, sold))
    assert shown.faults == []
    for expected in ("已于 2026 年 1 月 2 日注销", "REG-EARLY-1", display.grams(4_000_000 - sold.order["mass_g"])):
        assert expected in shown.text
    assert f"合计 4 吨 {display.grams(4_000_000)}" in shown.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_certificate_of_everyday_life_and_one_without_an_estimate_say_so(
    client: FlaskClient, world: World, language: str
) -> None:
    guest = world.standard()
    life = Sold(guest, world.paid(guest, footprint_id=world.footprint(guest, None)["id"]))
    extra = Sold(guest, world.paid(guest, scene="FORUM1", mass_g=5_000))
    lived, given = (read(page_of(client, each, language)) for each in (life, extra))
    assert (lived.faults, given.faults) == ([], [])
    assert ("日常生活" if language == "zh" else "everyday life") in lived.text
    assert ("没有附排放估算" if language == "zh" else "No estimate of emissions") in given.text
    assert "5.0 kg" in given.text


def test_a_long_list_is_cut_and_still_adds_up(
    client: FlaskClient, sell: Sell, retire: Callable[[Sold], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sell(who="chen"), sell()
    retire(second)
    monkeypatch.setattr(public_certificates, "LISTED", 1)
    shown = read(page_of(client, second))
    own, other = (client.get(f"/api/v1{each.url}").json["record"] for each in (second, first))
    assert own["number"] in shown.text  # its own line comes first, whatever is cut
    assert other["number"] not in shown.text
    assert f"另有 1 张，见清单 {display.grams(other['mass_g'])}" in shown.text


def test_a_list_is_not_found_under_a_certificate_it_does_not_hold(
    client: FlaskClient, world: World, sell: Sell, retire: Callable[[Sold], None]
) -> None:
    sold = sell()
    world.project("OTHER-TEST")
    apart = sell(who="chen", project="OTHER-TEST")
    retire(sold)
    shown = read(page_of(client, sold))
    path = next(a["href"] for a in shown.all("a") if (a["href"] or "").endswith(".csv")).partition(":1/")[2]
    assert client.get(path).status_code == 200
    assert client.get(path.replace(sold.id, apart.id)).status_code == 404


def test_a_corrected_name_takes_the_place_of_the_old_one(client: FlaskClient, sell: Sell) -> None:
    sold = sell(name="林小慢")
    picture = client.get(f"{sold.url}/card.jpg").headers["ETag"]
    answer = sold.guest.client.post(f"/api/v1{sold.url}/name", json={"name": "林小满"}, headers=key())
    assert answer.status_code == 200
    shown = read(page_of(client, sold))
    assert "林小满" in shown.text
    assert "林小慢" not in shown.text
    assert "姓名更正" in shown.text
    assert client.get(f"{sold.url}/card.jpg", headers={"If-None-Match": picture}).status_code == 200


@pytest.mark.parametrize(("language", "mark"), [("zh", "已撤销"), ("en", "revoked")])
def test_a_refunded_certificate_is_clearly_revoked(
    client: FlaskClient, sell: Sell, revoke: Callable[[Sold], None], language: str, mark: str
) -> None:
    sold = sell()
    before = client.get(f"{sold.url}.png").headers["ETag"]
    revoke(sold)
    shown = read(page_of(client, sold, language))
    assert shown.faults == []
    assert mark in shown.text
    assert ("不再代表任何注销" if language == "zh" else "no longer stands for any cancellation") in shown.text
    assert client.get(f"{sold.url}.png", headers={"If-None-Match": before}).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_while_the_money_goes_back_the_page_says_so_and_that_the_certificate_stands(
    client: FlaskClient, sell: Sell, world: World, language: str
) -> None:
    sold, texts = sell(), Texts(language)
    told = texts("certificate.refunding")
    assert told not in read(page_of(client, sold, language)).text
    asked = sold.guest.client.post(f"/api/v1/orders/{sold.order['id']}/refund-requests", json={}, headers=key())
    assert asked.status_code == 202
    shown = read(page_of(client, sold, language))
    assert shown.faults == []
    assert told in shown.text
    assert texts("certificate.revoked_banner") not in shown.text
    world.finish_refunds()
    assert told not in read(page_of(client, sold, language)).text


def test_a_sample_says_so_in_words(client: FlaskClient, world: World) -> None:
    world.project(sample=True)
    world.scene(sample=True)
    guest = world.guest()
    order = world.paid(guest, footprint_id=world.footprint(guest)["id"])
    sold = Sold(guest, order)
    for language, mark in (("zh", "示例，不对应真实注销"), ("en", "Sample: stands for no real cancellation")):
        shown = read(page_of(client, sold, language))
        assert mark in shown.text
        assert mark in (shown.meta("og:description") or "")


def test_an_unknown_certificate_is_a_page_that_helps(client: FlaskClient, world: World) -> None:
    answer = client.get("/certificates/crt01M7WBE7RMB42ZSM9R97DYDNDS")
    shown = read(answer.get_data(as_text=True))
    assert (answer.status_code, answer.mimetype, shown.faults) == (404, "text/html", [])
    assert "没有找到这张证书" in shown.text
    for kind, media_type in ((".png", "text/plain"), (".json", "application/json"), ("/card.jpg", "text/plain")):
        missing = client.get(f"/certificates/crtNOPE{kind}")
        assert (missing.status_code, missing.mimetype) == (404, media_type)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_revoked_certificate_says_so_before_everything_else_and_claims_nothing_any_more(
    client: FlaskClient, sell: Sell, revoke: Callable[[Sold], None], language: str
) -> None:
    sold = sell()
    revoke(sold)
    html = page_of(client, sold, language)
    shown, words, texts = read(html), Texts(language, "certificates"), Texts(language)
    assert shown.faults == []
    title = html.partition("<title>")[2].partition("</title>")[0]
    for text in (title, shown.meta("og:title") or ""):
        assert text.startswith(words("revoked"))
    assert texts("certificate.revoked_banner") in shown.text
    assert texts("says.revoked_money") in shown.text
    for gone in ("certificate.ranges_lead", "row.to_owner", "certificate.tonne_note"):
        assert texts(gone) not in shown.text, gone
    assert words("equivalents_head") not in shown.text


def test_a_link_that_is_shared_tells_its_language_and_shows_its_own_card(client: FlaskClient, sell: Sell) -> None:
    sold = sell()
    for language, territory in TERRITORIES.items():
        html = page_of(client, sold, language)
        shown = read(html)
        assert f'<html lang="{language}">' in html
        assert shown.meta("og:locale") == territory
        assert shown.meta("og:image") == f"http://127.0.0.1:1{sold.url}/card.jpg?lang={language}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_headed_cancelled_before_the_registry_has_done_it(
    client: FlaskClient, sell: Sell, retire: Callable[[Sold], None], language: str
) -> None:
    sold, t = sell(), Texts(language)
    for status, other in (("allocated", "retired"), ("retired", "allocated")):
        html = page_of(client, sold, language)
        assert f'<h2 id="reductions">{t(f"certificate.reductions.{status}")}</h2>' in html
        assert t(f"certificate.reductions.{other}") not in html
        retire(sold)


@pytest.mark.parametrize("language", LANGUAGES)
def test_comparisons_come_with_their_sources_and_a_guest_is_not_lectured(
    client: FlaskClient, sell: Sell, language: str
) -> None:
    shown = read(page_of(client, sell(), language))
    words = Texts(language, "certificates")
    assert shown.text.count(words("source") + ("：" if language == "zh-Hans" else ": ")) == 3
    assert words("may_not_head") not in shown.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_organisations_page_says_what_may_be_said(
    app: Flask, client: FlaskClient, world: World, language: str
) -> None:
    guest = world.standard()
    with app.app_context():
        company = catalogue.make_organisation("蜀光科技")
        catalogue.add_member(company, guest.user_id)
    order = world.paid(
        guest, scene="FORUM1", mass_g=30_000, public=True, beneficiary={"kind": "organisation", "id": company}
    )
    sold = Sold(guest, order)
    shown, words = read(page_of(client, sold, language)), Texts(language, "certificates")
    number = client.get(f"/api/v1{sold.url}").json["record"]["number"]
    assert shown.faults == []
    for key_ in ("may_head", "may_not_head", "may_not_say.valid.2"):
        assert words(key_) in shown.text, key_
    assert (
        words("may_say.allocated.2").format(project="测试项目", registry="成都碳普惠登记", number=number) in shown.text
    )
