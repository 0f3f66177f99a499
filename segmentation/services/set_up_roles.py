"""Groups for who sees, who proposes and who approves what is switched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

APP = "segmentation"


class Role(StrEnum):
    SEE = "see"
    PROPOSE = "propose"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a role is called, and what it holds beside seeing everything."""

    name: Any
    more: Sequence[str] = ()


ROLES: Mapping[Role, Grant] = {
    Role.SEE: Grant(name=_("May see switches")),
    Role.PROPOSE: Grant(name=_("May propose switches"), more=("add_draft", "change_draft", "preview_as")),
    Role.APPROVE: Grant(
        name=_("May approve switches"),
        more=(
            "approve_draft",
            "preview_as",
            "change_featurerule",
            "change_featuresetting",
            "change_featureoverride",
            "change_segment",
        ),
    ),
}


class NoPermissionsError(Exception):
    """The database has no permissions yet: they are made by `migrate`."""


class UnknownPeopleError(Exception):
    """Nobody has these user names."""


@transaction.atomic
def set_up_roles(members: Mapping[Role, Iterable[str]] | None = None) -> Mapping[Role, Group]:
    """Make the groups, and take people in by their user names; what is there already stays as it is.

    A group that the shop gave more keeps that. Raises NoPermissionsError, UnknownPeopleError.
    """
    groups = {role: _group(grant) for role, grant in ROLES.items()}
    for role, names in (members or {}).items():
        groups[role].user_set.add(*_people(list(names)))
    return groups


def _group(grant: Grant) -> Group:
    held = Permission.objects.filter(content_type__app_label=APP)
    seeing = held.filter(codename__startswith="view_")
    more = held.filter(codename__in=grant.more)
    if not seeing or len(more) != len(grant.more):
        raise NoPermissionsError
    # It was named in the language of whoever made it.
    group = Group.objects.filter(name__in=_in_every_language(lambda: str(grant.name))).order_by("pk").first()
    group = group or Group.objects.create(name=str(grant.name))
    group.permissions.add(*seeing, *more)
    return group


def _in_every_language(say: Callable[[], str]) -> set[str]:
    said = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.add(say())
    return said


def _people(names: Sequence[str]) -> Sequence[Any]:
    users: Any = get_user_model()
    field = users.USERNAME_FIELD
    found = {getattr(user, field): user for user in users._default_manager.filter(**{f"{field}__in": names})}
    if missing := [name for name in names if name not in found]:
        raise UnknownPeopleError(", ".join(missing))
    return [found[name] for name in names]
