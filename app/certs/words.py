"""The words of certificates in a language, from its catalogue: for jobs and commands as for requests."""

from functools import cache

from app.core.texts import Texts
from app.domain.display import language_of
from app.domain.wording import Status, Wording, wording

DOMAIN = "certificates"


@cache
def words_of(jurisdiction: str, locale: str, status: Status) -> Wording:
    """The fixed words of one kind of certificate; read once per process."""
    return wording(jurisdiction, locale, status, certificate_texts(locale))


def certificate_texts(locale: str) -> Texts:
    """The catalogue itself, in the language nearest to a locale."""
    return Texts(language_of(locale), DOMAIN)
