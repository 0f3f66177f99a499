"""Drafts come from files, for instance from another shop where they were tried."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from segmentation.models import Draft, DryRun
from segmentation.public import has_feature
from segmentation.services.ensure_builtin_segments import ensure_builtin_segments
from segmentation.services.publish_draft import publish_draft
from tests.segmentation.admin.rows import AT

pytestmark = pytest.mark.django_db

Load = Callable[..., None]
ON = {"kind": "rule", "feature": "toy_reorder", "segment": "", "after": {"state": "on"}}


@pytest.fixture
def load(tmp_path: Path) -> Load:
    ensure_builtin_segments()

    def load(data: Any, **more: Any) -> None:
        path = tmp_path / "draft.json"
        path.write_text(data if isinstance(data, str) else json.dumps(data))
        call_command("load_draft", path, verbosity=0, **more)

    return load


def test_draft_holds_the_changes_and_what_they_would_do(load: Load, django_user_model: Any) -> None:
    django_user_model.objects.create_user("boss")

    load({"title": "Ideas", "reason": "A try", "changes": [ON]}, author="boss")

    draft = Draft.objects.get()
    assert (draft.title, draft.reason, draft.author.get_username(), draft.state) == ("Ideas", "A try", "boss", "open")
    assert [(change.feature, change.after["state"]) for change in draft.changes.all()] == [("toy_reorder", "on")]
    assert DryRun.objects.get(draft=draft).state == "finished"
    assert not has_feature("acme", "toy_reorder")
    publish_draft(draft.pk, actor=None, now=AT)
    assert has_feature("acme", "toy_reorder")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("{", "Expecting property name"),
        ([], "does not hold a draft as described"),
        ({"title": "Ideas"}, "does not hold a draft as described: 'changes'"),
        ({"title": "Ideas", "changes": [ON, {**ON, "feature": "nosuch"}]}, "2: There is no feature “nosuch”."),
        ({"title": "Ideas", "changes": [{**ON, "segment": "nosuch"}]}, "1: There is no segment “nosuch”."),
        ({"title": "Ideas", "changes": [{**ON, "after": {"state": "perhaps"}}]}, "1: A feature is on, off, or as"),
        ({"title": "Ideas", "changes": [{**ON, "kind": "wish"}]}, "1: 'wish' is not a valid"),
        (
            {"title": "Ideas", "changes": [{"kind": "segment_rule", "segment": "new", "after": {"rule": {"is": "x"}}}]},
            "1: ",
        ),
    ],
)
def test_mistake_is_named_and_leaves_no_draft(load: Load, data: Any, said: str) -> None:
    with pytest.raises(CommandError) as refused:
        load(data)

    assert said in str(refused.value)
    assert Draft.objects.count() == 0


def test_author_who_is_nobody_is_refused(load: Load) -> None:
    with pytest.raises(CommandError, match="nobody with the log-in name “ghost”"):
        load({"title": "Ideas", "changes": [ON]}, author="ghost")
