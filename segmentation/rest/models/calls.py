from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class AnsweredCall(models.Model):
    """The answer to a call that came with an `Idempotency-Key`, kept for when the same call comes again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    """Of the address and what was sent."""
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(null=True)
    """JSON as it was sent: a database that keeps JSON as such would sort its keys."""
    headers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="segmentation_rest_one_answer_a_key")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
