"""Calls that nobody would think of, made up from the description: whatever is sent, the API has an answer to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from segmentation.rest.schema import PluginGenerator
from tests.segmentation.admin.rows import make_category_profile, make_profile, make_run
from tests.segmentation.rest.conftest import Caller
from tests.segmentation.rest.routes import routes
from tests.segmentation.rest.test_rules import GOOD

pytestmark = pytest.mark.django_db

ASKED = os.environ.get("BUYCLASS_API_EXAMPLES")
EXAMPLES = int(ASKED or 15)
"""Calls of each sort and operation. The same ones every time, unless more are asked for."""
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)


@pytest.fixture
def api(caller: Caller) -> Iterator[Any]:
    """The API with something in it to be found by chance."""
    make_profile("0")
    make_category_profile("0", "paper")
    make_run()
    caller.post("segments/", {"key": "0", "name": "Zero", "rule": GOOD})
    schema = schemathesis.openapi.from_dict(PluginGenerator().get_schema(public=True))
    schema.app = get_wsgi_application()
    # A server lets go of the database after each call; a test must not, and Django's own client does the same.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation_id", [route.operation for route in routes()])
def test_nothing_that_is_sent_breaks_it(api: Any, caller: Caller, operation_id: str, mode: GenerationMode) -> None:
    """What the description allows, and what it does not."""
    operation = api.find_operation_by_id(operation_id)

    @settings(
        max_examples=EXAMPLES,
        derandomize=ASKED is None,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: Any) -> None:
        headers = {"Authorization": f"Bearer {caller.secret}"}
        case.call_and_validate(headers=headers, checks=CHECKS)

    call()
