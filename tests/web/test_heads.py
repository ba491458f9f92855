"""What a page tells of itself before it is opened: to search engines, to chats it is shared in, in four languages."""

from collections.abc import Callable
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.domain.wording import forbidden_phrases
from app.web.pages import TERRITORIES
from tests.support.browser import ONE_DATABASE
from tests.support.html import Read, read
from tests.web.conftest import Sell, Sold

PUBLIC = "http://127.0.0.1:1"
LANGUAGES = [None, *TERRITORIES]


def head_of(client: FlaskClient, path: str, language: str | None) -> tuple[Read, str, str]:
    """A page as read, its address and its title."""
    mark = "&" if "?" in path else "?"
    address = f"{path}{mark}lang={language}" if language else path
    html = client.get(address).get_data(as_text=True)
    return read(html), address, html.partition("<title>")[2].partition("</title>")[0]


@pytest.fixture
def paths(sell: Sell) -> dict[str, str]:
    """Every kind of page; of some, two ways to it: as it is asked for, and as it calls itself."""
    sold = sell()
    return {
        "/": "/", "/?utm=1": "/", "/s/FORUM1": "/s/FORUM1", "/s/forum1": "/s/FORUM1", "/leaderboards": "/leaderboards",
        "/leaderboards?by=mass&board=scenes": "/leaderboards?board=scenes", sold.url: sold.url,
    }  # fmt: skip


@ONE_DATABASE
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_names_its_address_and_the_same_page_in_every_language(
    client: FlaskClient, paths: dict[str, str], language: str | None
) -> None:
    for path, own in paths.items():
        shown, _, title = head_of(client, path, language)
        mark = "&" if "?" in own else "?"
        address = PUBLIC + (f"{own}{mark}lang={language}" if language else own)
        assert shown.faults == [], path
        assert title, path
        assert len(shown.meta("description") or "") > 20, path
        links = shown.all("link")
        assert [each["href"] for each in links if each.get("rel") == "canonical"] == [address]
        told = {each["hreflang"]: each["href"] for each in links if each.get("rel") == "alternate"}
        assert told == {"x-default": PUBLIC + own} | {tag: f"{PUBLIC}{own}{mark}lang={tag}" for tag in TERRITORIES}
        assert shown.meta("og:url") == address


@ONE_DATABASE
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_shared_with_words_and_a_picture_of_the_size_it_says(
    client: FlaskClient, paths: dict[str, str], language: str | None
) -> None:
    here = language or "zh-Hans"
    for path in paths:
        shown, _, _ = head_of(client, path, language)
        assert shown.meta("og:locale") == TERRITORIES[here], path
        others = {m.get("content") for m in shown.all("meta") if m.get("property") == "og:locale:alternate"}
        assert others == set(TERRITORIES.values()) - {TERRITORIES[here]}
        for name in ("og:type", "og:site_name", "og:title", "og:description", "og:image:alt"):
            assert shown.meta(name), (path, name)
        assert forbidden_phrases(" ".join(filter(None, map(shown.meta, ("og:title", "og:description"))))) == ()
        assert shown.meta("twitter:card") == "summary_large_image"
        assert shown.meta("twitter:image:alt") == shown.meta("og:image:alt")
        picture = urlsplit(shown.meta("og:image") or "")
        answer = client.get(f"{picture.path}?{picture.query}")
        assert (answer.status_code, answer.mimetype) == (200, shown.meta("og:image:type"))
        assert answer.headers["Content-Language"] == here
        with Image.open(BytesIO(answer.data)) as image:
            assert [str(side) for side in image.size] == [
                shown.meta(f"og:image:{side}") for side in ("width", "height")
            ]


@ONE_DATABASE
def test_what_is_not_there_calls_itself_nothing(client: FlaskClient) -> None:
    shown, _, title = head_of(client, "/nothing/here", "en")
    assert title
    assert [each for each in shown.all("link") if each.get("rel") in ("canonical", "alternate")] == []
    assert [m for m in shown.all("meta") if (m.get("property") or "").startswith("og:")] == []
    assert shown.meta("robots") == "noindex"


@ONE_DATABASE
@pytest.mark.parametrize(
    "path", ["/certificates/nope.png", "/certificates/nope.json", "/certificates/nope.pdf", "/x.png"]
)
def test_a_missing_file_answers_in_the_readers_language_and_says_so(client: FlaskClient, path: str) -> None:
    told = set()
    for language in TERRITORIES:
        answer = client.get(path, headers={"Accept-Language": language})
        assert (answer.status_code, answer.headers["Content-Language"]) == (404, language)
        assert answer.headers["Vary"] == "Accept-Language"
        told.add(answer.get_data(as_text=True))
    assert len(told) == len(TERRITORIES)


@ONE_DATABASE
def test_asking_for_the_head_alone_gives_the_same_head(
    client: FlaskClient, sell: Sell, retire: Callable[[Sold], None], revoke: Callable[[Sold], None]
) -> None:
    sold, back = sell(), sell(who="zhao")
    revoke(back)
    retire(sold)
    file = client.get(f"{sold.url}.json").json["retirements"][0]
    papers = [urlsplit(file[name]).path for name in ("document_url", "contents_url")]
    surfaces = [f"{each.url}{kind}" for each in (sold, back) for kind in ("", ".png", ".pdf", ".json", "/card.jpg")]
    for path in ("/", "/s/FORUM1", "/leaderboards", "/api/docs", "/sample-card.jpg", *surfaces, *papers):
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.data) == (200, b""), path
        for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control", "Content-Language", "Vary"):
            assert head.headers.get(name) == whole.headers.get(name), (path, name)
        again = client.get(path, headers={"If-None-Match": whole.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), path
