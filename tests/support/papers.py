"""A registry's papers: documents and retirements for tests."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain.errors import DomainError
from app.services.certificates import find_certificate
from app.services.documents import Document
from app.services.retiring import Retirement, retire
from tests.support.world import World

PDF = b"%PDF-1.4\n% a registry's certificate of cancellation\n%%EOF\n"

#: After the reductions were measured, and past by any machine's clock: a day to come is refused.
CANCELLED_ON = date(2025, 6, 30)


def retirement_of(world: World, order: dict[str, Any], reference: str = "REG-2026-001") -> Callable[[], str]:
    """A deed that retires every serial of an order's first certificate: "retired", or the refusal's code."""
    with world.app.app_context():
        ranges = find_certificate(order["certificate_id"]).record["allocations"]

    def deed() -> str:
        with world.app.app_context():
            for each in ranges:
                try:
                    retire(
                        each["batch"],
                        Retirement(
                            serial_first=each["serial_first"],
                            serial_last=each["serial_last"],
                            reference=f"{reference}-{order['id'][-6:]}",
                            on=CANCELLED_ON,
                            document=Document("cancellation.pdf", PDF),
                        ),
                    )
                except DomainError as error:
                    return error.code
        return "retired"

    return deed
