"""One record, every surface: what page, PDF, file, API and the drawing's own text say is read back, and is the same."""

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from babel.dates import get_month_names
from flask import Flask
from flask.testing import FlaskClient

from app.certs.picture import draw_picture
from app.core.texts import LANGUAGES, Texts
from app.services import pictures
from app.services.certificates import find_certificate
from tests.certs.reading import slots
from tests.support.papers import retirement_of
from tests.support.world import World, key

NAME = "林小满"
STATES = ("allocated", "retired", "revoked")


@dataclass(frozen=True)
class Told:
    """What one surface says of a certificate."""

    number: str
    name: str
    mass_g: int
    project: str
    serials: tuple[str, ...]
    status: str
    on: date


@pytest.fixture
def certificate(world: World) -> Callable[[str], str]:
    """The id of a public certificate of 1,250 kg over two serials, in a state, made by the real services."""

    def made(state: str) -> str:
        guest = world.standard()
        person = {"kind": "person", "name": NAME}
        order = world.paid(guest, scene="FORUM1", mass_g=1_250_000, public=True, beneficiary=person)
        if state == "retired":
            assert retirement_of(world, order)() == "retired"
        if state == "revoked":
            asked = guest.client.post(f"/api/v1/orders/{order['id']}/refund-requests", json={}, headers=key())
            assert asked.status_code == 202
            world.finish_refunds()
        return str(order["certificate_id"])

    return made


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_every_surface_tells_the_same_record_in_every_language(
    app: Flask, client: FlaskClient, certificate: Callable[[str], str], state: str, subtests: pytest.Subtests
) -> None:
    found = certificate(state)
    stored = _of_json(client.get(f"/certificates/{found}.json"))
    assert (stored.name, stored.mass_g, stored.status) == (NAME, 1_250_000, state)
    assert len(stored.serials[0].split(" – ")) == 2
    assert _of_json(client.get(f"/api/v1/certificates/{found}")) == stored
    for language in LANGUAGES:
        told = {
            "page": _of_page(client.get(f"/certificates/{found}?lang={language}").get_data(as_text=True), language),
            "pdf": _of_paper(client.get(f"/certificates/{found}.pdf?lang={language}").data, language),
            "drawing": _of_drawing(app, found, language),
        }
        for surface, said in told.items():
            for field in fields(Told):
                with subtests.test(f"{language} {surface} {field.name}"):
                    assert getattr(said, field.name) == getattr(stored, field.name)


def _of_json(answer: Any) -> Told:
    told = json.loads(answer.data)
    record = told["record"]
    on = {
        "allocated": lambda: record["title"]["retire_by_on"],
        "retired": lambda: max(each["retired_on"] for each in told["retirements"]),
        "revoked": lambda: _beijing(next(each["at"] for each in told["events"] if each["kind"] == "revoked")),
    }[told["status"]]()
    spans = [(each["serial_first"], each["serial_last"]) for each in record["allocations"]]
    return Told(
        number=record["number"],
        name=told["beneficiary"]["name"],
        mass_g=record["mass_g"],
        project=record["project"]["name"],
        serials=tuple(" – ".join(dict.fromkeys(span)) for span in spans),
        status=told["status"],
        on=date.fromisoformat(on),
    )


def _beijing(instant: str) -> str:
    return (datetime.fromisoformat(instant) + timedelta(hours=8)).date().isoformat()


class _Marked(HTMLParser):
    """The texts a page marks as facts of the record, by mark, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {}
        self._open: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        mark = dict(attrs).get("data-shown")
        if mark:
            self._open = mark
            self.found.setdefault(mark, []).append("")

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[self._open][-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._open = None


def _of_page(html: str, language: str) -> Told:
    reader = _Marked()
    reader.feed(html)
    marked = reader.found
    status, on = _status(marked["status"][0], language)
    return Told(
        number=marked["number"][0],
        name=marked["name"][0],
        mass_g=_figures(marked["mass_g"][0])[0],
        project=marked["project"][0],
        serials=tuple(marked["serials"]),
        status=status,
        on=on,
    )


def _of_paper(data: bytes, language: str) -> Told:
    asked = ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"]
    text = subprocess.run(asked, input=data, capture_output=True, check=True).stdout.decode()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    words = Texts(language, "certificates")

    def row(label: str) -> str:
        return next(line.removeprefix(label).strip() for line in lines if re.match(re.escape(label) + r"\s{2,}", line))

    head = next(number for number, line in enumerate(lines) if line.startswith(words("fact.serials")))
    status, on = _status(row(words("fact.status")), language)
    return Told(
        number=row(words("fact.number")),
        name=lines[lines.index(words("presented_to")) + 1],
        mass_g=_figures(row(words("fact.mass")))[0],
        project=re.split(r"\s*·\s*", row(words("fact.project")))[0],
        serials=(re.split(r"\s*·\s*", lines[head + 1])[0],),
        status=status,
        on=on,
    )


def _of_drawing(app: Flask, certificate_id: str, language: str) -> Told:
    with app.test_request_context():
        shown = pictures.surface(find_certificate(certificate_id), language, named=False)
    drawn = slots(draw_picture(shown))
    status, on = _status(drawn["status"], language)
    return Told(
        number=drawn["number"],
        name=drawn["name"],
        mass_g=_figures(drawn["grams"])[-1],
        project=re.split(r"\s*·\s*", drawn["project"])[0],
        serials=(drawn["serials"],),
        status=status,
        on=on,
    )


def _figures(text: str) -> list[int]:
    return [int(run.replace(",", "")) for run in re.findall(r"\d[\d,]*", text)]


def _status(text: str, language: str) -> tuple[str, date]:
    """The state and the day in a sentence, by the words around the day."""
    words = Texts(language, "certificates")
    squeezed = re.sub(r"\s", "", text)
    for state in STATES:
        before, after = (re.sub(r"\s", "", part) for part in words(f"status.{state}").split("{day}"))
        if squeezed.startswith(before) and squeezed.removeprefix(before).endswith(after) and _days(text, language):
            rest = squeezed.removeprefix(before).removesuffix(after)
            if set(_figures(rest)) >= {_days(text, language).year}:
                return state, _days(text, language)
    raise AssertionError(f"no state: {text}")


def _days(text: str, language: str) -> date:
    """The one day in a text: figures in Chinese, day, month's name (CLDR) and year elsewhere."""
    if language == "zh-Hans":
        year, month, day = _figures(text)
        return date(year, month, day)
    months: Mapping[int, str] = get_month_names("wide", locale=language.replace("-", "_"))
    names = "|".join(map(re.escape, months.values()))
    found = re.search(rf"(\d+)\s({names})\s(\d+)", text)
    assert found, text
    return date(int(found[3]), next(n for n, name in months.items() if name == found[2]), int(found[1]))
