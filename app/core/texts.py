"""The words people read, by language: gettext catalogues (app/translations), looked up with or without a request.

Which language a request wants is web/languages.py. Messages are found by key; the languages are domain/display.py's.
"""

from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations

from app.domain.display import DEFAULT_LANGUAGE, LANGUAGES, grouped

__all__ = ["DEFAULT_LANGUAGE", "FOLDER", "LANGUAGES", "Texts", "translations"]

#: ``<locale>/LC_MESSAGES/<domain>.po`` is written by people, the ``.mo`` beside it by ``pybabel compile``:
#: ``pybabel compile -d app/translations -D "certificates checks pages"``
FOLDER = Path(__file__).parent.parent / "translations"


class _NobodyWroteIt(NullTranslations):
    """Behind every catalogue: a person never reads a bare key."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 (gettext's own signature)
        raise KeyError(msgid1)


@cache
def translations(language: str, domain: str) -> Translations:
    """The compiled catalogue of a language. FileNotFoundError where there is none."""
    path = FOLDER / language.replace("-", "_") / "LC_MESSAGES" / f"{domain}.mo"
    with path.open("rb") as compiled:
        found = Translations(compiled, domain)
    found.add_fallback(_NobodyWroteIt())
    return found


class Texts:
    """The texts of one language, callable from a template: ``t("home.title", n=3)``."""

    def __init__(self, language: str, domain: str = "pages") -> None:
        self.language = language
        self._texts = translations(language, domain)

    def __call__(self, key: str, **facts: object) -> str:
        """The text with its facts put in. KeyError for a key nobody wrote."""
        text = str(self._texts.gettext(key))
        return text.format(**facts) if facts else text

    def count(self, key: str, n: int, **facts: object) -> str:
        """The text for that many, by the language's own plurals; ``{n}`` is the number with its thousands grouped."""
        return str(self._texts.ngettext(key, key, n)).format(n=grouped(n), **facts)

    def everything(self) -> dict[str, str]:
        """Every text of the catalogue by its key, as written: for a script that puts the facts in itself."""
        return {key: text for key, text in self._texts._catalog.items() if isinstance(key, str) and key}

    def all(self, prefix: str) -> list[str]:
        """Texts numbered from 1 under a key (``says.1``, ``says.2``...), in order."""
        found: list[str] = []
        while True:
            try:
                found.append(self(f"{prefix}.{len(found) + 1}"))
            except KeyError:
                return found
