from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema_field
from rest_framework import serializers

from segmentation.models import Draft, DraftChange
from segmentation.models.features import FEATURE_LENGTH
from segmentation.models.profiles import KEY_LENGTH
from segmentation.rest.serializers.features import (
    ParametersField,
    SetOverrideSerializer,
    SetRuleSerializer,
)
from segmentation.rest.serializers.rules import RuleField
from segmentation.selectors.rule_names import drafted_rule_names
from segmentation.standing import EVERYBODY_KEY
from segmentation.words.drafts import target_text, value_after, value_before
from segmentation.words.names import NO_NAMES

Kind = DraftChange.Kind

MOST_CHANGES = 500

DRAFT_EXAMPLES = [
    OpenApiExample(
        "Two changes at once",
        value={
            "title": "Quick order for everybody",
            "changes": [
                {
                    "kind": "rule",
                    "feature": "quick_order",
                    "segment": "everybody",
                    "after": {"state": "on", "share": 20},
                },
                {"kind": "kill_switch", "feature": "old_list", "after": {"killed": True}},
            ],
        },
        request_only=True,
    )
]


class KillSwitchSerializer(serializers.Serializer[Any]):
    killed = serializers.BooleanField()


class ByCategorySerializer(serializers.Serializer[Any]):
    allowed = serializers.BooleanField()


class DraftedRuleSerializer(SetRuleSerializer):
    reason = None  # type: ignore[assignment]


class DraftedOverrideSerializer(SetOverrideSerializer):
    parameters = ParametersField(default=dict)


class SegmentRuleSerializer(serializers.Serializer[Any]):
    rule = RuleField(allow_null=True)


class SegmentOrderSerializer(serializers.Serializer[Any]):
    order = serializers.ListField(child=serializers.SlugField(max_length=50), max_length=5000)


AFTER: Mapping[str, type[serializers.Serializer]] = {
    Kind.KILL_SWITCH: KillSwitchSerializer,
    Kind.BY_CATEGORY: ByCategorySerializer,
    Kind.RULE: DraftedRuleSerializer,
    Kind.OVERRIDE: DraftedOverrideSerializer,
    Kind.SEGMENT_RULE: SegmentRuleSerializer,
    Kind.SEGMENT_ORDER: SegmentOrderSerializer,
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    Kind.KILL_SWITCH: ("feature",),
    Kind.BY_CATEGORY: ("feature",),
    Kind.RULE: ("feature", "segment"),
    Kind.OVERRIDE: ("feature", "customer_key"),
    Kind.SEGMENT_RULE: ("segment",),
    Kind.SEGMENT_ORDER: (),
}

AFTER_NOTE = (
    "The whole of what is to stand. kill_switch: `killed`. by_category: `allowed`. rule: `state`, `share`, `held_out`, "
    "`parameters`. override: `enabled`, `reason`, `expires_at`, `parameters`, or nothing to take it back. "
    "segment_rule: `rule`. segment_order: `order`."
)


@extend_schema_field({"type": "object", "additionalProperties": True, "description": AFTER_NOTE})
class AfterField(serializers.DictField):
    """What a change is to come to; which facts that takes depends on its kind."""


class PutChangeSerializer(serializers.Serializer[Any]):
    """A change; it takes the place of an earlier one of the same target."""

    kind = serializers.ChoiceField(Kind.choices)
    feature = serializers.CharField(max_length=FEATURE_LENGTH, required=False, allow_blank=True, default="")
    segment = serializers.CharField(
        max_length=50, required=False, allow_blank=True, default="", help_text="`everybody` for where none decides."
    )
    customer_key = serializers.CharField(max_length=KEY_LENGTH, required=False, allow_blank=True, default="")
    after = AfterField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        kind, needed = attrs["kind"], NEEDED[attrs["kind"]]
        names = ("feature", "segment", "customer_key")
        problems: dict[str, Any] = {
            name: _("This is needed here.") for name in names if name in needed and not attrs[name]
        }
        problems |= {name: _("This does not belong here.") for name in names if name not in needed and attrs[name]}
        after = AFTER[kind](data=attrs["after"])
        takes_back = kind == Kind.OVERRIDE and not attrs["after"]
        if not takes_back and not after.is_valid():
            problems["after"] = after.errors
        if problems:
            raise serializers.ValidationError(problems)
        if attrs["segment"] == EVERYBODY_KEY and kind == Kind.RULE:
            attrs["segment"] = ""
        return attrs | {"after": {} if takes_back else after.validated_data}


