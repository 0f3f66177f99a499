"""Twenty features for one company, asked of other libraries, each set up as its own documentation has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import RequestFactory

from tests.benchmarks.host.switches.company import ASKED, KEYS

Ask = Callable[[], Any]


def ask_waffle() -> Ask:
    """Flags for groups, in a request of its own each time, as a page makes them."""
    from waffle import flag_is_active
    from waffle.models import Flag

    user, _ = User.objects.get_or_create(username="bo")
    group, _ = Group.objects.get_or_create(name="routine")
    user.groups.add(group)
    for number, key in enumerate(KEYS[:ASKED]):
        flag, _ = Flag.objects.get_or_create(name=key)
        if number % 2:
            flag.groups.add(group)
    factory = RequestFactory()

    def ask() -> list[Any]:
        request = factory.get("/")
        request.user = User.objects.get(pk=user.pk)
        return [flag_is_active(request, key) for key in KEYS[:ASKED]]

    return ask


def ask_flagsmith() -> Ask:
    """Flagsmith's engine over a document of twenty features and as many segments."""
    from flag_engine.engine import get_evaluation_result

    condition = {"operator": "EQUAL", "property": "buys", "value": "routine"}
    context: Any = {
        "environment": {"key": "shop", "name": "Shop"},
        "identity": {"identifier": "company-1", "key": "shop_company-1", "traits": {"buys": "routine"}},
        "features": {
            key: {"key": key, "name": key, "enabled": False, "value": 5, "metadata": {"id": number}}
            for number, key in enumerate(KEYS[:ASKED])
        },
        "segments": {
            f"segment-{number}": {
                "key": f"segment-{number}",
                "name": f"Segment {number}",
                "rules": [{"type": "ALL", "conditions": [condition], "rules": []}],
                "overrides": [
                    {
                        "key": key,
                        "name": key,
                        "enabled": True,
                        "value": 7,
                        "priority": number,
                        "metadata": {"id": number},
                    }
                ],
            }
            for number, key in enumerate(KEYS[:ASKED])
        },
    }
    return lambda: get_evaluation_result(context)


def ask_openfeature() -> Ask:
    """OpenFeature's SDK over its own in-memory provider, with the details of every answer."""
    from openfeature import api
    from openfeature.evaluation_context import EvaluationContext
    from openfeature.provider.in_memory_provider import InMemoryFlag, InMemoryProvider

    api.set_provider(InMemoryProvider({key: InMemoryFlag("on", {"on": True, "off": False}) for key in KEYS[:ASKED]}))
    client, company = api.get_client(), EvaluationContext(targeting_key="company-1")
    return lambda: [client.get_boolean_details(key, False, company) for key in KEYS[:ASKED]]


def ask_sets() -> Ask:
    """The least there is: which companies have what, in a dict of sets; no reason, no change."""
    those = {key: frozenset(f"company-{number}" for number in range(500)) for key in KEYS[:ASKED]}
    return lambda: ["company-1" in those[key] for key in KEYS[:ASKED]]
