"""/: what this is, what is open, and where every gram is."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.domain import display
from app.domain.scenes import SceneStatus
from tests.support.html import read
from tests.support.world import World
from tests.web.conftest import Sell


def test_an_empty_platform_says_so_calmly(client: FlaskClient) -> None:
    for language in ("zh", "en"):
        shown = read(client.get(f"/?lang={language}").get_data(as_text=True))
        assert shown.faults == []
        assert ("还没有公开的场景" if language == "zh" else "No scene is public yet") in shown.text


def test_the_sums_are_those_of_the_batches(client: FlaskClient, sell: Sell) -> None:
    mass_g = sell().order["mass_g"]
    shown = read(client.get("/").get_data(as_text=True))
    assert shown.faults == []
    for expected in (50_000_000, mass_g, 50_000_000 - mass_g):
        assert display.grams(expected) in shown.text
    assert "测试项目" in shown.text
    assert "¥43.00" in shown.text
    assert "首届中国数字碳中和高峰论坛" in shown.text


def test_only_open_scenes_are_shown(client: FlaskClient, world: World) -> None:
    world.scene("OPENED", name="开着的场景")
    world.scene("DRAFT1", name="草稿场景", status=SceneStatus.DRAFT)
    world.scene("REHRSL", name="彩排场景", status=SceneStatus.REHEARSAL)
    shown = read(client.get("/").get_data(as_text=True))
    assert "开着的场景" in shown.text
    assert "草稿场景" not in shown.text
    assert "彩排场景" not in shown.text


def test_sample_sums_are_marked_and_give_way_to_real_ones(client: FlaskClient, world: World) -> None:
    world.project("SAMPLE-1", name="样例项目", sample=True)
    marked = "以下为示例数据"
    assert marked in client.get("/").get_data(as_text=True)
    world.project("REAL-1", name="真实项目")
    assert marked not in client.get("/").get_data(as_text=True)


def test_the_sample_certificate_is_a_picture_with_an_etag(client: FlaskClient) -> None:
    answer = client.get("/sample-certificate.jpg")
    with Image.open(BytesIO(answer.data)) as image:
        assert (image.format, image.size) == ("JPEG", (720, 1080))
    again = client.get("/sample-certificate.jpg", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    english = client.get("/sample-certificate.jpg?lang=en")
    assert english.headers["ETag"] != answer.headers["ETag"]
    assert english.data != answer.data


@pytest.mark.parametrize(
    ("header", "query", "language"),
    [
        ("", "", "zh-Hans"),
        ("en-US,en;q=0.9", "", "en"),
        ("zh-TW,en;q=0.5", "", "zh-Hans"),
        ("fr;q=0.9, en;q=0.2", "", "en"),
        ("fr", "", "en"),
        ("*", "", "zh-Hans"),
        ("en", "?lang=zh", "zh-Hans"),
        ("zh", "?lang=en", "en"),
        ("zh", "?lang=xx", "zh-Hans"),
        ("sw-KE,en;q=0.8", "", "sw"),
        ("zh", "?lang=gu", "gu"),
    ],
)
def test_the_language_is_asked_for_or_understood(client: FlaskClient, header: str, query: str, language: str) -> None:
    answer = client.get(f"/{query}", headers={"Accept-Language": header} if header else {})
    assert answer.headers["Content-Language"] == language
    assert read(answer.get_data(as_text=True)).all("html") == [{"lang": language}]


def test_a_language_that_was_asked_for_goes_with_the_reader(client: FlaskClient, world: World) -> None:
    world.scene("FORUM1")
    asked = {a["href"] for a in read(client.get("/?lang=en").get_data(as_text=True)).all("a")}
    assert {"/s/FORUM1?lang=en", "/leaderboards?lang=en", "/?lang=en#accounts", "/?lang=zh-Hans"} <= asked
    understood = {a["href"] for a in read(client.get("/").get_data(as_text=True)).all("a")}
    assert {"/s/FORUM1", "/leaderboards", "/#accounts", "/?lang=en"} <= understood


def test_robots_may_read_that_certificates_are_not_to_be_listed(client: FlaskClient) -> None:
    rules = client.get("/robots.txt").get_data(as_text=True)
    assert "Disallow: /api/" in rules
    assert "/certificates" not in rules
