"""Reading a page as a strict person would: balanced, landmarks there, every picture told in words, nothing inline."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "img", "br", "input", "hr"}
_SILENT = {"script", "style"}


@dataclass
class Read:
    """What was found on a page; ``faults``: everything a strict reader objects to."""

    faults: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def meta(self, name: str) -> str | None:
        """The content of a meta element, by name or property."""
        return next((m.get("content") for m in self.all("meta") if name in (m.get("name"), m.get("property"))), None)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read, self._open = Read(), []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.read.tags.append((tag, attributes))
        if len(attributes) != len(attrs):
            self.read.faults.append(f"<{tag}> has an attribute twice")
        for name in attributes:
            if name == "style" or name.startswith("on"):
                self.read.faults.append(f"<{tag}> has an inline {name}: the policy forbids it")
        if tag not in _VOID:
            self._open.append(tag)
        for name in ("alt", "aria-label", "content"):
            self.read.words.append(attributes.get(name) or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.read.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in _SILENT:
            self.read.words.append(data)


def read(html: str) -> Read:
    """Parse a page and look for faults."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = reader.read
    if reader._open:
        found.faults.append(f"never closed: {reader._open}")
    ids = [attributes["id"] for _, attributes in found.tags if attributes.get("id")]
    found.faults += [f"two elements are #{each}" for each in set(ids) if ids.count(each) > 1]
    for tag, attributes in found.tags:
        for name in ("aria-labelledby", "aria-describedby"):
            if attributes.get(name) and attributes[name] not in ids:
                found.faults.append(f"<{tag}> is labelled by #{attributes[name]}, which is not there")
        if tag == "img" and "alt" not in attributes:
            found.faults.append(f"a picture says nothing: {attributes.get('src')}")
        if tag == "svg" and not (attributes.get("aria-label") or attributes.get("aria-hidden")):
            found.faults.append("a drawing says nothing")
    for landmark in ("header", "nav", "main", "footer", "h1", "title"):
        if not found.all(landmark):
            found.faults.append(f"no <{landmark}>")
    if len(found.all("h1")) != 1:
        found.faults.append("not one heading of the page")
    if not any(a.get("class") == "skip" and a.get("href") == "#content" for a in found.all("a")):
        found.faults.append("no way past the header")
    return found
