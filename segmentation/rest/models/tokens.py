from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

BEGINNING_LENGTH = 9


class ApiToken(models.Model):
    """What another system shows to be let in. Only a hash is kept, so that nobody can read the token back."""

    name = models.CharField(_("name"), max_length=100, help_text=_("Which system uses it, and for what."))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    """SHA-256 of the token, which is 256 random bits: there is nothing to guess that a slow hash would slow down."""
    beginning = models.CharField(_("begins with"), max_length=BEGINNING_LENGTH, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("acts as"),
        help_text=_("The token can do nothing that this person may not do."),
    )
    scopes = models.JSONField(_("may be used to"), default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("made"), editable=False)
    expires_at = models.DateTimeField(_("holds until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    """To the hour, so that reading does not write each time."""

    class Meta:
        verbose_name = _("token of another system")
        verbose_name_plural = _("tokens of other systems")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"

    def holds(self, *, now: datetime) -> bool:
        """Whether it still lets anybody in."""
        return self.revoked_at is None and self.expires_at > now
