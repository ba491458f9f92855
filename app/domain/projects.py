"""Words about projects and batches."""

from enum import StrEnum


class ProjectKind(StrEnum):
    CREDIT = "credit"  #: issued reductions with serials
    PLANTING = "planting"  #: off by default: cancels no grams, counts nowhere


class ReservationStatus(StrEnum):
    HELD = "held"  #: counted against the batch until paid or released
    ALLOCATED = "allocated"
    RELEASED = "released"
