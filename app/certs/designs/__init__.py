"""The designs a scene can choose from, by name. Each is a module here; what its template shows is in ../art."""

from collections.abc import Mapping

from app.certs.designs import classic, company, festive
from app.certs.designs.design import Design, Sheet

DEFAULT = "classic"
DESIGNS: Mapping[str, Design] = {each.name: each for each in (classic.DESIGN, company.DESIGN, festive.DESIGN)}

__all__ = ["DEFAULT", "DESIGNS", "Design", "Sheet", "design_of"]


def design_of(name: str) -> Design:
    """The design of a name; the default for one that is not there any more: a certificate is always drawn."""
    return DESIGNS.get(name, DESIGNS[DEFAULT])
