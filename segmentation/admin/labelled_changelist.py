"""A list whose rows are about companies: their names come in one look-up a page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from segmentation.selectors.customer_labels import label_customers


class LabelledChangeListMixin:
    """Gives every row of the page on show a `label`."""

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)  # type: ignore[misc]
        self.result_list = list(self.result_list)
        labels = label_customers(row.customer_key for row in self.result_list)
        for row in self.result_list:
            row.label = labels.get(row.customer_key)


class LabelledAdminMixin:
    """For an admin of rows with a `customer_key`."""

    changelist_mixin: type[LabelledChangeListMixin] = LabelledChangeListMixin

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type:
        themed = super().get_changelist(request, **kwargs)  # type: ignore[misc]
        return type("LabelledChangeList", (self.changelist_mixin, themed), {})
