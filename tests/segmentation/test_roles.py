from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.functional import lazy
from pytest_django import Settings

from segmentation.models import DraftChange
from segmentation.selectors.may_publish import may_publish
from segmentation.services.set_up_roles import ROLES, Grant, Role, set_up_roles

pytestmark = pytest.mark.django_db

NAMES = ["May see switches", "May propose switches", "May approve switches"]


def set_up(**people: list[str]) -> list[str]:
    said = StringIO()
    call_command("set_up_roles", **people, stdout=said)
    return said.getvalue().splitlines()


def person(email: str) -> Any:
    users: Any = get_user_model()._default_manager
    return users.create_user(email=email, password="x", is_staff=True)


def held(email: str) -> set[str]:
    """What somebody may do beside seeing."""
    someone: Any = get_user_model()._default_manager.get(email=email)
    names = {name.removeprefix("segmentation.") for name in someone.get_all_permissions()}
    seeing = Permission.objects.filter(content_type__app_label="segmentation", codename__startswith="view_")
    assert {permission.codename for permission in seeing} <= names
    return {name for name in names if not name.startswith("view_")}


def test_roles_hold_what_they_say_and_nothing_else() -> None:
    for role in ("see", "propose", "approve"):
        person(f"{role}@example.com")

    assert set_up(see=["see@example.com"], propose=["propose@example.com"], approve=["approve@example.com"]) == NAMES

    switching = {"change_featurerule", "change_featuresetting", "change_featureoverride", "change_segment"}
    assert held("see@example.com") == set()
    assert held("propose@example.com") == {"add_draft", "change_draft", "preview_as"}
    assert held("approve@example.com") == {"approve_draft", "preview_as", *switching}


def test_who_approves_may_publish_every_kind_of_change() -> None:
    approving, proposing = person("approve@example.com"), person("propose@example.com")
    set_up(approve=[approving.email], propose=[proposing.email])

    kinds = DraftChange.Kind.values
    assert may_publish(approving, kinds)
    assert [kind for kind in kinds if may_publish(proposing, [kind])] == []


def test_again_nothing_is_made_and_nothing_taken_away() -> None:
    set_up()
    group = Group.objects.get(name="May see switches")
    more = Permission.objects.get(codename="add_run")
    group.permissions.add(more)
    someone = person("a@example.com")
    group.user_set.add(someone)
    before = Group.objects.count()

    set_up()

    assert Group.objects.count() == before
    assert more in group.permissions.all()
    assert list(group.user_set.all()) == [someone]


def test_groups_named_in_another_language_are_found(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Group.objects.count()
    settings.LANGUAGES = [("en", "English"), ("da", "Danish")]
    name = lazy(lambda: f"Seeing, in {translation.get_language()}", str)()
    monkeypatch.setitem(ROLES, Role.SEE, Grant(name=name))  # type: ignore[arg-type]
    for language in ("da", "en", "da"):
        with translation.override(language):
            set_up_roles()

    assert list(Group.objects.filter(name__startswith="Seeing").values_list("name", flat=True)) == ["Seeing, in da"]
    assert Group.objects.count() == before + 3


def test_name_that_nobody_has_is_told_and_nothing_is_made() -> None:
    before = Group.objects.count()
    with pytest.raises(CommandError, match=r"Nobody has this user name: who@example\.com"):
        set_up(see=["who@example.com"])

    assert Group.objects.count() == before


def test_before_migrate_made_the_permissions_it_is_told_to_run() -> None:
    Permission.objects.filter(content_type__app_label="segmentation").delete()

    with pytest.raises(CommandError, match="run migrate first"):
        set_up()
