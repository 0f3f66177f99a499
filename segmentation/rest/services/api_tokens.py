"""Tokens are made here and shown once; what is kept cannot be turned back into them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from segmentation.rest.models import ApiToken
from segmentation.rest.models.tokens import BEGINNING_LENGTH
from segmentation.services.audit import write_audit

PREFIX = "bc_"
"""So that whoever searches code and logs for secrets finds ours."""

NOTED_AFTER = timedelta(hours=1)


@transaction.atomic
def make_token(
    *,
    name: str,
    user: AbstractBaseUser,
    scopes: Sequence[str],
    expires_at: datetime,
    actor: AbstractBaseUser | None,
    now: datetime,
) -> tuple[ApiToken, str]:
    """Add a token; brings back its row and the token itself, which is nowhere else."""
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        digest=digest_of(text),
        beginning=text[:BEGINNING_LENGTH],
        user_id=user.pk,
        scopes=sorted(scopes),
        created_by_id=actor.pk if actor else None,
        created_at=now,
        expires_at=expires_at,
    )
    write_audit(action="api_token", actor=actor, before="", after=_described(token))
    return token, text


@transaction.atomic
def revoke_token(token_id: int, *, actor: AbstractBaseUser | None, now: datetime) -> bool:
    """Let a token in no more, at once; brings back whether it was not revoked before."""
    token = ApiToken.objects.select_for_update().get(pk=token_id)
    if token.revoked_at is not None:
        return False
    token.revoked_at = now
    token.save(update_fields=["revoked_at"])
    write_audit(action="api_token", actor=actor, before=_described(token), after="")
    return True


def find_token(text: str, *, now: datetime) -> ApiToken | None:
    """The token that holds, with the person it acts as; None for any other text, and for a person not active."""
    token = ApiToken.objects.select_related("user").filter(digest=digest_of(text)).first()
    return token if token and token.holds(now=now) and token.user.is_active else None


def note_use(token: ApiToken, *, now: datetime) -> None:
    """Keep when a token was last used, at most once an hour."""
    if token.last_used_at is None or now - token.last_used_at >= NOTED_AFTER:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - NOTED_AFTER)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def digest_of(text: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(text.encode()).hexdigest()


def _described(token: ApiToken) -> str:
    return f"{token}: {', '.join(token.scopes)}"
