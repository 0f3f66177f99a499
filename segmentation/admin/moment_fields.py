"""Form fields for a date and time where the shop is, with a sentence for those that do not exist or come twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segmentation.words.local_moments import EARLIER, LATER, LocalMomentError, moment_from_local

WHICH = "_which"
"""After the name of a moment: which of two times is meant, asked only where clocks are put back."""


class MomentsForm(forms.Form):
    """For each name in `moments`, what was typed becomes an aware moment, or an error at its field."""

    moments: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.moments:
            if cleaned.get(name):
                cleaned[name] = self._read(name, cleaned[name])
            elif name in cleaned:
                cleaned[name] = None
        return cleaned

    def _read(self, name: str, typed: str) -> datetime | None:
        which = self.data.get(name + WHICH, "")
        try:
            moment = moment_from_local(typed, which=which)
        except LocalMomentError as error:
            self.add_error(name, str(error))
            if error.is_twice:
                self._ask_which(name)
            return None
        if which and is_twice(typed):
            self._ask_which(name)
        return moment

    def _ask_which(self, name: str) -> None:
        """A field right behind that of the moment."""
        order = list(self.fields)
        order.insert(order.index(name) + 1, name + WHICH)
        self.fields[name + WHICH] = _which_field()
        self.order_fields(order)


def moment_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"type": "datetime-local"}),
        error_messages={"required": gettext_lazy("Please give a date and a time.")},
    )


def shown_moment(moment: datetime | None) -> str:
    """A moment as the field shows it."""
    if moment is None:
        return ""
    return f"{timezone.localtime(moment, timezone.get_default_timezone()):%Y-%m-%dT%H:%M}"


def is_twice(typed: str) -> bool:
    """Whether clocks show this twice."""
    try:
        moment_from_local(typed)
    except LocalMomentError as error:
        return error.is_twice
    return False


def zone_name() -> str:
    """Whose clocks are meant."""
    return _("Times are those of the shop (%(zone)s).") % {"zone": timezone.get_default_timezone_name()}


def _which_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Which of the two?"),
        choices=[(EARLIER, gettext_lazy("The first time")), (LATER, gettext_lazy("The second time"))],
        widget=forms.RadioSelect,
        required=False,
    )