class StartDraftSerializer(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=120)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    changes = PutChangeSerializer(many=True, required=False, default=list, max_length=MOST_CHANGES)  # type: ignore[call-arg]


class DraftFilterSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(Draft.State.choices, required=False)


class DraftChangeSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Kind.choices)
    feature = serializers.CharField()
    segment = serializers.SerializerMethodField()
    customer_key = serializers.CharField()
    before = AfterField(help_text="What stood when it was put in; once published, what it brings back.")
    after = AfterField()
    what = serializers.SerializerMethodField(help_text="What it is about, in words.")
    before_text = serializers.SerializerMethodField(help_text="In words.")
    after_text = serializers.SerializerMethodField(help_text="In words.")

    def get_segment(self, change: DraftChange) -> str:
        return change.segment_key or (EVERYBODY_KEY if change.kind == Kind.RULE else "")

    def get_what(self, change: DraftChange) -> str:
        return target_text(change)

    def get_before_text(self, change: DraftChange) -> str:
        return value_before(change, names=self.context.get("names", NO_NAMES))

    def get_after_text(self, change: DraftChange) -> str:
        return value_after(change, names=self.context.get("names", NO_NAMES))


class DraftRowSerializer(serializers.Serializer[Any]):
    """Changes that are tried, approved and published together."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    reason = serializers.CharField()
    state = serializers.ChoiceField(Draft.State.choices)
    revision = serializers.IntegerField(help_text="Goes up with every change of what is in it.")
    author = serializers.SerializerMethodField()
    approved_by = serializers.SerializerMethodField()
    published_by = serializers.SerializerMethodField()
    back_proposed_by = serializers.SerializerMethodField(help_text="Who wants it taken back.")
    back_approved_by = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    approved_at = serializers.DateTimeField(allow_null=True)
    publish_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)
    whatever_stands = serializers.BooleanField()
    published_at = serializers.DateTimeField(allow_null=True)
    rolled_back_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(allow_null=True, help_text="Of the published switches, once it is in them.")
    problem = serializers.CharField(help_text="What went wrong at its moment.")

    def get_author(self, draft: Draft) -> str:
        return _name(draft.author)

    def get_approved_by(self, draft: Draft) -> str:
        return _name(draft.approved_by)

    def get_published_by(self, draft: Draft) -> str:
        return _name(draft.published_by)

    def get_back_proposed_by(self, draft: Draft) -> str:
        return _name(draft.back_proposed_by)

    def get_back_approved_by(self, draft: Draft) -> str:
        return _name(draft.back_approved_by)


class DraftSerializer(DraftRowSerializer):
    changes = serializers.SerializerMethodField()

    @extend_schema_field(DraftChangeSerializer(many=True))
    def get_changes(self, draft: Draft) -> Any:
        changes = draft.changes.all()
        names = drafted_rule_names(value for change in changes for value in (change.before, change.after))
        return DraftChangeSerializer(changes, many=True, context={"names": names}).data


class PublishSerializer(serializers.Serializer[Any]):
    despite = serializers.ListField(
        child=serializers.IntegerField(),
        max_length=MOST_CHANGES,
        required=False,
        default=list,
        help_text="Changes to make although somebody else changed the same meanwhile.",
    )
    ends_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        help_text="When it is taken back by itself: null for never; left out, as it was scheduled.",
    )


class ScheduleSerializer(serializers.Serializer[Any]):
    publish_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    whatever_stands = serializers.BooleanField(
        required=False, default=False, help_text="Also if something that it changes is changed meanwhile."
    )


def _name(person: Any) -> str:
    return str(person.get_username()) if person else ""
