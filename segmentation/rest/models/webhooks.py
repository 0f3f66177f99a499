from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

ERROR_LENGTH = 300


class WebhookEndpoint(models.Model):
    """An address of another system that is told what happens here."""

    url = models.URLField(_("address"), max_length=500)
    description = models.CharField(_("description"), max_length=200, blank=True)
    secret = models.CharField(_("secret"), max_length=80, editable=False)
    """What calls are signed with; the other system holds the same, so it has to be kept as it is."""
    old_secret = models.CharField(max_length=80, blank=True, editable=False)
    """The one before, which signs as well until the other system has changed over."""
    old_secret_until = models.DateTimeField(null=True, editable=False)
    events = models.JSONField(_("events"), default=list)
    active = models.BooleanField(_("in use"), default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("made"), editable=False)

    class Meta:
        verbose_name = _("address that is told of changes")
        verbose_name_plural = _("addresses that are told of changes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.url


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    DEAD = "dead", _("Given up")


class WebhookDelivery(models.Model):
    """One event for one address: waiting to be sent, sent, or given up."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    event_id = models.CharField(_("event"), max_length=40)
    """The same for every attempt and every address, so that a receiver can leave out what it has had."""
    event = models.CharField(_("what happened"), max_length=40)
    payload = models.JSONField(_("what is sent"))
    state = models.CharField(_("state"), max_length=9, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"))
    created_at = models.DateTimeField(_("happened"))
    finished_at = models.DateTimeField(_("done"), null=True)
    last_status = models.PositiveSmallIntegerField(_("last answer"), null=True)
    last_error = models.CharField(_("what went wrong"), max_length=ERROR_LENGTH, blank=True)

    class Meta:
        verbose_name = _("message to another system")
        verbose_name_plural = _("messages to other systems")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event_id"], name="segmentation_rest_one_delivery_an_event")
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=models.Q(state="waiting"), name="segmentation_rest_due_delivery"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.event_id}: {self.state}"
