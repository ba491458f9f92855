"""Messages a guest accepted to receive: what about, in which of WeChat's templates, and what may stand in a field."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What a message tells. One acceptance is one message."""

    CERTIFICATE = "certificate"  #: it is ready
    RETIRED = "retired"  #: the registry has cancelled the credits of every certificate of the order


#: What a message is called, on WeChat's own sheet too: in Chinese, whatever the mini-program speaks.
TITLES = {Purpose.CERTIFICATE: "证书已生成", Purpose.RETIRED: "减排量已注销"}


class MessageStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"  #: the guest has taken the acceptance back in WeChat: nobody's fault
    DROPPED = "dropped"  #: the order was cancelled or refunded: there is nothing to tell
    FAILED = "failed"  #: WeChat does not take it: a person looks at the template


#: What a template's fields can be filled with.
FACTS = ("what", "scene", "number", "mass", "day")
_USUAL = "thing1=scene character_string2=number thing3=mass date4=day"
_ID = re.compile(r"[A-Za-z0-9_-]{20,64}")
_FIELD = re.compile(r"(thing|character_string|date|phrase|name|number|letter)\d{1,2}")
#: Characters WeChat takes in a field of each kind; more is refused with 47003.
_LONGEST = {"thing": 20, "character_string": 32, "phrase": 5, "name": 10, "number": 32, "letter": 32}


@dataclass(frozen=True, slots=True)
class Template:
    """``fields``: (WeChat's name of the field, the fact it shows)."""

    id: str
    fields: tuple[tuple[str, str], ...]


def template(text: str) -> Template:
    """From a setting: the template's id and, where its fields are not the usual ones, ``thing1=scene date2=day ...``.

    Raises ValueError with what is wrong.
    """
    found, _, pairs = text.strip().partition(" ")
    if not _ID.fullmatch(found):
        raise ValueError("it begins with the template's id as WeChat shows it")
    fields = []
    for pair in (pairs or _USUAL).split():
        field, _, fact = pair.partition("=")
        if not _FIELD.fullmatch(field) or fact not in FACTS:
            raise ValueError(f"{pair!r} is not a field of WeChat's and one of {', '.join(FACTS)}: thing1=scene")
        fields.append((field, fact))
    return Template(found, tuple(fields))


def fitted(field: str, text: str) -> str:
    """The text as WeChat takes it in this field: too long a one ends in an ellipsis."""
    longest = _LONGEST.get(field.rstrip("0123456789"))
    if longest is None or len(text) <= longest:
        return text
    return text[: longest - 1] + "…" if field.startswith("thing") else text[:longest]
