from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from unfold.admin import TabularInline


class ShownChoice(AutocompleteSelect):
    """A searched choice that is told what to show as chosen, where Django would ask the database for every row."""

    chosen: tuple[Any, str] | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        if self.chosen is None or [str(self.chosen[0])] != list(value):
            return super().optgroups(name, value, attr)
        return [(None, [self.create_option(name, *self.chosen, True, 0)], 0)]


class ShownChoicesForm(forms.ModelForm):
    """Tells each of its searched choices the row that is chosen; it was read with the form's own row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, ShownChoice):
                row = getattr(self.instance, name)
                widget.chosen = (row.pk, str(row))


class ShownChoicesInline(TabularInline):
    """Rows with searched choices, in two queries for any number of them."""

    form = ShownChoicesForm
    related: ClassVar[tuple[str, ...]] = ()
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related(*self.related)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = ShownChoice(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
