"""The OpenAPI document kept to its word: requests made up from it, right and wrong, and every answer documented in it.

WeChat's addresses are not in the document: test_junk_addresses.py and tests/journeys speak to those.
"""

from typing import Any

import hypothesis.strategies as st
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.generation import GenerationMode

from app.api.limits import forget
from tests.support.world import World

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
#: Requests per operation and kind. Who has no token is mostly told so: fewer are enough.
EXAMPLES = {True: 6, False: 2}


def real_values(world: World) -> dict[str, str]:
    """Path parameters that exist: made-up ids alone would see nothing but 404."""
    guest = world.standard()
    footprint = world.footprint(guest)
    order = world.paid(guest, footprint_id=footprint["id"])
    return {
        "code": "FORUM1",
        "key": "conference",
        "board": "people",
        "footprint_id": footprint["id"],
        "order_id": world.order(guest, mass_g=1_000)["id"],
        "certificate_id": order["certificate_id"],
    }


def made_real(case: Any, real: dict[str, str]) -> None:
    """Put what exists in the place of what was made up."""
    for name in case.path_parameters:
        if name in real:
            case.path_parameters[name] = real[name]
    body = case.body
    if isinstance(body, dict):
        for name, value in (("project", "CDCER-TEST"), ("scene", "FORUM1"), ("footprint_id", real["footprint_id"])):
            if isinstance(body.get(name), str):
                body[name] = value


def conforms(world: World, operation: Any, mode: GenerationMode, real: dict[str, str], token: str | None) -> None:
    """A bounded number of requests of one operation. Raises what does not conform, with the request to repeat."""
    auth = {"Authorization": f"Bearer {token}"} if token else {}

    @seed(20261120)
    @settings(
        max_examples=EXAMPLES[token is not None],
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), exists=st.booleans())
    def check(case: Any, exists: bool) -> None:
        forget(world.app)
        if exists:
            made_real(case, real)
        if token is None:
            case.headers.pop("Authorization", None)
        case.call_and_validate(headers=auth, checks=CHECKS)

    check()


@pytest.mark.parametrize("logged_in", [True, False])
def test_every_answer_to_whatever_the_document_allows_or_forbids_is_documented(world: World, logged_in: bool) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", world.app)
    real = real_values(world)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 20
    wrong: list[str] = []
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            token = world.guest("guest").token if logged_in else None
            try:
                conforms(world, operation, mode, real, token)
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE  # it takes nothing that could be wrong
            except BaseExceptionGroup as found:
                wrong += [f"{operation.label} ({mode.value}): {failure}" for failure in found.exceptions]
    assert not wrong, f"{len(wrong)} operations:\n" + "\n\n".join(wrong)
