"""Words about people and organisations."""

from enum import StrEnum


class MemberRole(StrEnum):
    OWNER = "owner"  #: may add members
    MEMBER = "member"  #: may neutralise in the organisation's name


class NameVerdict(StrEnum):
    """What the content check said of a name."""

    PASSED = "passed"
    UNSURE = "unsure"  #: sold, but not shown to anybody else until a person has looked
    UNCHECKED = "unchecked"  #: the check could not be reached: treated like unsure


LOCALES = ("zh-Hans", "en", "sw", "gu")
