"""Whatever is sent that the description allows, and what it does not, no call ends in a fault.

The description itself drives the calls (schemathesis). They are made by somebody who may do
everything of their kind, half of them with the ids of things that are there.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from onevisit.cases import services
from onevisit.config.api import described
from onevisit.config.wsgi import application as wsgi
from onevisit.ratings.queries import occasions_of
from tests.api.programs import issue
from tests.cases.committed import granted
from tests.cases.posting import sent
from tests.factories import cases as make
from tests.factories.cases import BUNDLE, County

EXAMPLES = int(os.environ.get("ONEVISIT_API_EXAMPLES", "4"))
"""Calls of each operation; more with ONEVISIT_API_EXAMPLES."""

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
"""A fault, or an answer that is not as described."""


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The calls stay inside the test's transaction, as those of Django's test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known(here: County) -> dict[str, Any]:
    """Ids of things that are there, and the tokens of those whose they are."""
    draft = make.filled_draft(here, here.other_citizen)
    owed = granted(here)
    in_the_post, parcel = sent(here)
    services.mark_parcel(parcel_id=parcel, mark="deliver", note="self", actor=here.clerk)
    taken = make.submitted(here)
    case = make.case_of(taken, "sign")
    return {
        "ids": {
            "code": BUNDLE,
            "ref": str(taken.number),
            "application_id": str(draft.id),
            "case_id": str(case.id),
            "evidence_id": str(taken.evidence.all()[0].id),
            "material": "plan",
            "kind": "A",
            "obligation_id": str(owed.id),
            "parcel_id": str(parcel),
            "seq": 1,
            "token": occasions_of(in_the_post.id)[0].token,
        },
        "tokens": [
            issue(actor.user_id).text  # type: ignore[arg-type]
            for actor in (here.citizen, here.other_citizen, here.clerk, here.officer(case))
        ],
    }


@pytest.mark.slow
def test_no_call_ends_in_a_fault_and_every_answer_is_as_described(
    known: dict[str, Any], one_connection: None
) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", wsgi)
    with override_settings(API_REQUESTS=10**6, API_REQUESTS_WITHOUT_TOKEN=10**6):
        names = {
            each.ok().definition.raw["operationId"]: each.ok()
            for each in schema.get_all_operations()
        }
        assert len(names) == sum(map(len, described()["paths"].values()))
        for operation in names.values():
            try_out(operation, known)


def try_out(operation: Any, known: dict[str, Any]) -> None:
    """Some calls of one operation, each undone."""
    modes = st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    calls = modes.flatmap(lambda mode: operation.as_strategy(generation_mode=mode))

    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(calls, st.booleans(), st.sampled_from([*known["tokens"], None]))
    def call(case: Any, real: bool, token: str | None) -> None:
        if real:
            for name in case.path_parameters or {}:
                case.path_parameters[name] = known["ids"].get(name, case.path_parameters[name])
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with transaction.atomic():
            response = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(response, checks=CHECKS)

    call()
