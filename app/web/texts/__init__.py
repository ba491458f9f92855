"""The words of the public pages, one JSON file per language: a new language is a new file and nothing else.

What a certificate itself says is app/domain/wording.py; what a board says of itself app/domain/boards_wording.py.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_HERE = Path(__file__).parent
DEFAULT = "zh-Hans"
#: Chinese first; then whatever files there are.
LANGUAGES: tuple[str, ...] = tuple(
    sorted((f.stem for f in _HERE.glob("*.json")), key=lambda tag: (tag != DEFAULT, tag))
)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every text of a language by key. FileNotFoundError for a language without a file."""
    return MappingProxyType(json.loads((_HERE / f"{language}.json").read_text("utf-8")))


class Texts:
    """The texts of one language, callable from a template: ``t("home.title", n=3)``."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = catalogue(language)

    def __call__(self, key: str, **facts: object) -> str:
        """The text with its facts put in. KeyError for a key nobody wrote: a page never shows a bare key."""
        text = self._texts[key]
        return text.format(**facts) if facts else text

    def all(self, prefix: str) -> list[str]:
        """Texts numbered from 1 under a key (``says.1``, ``says.2``...), in order."""
        found: list[str] = []
        while (text := self._texts.get(f"{prefix}.{len(found) + 1}")) is not None:
            found.append(text)
        return found
