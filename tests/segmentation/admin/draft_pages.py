"""How tests go through the pages of drafts."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from segmentation.models import Draft

URL = "/admin/segmentation/draft/"
LATER = "2099-06-01T08:00"
STEPS = ["propose", "approve", "send-back", "publish", "schedule", "unschedule", "discard", "roll-back"]
STEPS += ["propose-roll-back", "approve-roll-back", "decline-roll-back"]


def page_of(client: Client, draft: Draft) -> str:
    return client.get(f"{URL}{draft.pk}/change/").content.decode()


def buttons(client: Client, draft: Draft) -> list[str]:
    """The steps that the page offers."""
    return re.findall(rf"/draft/{draft.pk}/do/([a-z-]+)/", page_of(client, draft))


def take(client: Client, draft: Draft, step: str, **posted: Any) -> Any:
    return client.post(f"{URL}{draft.pk}/do/{step}/", posted)


def state_of(draft: Draft) -> str:
    return str(Draft.objects.get(pk=draft.pk).state)


def put(client: Client, draft: Draft, address: str, **posted: Any) -> Any:
    return client.post(f"{URL}{draft.pk}/put/{address}", posted)


def changes_of(draft: Draft) -> list[tuple[str, str, str, str, Any]]:
    return list(draft.changes.values_list("kind", "feature", "segment_key", "customer_key", "after"))
