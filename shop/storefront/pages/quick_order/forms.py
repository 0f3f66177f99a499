from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from shop.cart.lines_text import LONGEST_TEXT
from shop.storefront.pages.quick_order.read_file import ALLOWED_TYPES, read_lines


class QuickOrderForm(forms.Form):
    """Lines of item numbers and quantities, typed or from a file; both together are one list."""

    use_required_attribute = False

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    lines = forms.CharField(
        label=_("Item numbers and quantities"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(
            attrs={"class": "lines-text", "spellcheck": "false", "autocapitalize": "off", "wrap": "off"}
        ),
        error_messages={
            "max_length": _("That is too much text at once. Please split it up."),
            "required": _("Add at least one item: paste lines here, or choose a file."),
        },
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(ALLOWED_TYPES)}),
        error_messages={"empty": _("The file is empty.")},
    )

    def clean_file(self) -> str:
        file: Any = self.cleaned_data["file"]
        return read_lines(file) if isinstance(file, UploadedFile) else ""

    def clean(self) -> None:
        """Lines may be missing where a file brings some."""
        from_file = self.cleaned_data.get("file", "")
        if from_file and self.has_error("lines", "required"):
            del self.errors["lines"]
        if self.errors:
            return
        typed = self.cleaned_data.get("lines", "").rstrip()
        self.cleaned_data["text"] = "\n".join(part for part in (typed, from_file) if part)
        if not self.cleaned_data["text"]:
            self.add_error("lines", self.fields["lines"].error_messages["required"])
