"""Rows that are changed on the framework's own pages: who changed what, from what to what, goes into the audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from segmentation.admin.base import PluginAdmin, actor_of
from segmentation.services.audit import write_difference
from segmentation.words.facts import Facts


class AuditedDeletionAdmin(PluginAdmin):
    """Rows that a service adds and changes, and the framework deletes."""

    audit_action: ClassVar[str]

    def read_facts(self, rows: Sequence[Any]) -> Sequence[Facts]:
        """What the audit keeps of rows, one for each."""
        raise NotImplementedError

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, self.model._default_manager.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        facts = self.read_facts(list(queryset))
        super().delete_queryset(request, queryset)
        for before in facts:
            self._note(request, before, None)

    def _note(self, request: HttpRequest, before: Facts | None, after: Facts | None) -> None:
        write_difference(action=self.audit_action, actor=actor_of(request), before=before, after=after)


class AuditedAdmin(AuditedDeletionAdmin):
    """Rows that the framework adds, changes and deletes."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # What is asked about is the row as it stands; `obj` has been filled in already.
        request._bc_before = self._stored(obj.pk) if change else None  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        before: Facts | None = request._bc_before  # type: ignore[attr-defined]
        self._note(request, before, self._stored(form.instance.pk))

    def _stored(self, pk: Any) -> Facts:
        (facts,) = self.read_facts([self.model._default_manager.get(pk=pk)])
        return facts
