from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from segmentation.models import CompanyAttributes, MembershipChoice, Segment, SegmentMembership
from segmentation.models.attribute_columns import column_of
from tests.segmentation import toy_orders

pytestmark = pytest.mark.django_db

BIG = {"key": "big", "name": "Big", "rule": {"dimension": "headcount", "is": "at_least", "value": 50}}


@pytest.fixture
def load(tmp_path):
    def load(data):
        path = tmp_path / "segments.json"
        path.write_text(json.dumps(data))
        call_command("load_segments", path, verbosity=0)

    return load


@pytest.fixture
def companies():
    toy_orders.CUSTOMERS.extend(["ada", "bob", "cy"])
    call_command("classify_customers", verbosity=0)
    for key, headcount in {"ada": 80, "bob": 8}.items():
        values = {column_of("headcount"): headcount}
        CompanyAttributes.objects.create(profile_id=key, updated_at=timezone.now(), **values)


def members(segment):
    return list(SegmentMembership.objects.filter(segment__key=segment).values_list("customer_key", "source"))


def test_segments_are_there_with_their_members(companies, load):
    load({"segments": [BIG]})

    assert members("big") == [("ada", "automatic")]


def test_a_segment_that_is_there_is_changed_and_keeps_its_place(companies, load):
    load({"segments": [BIG, {"key": "other", "name": "Other"}]})
    load({"segments": [{**BIG, "name": "Small", "rule": {"not": BIG["rule"]}}]})

    assert list(Segment.objects.filter(is_builtin=False).values_list("key", "name", "priority")) == [
        ("big", "Small", 50),
        ("other", "Other", 60),
    ]
    assert sorted(members("big")) == [("bob", "automatic"), ("cy", "automatic")]


def test_companies_are_put_in_and_kept_out_by_hand(companies, load):
    choices = [
        {"segment": "big", "customers": ["bob"], "include": True, "reason": "Grows.", "days": 30},
        {"segment": "big", "customers": ["ada"], "include": False, "reason": "Shrinks."},
    ]

    load({"segments": [BIG], "choices": choices})

    assert members("big") == [("bob", "manual")]
    (expires,) = MembershipChoice.objects.filter(include=True).values_list("expires_at", flat=True)
    assert timedelta(days=29) < expires - timezone.now() < timedelta(days=31)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "does not hold segments as described"),
        ({"segments": [{"key": "x"}]}, "does not hold segments as described"),
        ({"segments": [{**BIG, "rule": {"all": []}}]}, "big: .*This group is empty"),
        ({"segments": [{"key": "mixed", "name": "Mixed"}]}, "built-in segment mixed needs a rule"),
        (
            {"segments": [], "choices": [{"segment": "x", "customers": ["a"], "include": True, "reason": "r"}]},
            "There is no segment “x”",
        ),
        (
            {"segments": [BIG], "choices": [{"segment": "big", "customers": [""], "include": True, "reason": "r"}]},
            "big: A customer key has 1 to 64 characters",
        ),
    ],
)
def test_a_wrong_file_is_refused_and_changes_nothing(load, data, said):
    before = list(Segment.objects.values_list("key", "name"))

    with pytest.raises(CommandError, match=said):
        load(data)

    assert list(Segment.objects.values_list("key", "name")) == before
