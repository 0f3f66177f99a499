"""A provider of OpenFeature, and a client that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from openfeature import api
from openfeature.client import OpenFeatureClient
from openfeature.evaluation_context import EvaluationContext
from openfeature.flag_evaluation import FlagEvaluationDetails

from segmentation.contrib.openfeature import BuyclassProvider
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.toy_flags import toy_list


def context(key: str = "acme", **attributes: Any) -> EvaluationContext:
    return EvaluationContext(targeting_key=key, attributes=attributes)


@pytest.fixture(autouse=True)
def _toy_list(_toy_host: None) -> Iterator[None]:
    with toy_list():
        yield


@pytest.fixture
def client(db: None) -> Iterator[OpenFeatureClient]:
    """A client of a stable provider, for a routine buyer."""
    with transaction.atomic():
        make_profile("acme")
    api.set_provider_and_wait(BuyclassProvider())
    yield api.get_client()
    api.shutdown()


KINDS = {bool: "boolean", str: "string", int: "integer", float: "float", dict: "object"}


def details(client: OpenFeatureClient, key: str, default: Any, **options: Any) -> FlagEvaluationDetails[Any]:
    options.setdefault("evaluation_context", context())
    ask = getattr(client, f"get_{KINDS[type(default)]}_details")
    found: FlagEvaluationDetails[Any] = ask(key, default, **options)
    return found
