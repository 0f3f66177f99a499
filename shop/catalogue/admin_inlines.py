from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest
from unfold.admin import TabularInline


class SharedChoicesInline(TabularInline):
    """An inline whose rows share one list of choices, where Django would read the list again for every row.

    A page builds its formsets several times over, so the list is kept with the request.
    """

    shared_choices: ClassVar[tuple[str, ...]] = ()
    extra = 0
    hide_title = True

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> ModelChoiceField:
        field: ModelChoiceField = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name in self.shared_choices:
            known: dict[ForeignKey, list[Any]] = request.__dict__.setdefault("shared_choices", {})
            if db_field not in known:
                choices: Any = field.choices
                # Asked for its length, the iterator would count in the database first.
                known[db_field] = list(iter(choices))
            field.choices = known[db_field]
        return field


class ReadOnlyInline(TabularInline):
    """Rows to look at: what they say changes elsewhere."""

    extra = 0
    max_num = 0
    hide_title = True
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
