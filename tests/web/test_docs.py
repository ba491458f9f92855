"""/api/docs: every call, every problem, under the strict policy, with nothing from elsewhere."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from app.api.problems import CATALOGUE
from app.core.serving import PAGE_CSP


class Page(HTMLParser):
    """Ids, link targets and the words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.forbidden: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.targets.append(value or "")
            if name == "style" or name.startswith("on"):
                self.forbidden.append(f"{tag} {name}")
        if tag in ("script", "style"):
            self.forbidden.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def page(client: FlaskClient) -> Page:
    answer = client.get("/api/docs")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    return Page(answer.get_data(as_text=True))


def test_every_problem_has_its_anchor_and_four_languages(page: Page) -> None:
    for code, entry in CATALOGUE.items():
        assert f"problem-{code}" in page.ids
        for locale in ("zh-Hans", "en", "sw", "gu"):
            assert entry[locale][0] in page.words


def test_the_address_in_a_problem_leads_to_its_words(client: FlaskClient, page: Page) -> None:
    address = client.get("/api/v1/scenes/NOPE22").json["type"]
    path, _, anchor = address.partition("#")
    assert path == "/api/docs"
    assert anchor in page.ids


def test_every_call_of_the_document_is_on_the_page_in_chinese_and_english(client: FlaskClient, page: Page) -> None:
    document = client.get("/api/openapi.json").json
    calls = [
        (method.upper(), path, operation["summary"])
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict)
    ]
    assert len(calls) >= 13
    words = " ".join(page.words.split())
    for method, path, summary in calls:
        found = re.search(rf"{method} {re.escape(path)} ([^ ]*[\u4e00-\u9fff])", words)
        assert found, f"no Chinese title for {method} {path}: app/web/docs_texts.json"
        assert " ".join(summary.replace("``", "").split()) in words


def test_no_link_leads_nowhere(client: FlaskClient, page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    for target in page.targets:
        if target.startswith("#"):
            assert target[1:] in page.ids, target
        else:
            assert target.startswith("/"), f"{target} is not ours"
            assert client.get(target).status_code == 200, target


def test_it_runs_no_script_and_keeps_to_the_policy(client: FlaskClient, page: Page) -> None:
    assert page.forbidden == []
    assert client.get("/api/docs").headers["Content-Security-Policy"] == PAGE_CSP


def test_members_of_nested_schemas_are_shown(page: Page) -> None:
    for member in ("organiser_covers", "price_fen_per_tonne", "recomputed_g", "owner_fen"):
        assert member in page.words


def test_all_seven_example_bodies_are_shown(page: Page) -> None:
    for key in ("conference", "scenic_spot", "mall", "restaurant", "hotel", "other", "life"):
        assert f'"calculator": "{key}"' in page.words


def test_a_reader_who_has_it_is_not_sent_it_again(client: FlaskClient) -> None:
    first = client.get("/api/docs")
    again = client.get("/api/docs", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


@pytest.mark.parametrize("address", ["/api/openapi.json", "/.well-known/jwks.json", "/api/docs"])
def test_what_programs_read_again_and_again_is_sent_once(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.get_data()) == (200, 304, b"")
    assert client.get(address, headers={"If-None-Match": '"another"'}).get_data() == first.get_data()


def test_a_link_to_the_documents_shows_a_picture_that_is_there(client: FlaskClient) -> None:
    html = client.get("/api/docs").get_data(as_text=True)
    found = re.search(r'<meta property="og:image" content="https?://[^/]+(/[^"]+)">', html)
    assert found is not None
    assert client.get(found[1]).mimetype == "image/jpeg"
