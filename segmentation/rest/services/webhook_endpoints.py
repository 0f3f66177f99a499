from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from segmentation.rest.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from segmentation.rest.services.post_abroad import check_url
from segmentation.rest.services.sign_webhook import OLD_SECRET_HOLDS, new_secret
from segmentation.services.audit import write_audit, write_difference
from segmentation.words.facts import Facts


@transaction.atomic
def save_endpoint(endpoint: WebhookEndpoint, *, actor: AbstractBaseUser | None, now: datetime) -> None:
    """Add an address with a secret of its own, or change one. Raises ForbiddenAddressError."""
    check_url(endpoint.url)
    stored = WebhookEndpoint.objects.filter(pk=endpoint.pk).first() if endpoint.pk else None
    if stored is None:
        endpoint.secret = new_secret()
        endpoint.created_at = now
        endpoint.created_by_id = actor.pk if actor else None
    endpoint.save()
    before = _facts(stored) if stored else None
    write_difference(action="webhook", actor=actor, before=before, after=_facts(endpoint))


def endpoint_facts(endpoints: Sequence[WebhookEndpoint]) -> Sequence[Facts]:
    """What the audit keeps of addresses; a secret is none of it."""
    return [_facts(endpoint) for endpoint in endpoints]


@transaction.atomic
def rotate_secret(endpoint_id: int, *, actor: AbstractBaseUser | None, now: datetime) -> WebhookEndpoint:
    """Sign with a new secret; the one before signs as well for a day, so that the other system can change over."""
    endpoint = WebhookEndpoint.objects.select_for_update().get(pk=endpoint_id)
    endpoint.old_secret, endpoint.old_secret_until = endpoint.secret, now + OLD_SECRET_HOLDS
    endpoint.secret = new_secret()
    endpoint.save(update_fields=["secret", "old_secret", "old_secret_until"])
    write_audit(action="webhook_secret", actor=actor, before="", after=endpoint.url)
    return endpoint


@transaction.atomic
def send_again(delivery_ids: Collection[int], *, now: datetime, actor: AbstractBaseUser | None = None) -> int:
    """Have messages that were given up sent again, with the ids they had; brings back how many."""
    dead = WebhookDelivery.objects.filter(pk__in=delivery_ids, state=DeliveryState.DEAD)
    count = dead.update(state=DeliveryState.WAITING, attempts=0, next_try_at=now, finished_at=None)
    if count:
        write_audit(action="webhook_resent", actor=actor, before="", after=str(count))
    return count


def _facts(endpoint: WebhookEndpoint) -> Facts:
    return Facts(
        name=endpoint.url,
        values={
            _("active"): _("Yes") if endpoint.active else _("No"),
            _("is told of"): "; ".join(sorted(endpoint.events)),
            _("description"): endpoint.description,
        },
    )
