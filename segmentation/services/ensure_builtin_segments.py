from __future__ import annotations

from django.db import transaction

from segmentation.contracts import MIXED, Buyclass
from segmentation.models import Segment
from segmentation.services.builtin_rules import BUILTIN_RULES
from segmentation.services.publish import publish_switches
from segmentation.words.segment_names import BUILTIN_NAMES

BUILTIN = (
    (MIXED, "Buy in all three ways, none above one half; they get every tool.", 10),
    (Buyclass.ROUTINE, "Order the same things again, in the usual amounts.", 20),
    (Buyclass.MAJOR, "Know the category, and change items, amounts or supplier.", 30),
    (Buyclass.NEW, "Buy for the first time, or in categories new to them.", 40),
)


@transaction.atomic
def ensure_builtin_segments() -> None:
    """Create the built-in segments that are missing, and publish the switches; nothing if all is there."""
    for key, description, priority in BUILTIN:
        Segment.objects.get_or_create(
            key=str(key),
            defaults={
                "name": BUILTIN_NAMES[key],
                "description": description,
                "priority": priority,
                "is_builtin": True,
                "rule": BUILTIN_RULES[key],
                "rule_version": 1,
            },
        )
        # Those that were there before segments had rules.
        Segment.objects.filter(key=str(key), is_builtin=True, rule__isnull=True).update(
            rule=BUILTIN_RULES[key], rule_version=1
        )
    publish_switches()
