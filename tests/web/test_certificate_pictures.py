"""Picture, PDF and card of a certificate: asked about again without being drawn, and never with a private name."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.core import clock
from app.domain.renderings import RenderingKind
from app.services import pictures
from app.services.certificates import find_certificate
from app.services.pictures import Drawing, Enclosed
from tests.web.conftest import Sell, Sold

KINDS = ((".png", "image/png"), (".pdf", "application/pdf"), ("/card.jpg", "image/jpeg"))


@pytest.mark.parametrize(("kind", "media_type"), KINDS)
def test_what_has_not_changed_is_answered_without_being_drawn(
    client: FlaskClient, sell: Sell, kind: str, media_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold = sell()
    first = client.get(sold.url + kind)
    assert (first.status_code, first.mimetype) == (200, media_type)
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["X-Robots-Tag"] == "noindex"

    def never(*_: object, **__: object) -> Drawing:
        raise AssertionError("it was drawn")

    monkeypatch.setattr(pictures, "draw", never)
    for asked in (first.headers["ETag"], "W/" + first.headers["ETag"]):
        again = client.get(sold.url + kind, headers={"If-None-Match": asked})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]


def test_the_pictures_have_their_sizes(client: FlaskClient, sell: Sell) -> None:
    sold = sell()
    for kind, size in ((".png", (1080, 1620)), ("/card.jpg", (1000, 800))):
        with Image.open(BytesIO(client.get(sold.url + kind).data)) as image:
            assert image.size == size
    assert client.get(f"{sold.url}.pdf").data.startswith(b"%PDF-")


def test_one_picture_is_drawn_once_for_many_readers(
    client: FlaskClient, sell: Sell, monkeypatch: pytest.MonkeyPatch
) -> None:
    sold, drawn = sell(), []
    real = pictures.draw
    monkeypatch.setattr(pictures, "draw", lambda *a, **k: drawn.append(a) or real(*a, **k))
    bodies = {client.get(f"{sold.url}/card.jpg").data for _ in range(4)}
    assert (len(bodies), len(drawn)) == (1, 1)


def test_each_language_has_its_own_picture(client: FlaskClient, sell: Sell) -> None:
    sold = sell()
    chinese, english = (client.get(f"{sold.url}/card.jpg?lang={tag}") for tag in ("zh", "en"))
    assert chinese.headers["ETag"] != english.headers["ETag"]
    assert chinese.data != english.data
    asked = client.get(f"{sold.url}/card.jpg", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert (asked.data, asked.headers["Vary"]) == (english.data, "Accept-Language")


def named_link(app: Flask, sold: Sold, lasting: timedelta = timedelta(minutes=15)) -> str:
    with app.test_request_context():
        link = pictures.named_link(find_certificate(sold.id), lasting)
    return link.partition(":1/")[2]


def test_the_named_link_shows_its_owner_the_name_and_then_dies(app: Flask, client: FlaskClient, sell: Sell) -> None:
    sold = sell(public=False)
    public = client.get(f"{sold.url}.png")
    given = sold.guest.client.get(f"/api/v1{sold.url}").json["named_image_url"].partition(":1/")[2]
    named = client.get(given)
    with app.test_request_context():
        expected = pictures.draw(
            find_certificate(sold.id), RenderingKind.PICTURE, "zh-Hans", named=True, enclosed=Enclosed()
        ).body
    assert (named.status_code, named.data == expected, named.data == public.data) == (200, True, False)
    assert named.headers["Cache-Control"] == "private, no-store"
    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=2)):
        late = client.get(given)
    assert late.data == public.data


def test_a_link_for_another_certificate_or_a_forged_one_shows_no_name(
    app: Flask, client: FlaskClient, sell: Sell
) -> None:
    mine, other = sell(public=False), sell(public=False, name="陈一", who="chen")
    query = named_link(app, mine).partition("?")[2]
    public = client.get(f"{other.url}.png").data
    assert client.get(f"{other.url}.png?{query}").data == public
    assert client.get(f"{other.url}.png?named=forged.link.here").data == public


def test_an_erased_name_is_on_no_picture_and_no_link_brings_it_back(
    app: Flask, client: FlaskClient, sell: Sell
) -> None:
    sold = sell(public=True)
    before = {kind: client.get(sold.url + kind) for kind, _ in KINDS}
    link = named_link(app, sold)
    sold.erase()
    for kind, answer in before.items():
        after = client.get(sold.url + kind, headers={"If-None-Match": answer.headers["ETag"]})
        assert (after.status_code, after.data == answer.data) == (200, False), kind
    assert client.get(link).data == client.get(f"{sold.url}.png").data
