"""What an admin may do with ticked companies on the page of key accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segmentation.admin.company_forms import REASON_LENGTH
from segmentation.models.attributes import TEXT_LENGTH
from segmentation.registry import dimensions
from segmentation.selectors.key_accounts import A_PAGE
from segmentation.services.dismiss_key_accounts import dismiss_key_accounts, suggest_again
from segmentation.services.set_attribute import set_attribute_of_many
from segmentation.services.set_key_accounts import set_key_accounts
from segmentation.values.parse import parse_text
from segmentation.values.problems import UnfitValueError

ASIDE_DAYS = 180


class Do(StrEnum):
    MAKE = "make"
    TAKE_OFF = "take_off"
    MANAGER = "manager"
    ASIDE = "aside"
    AGAIN = "again"


class KeyAccountForm(forms.Form):
    """One button for some companies. Of one row it is posted as `make:10042`, of the ticked ones as `make`."""

    manager = forms.CharField(label=gettext_lazy("Account manager"), max_length=TEXT_LENGTH, required=False, strip=True)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=REASON_LENGTH, required=False, strip=True)
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"until": timezone.localdate() + timedelta(days=ASIDE_DAYS)})
        button, _colon, one = data.get("do", "").partition(":") if data is not None else ("", "", "")
        self.button = button
        self.ticked: Sequence[str] = data.getlist("company") if data is not None else []
        self.customer_keys: Sequence[str] = [one] if one else list(dict.fromkeys(self.ticked))

    def clean_manager(self) -> str | None:
        name: str = self.cleaned_data["manager"]
        try:
            return str(parse_text(dimensions.get("account_manager"), name)) if name else None
        except UnfitValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < timezone.localdate():
            raise forms.ValidationError(_("The last day lies in the past."))
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.button not in set(Do):
            raise forms.ValidationError(_("Choose what to do."))
        if not self.customer_keys:
            raise forms.ValidationError(_("Tick the companies first."))
        if len(self.customer_keys) > A_PAGE:
            text = _("At most %(count)d companies can be changed at once.")
            raise forms.ValidationError(text % {"count": A_PAGE})
        if self.button == Do.ASIDE:
            if not cleaned.get("reason") and "reason" not in self.errors:
                self.add_error("reason", _("Please say why, so that your colleagues know."))
            if not cleaned.get("until") and "until" not in self.errors:
                self.add_error("until", _("Say until when it is not to be suggested."))
        return cleaned

    def save(self, *, actor: AbstractBaseUser, now: datetime) -> str:
        """Make the change through its service; brings back what was done, in words, empty where nothing was to do."""
        changed = len(self._change(actor=actor, now=now))
        return self._done(changed) % {"count": changed} if changed else ""

    def _change(self, *, actor: AbstractBaseUser, now: datetime) -> Sequence[str]:
        keys, given = self.customer_keys, self.cleaned_data
        reason: str = given["reason"]
        match Do(self.button):
            case Do.MAKE:
                return set_key_accounts(keys, is_key=True, actor=actor, now=now, reason=reason)
            case Do.TAKE_OFF:
                return set_key_accounts(keys, is_key=False, actor=actor, now=now, reason=reason)
            case Do.MANAGER:
                return set_attribute_of_many(
                    customer_keys=keys,
                    dimension="account_manager",
                    value=given["manager"],
                    actor=actor,
                    now=now,
                    reason=reason,
                )
            case Do.ASIDE:
                return dismiss_key_accounts(keys, reason=reason, until=given["until"], actor=actor, now=now)
            case Do.AGAIN:
                return suggest_again(keys, actor=actor, now=now, reason=reason)

    def _done(self, changed: int) -> str:
        match Do(self.button):
            case Do.MAKE:
                return ngettext(
                    "%(count)d company is a key account now.", "%(count)d companies are key accounts now.", changed
                )
            case Do.TAKE_OFF:
                return ngettext(
                    "%(count)d company is no key account any more.",
                    "%(count)d companies are no key accounts any more.",
                    changed,
                )
            case Do.MANAGER:
                return ngettext(
                    "The account manager of %(count)d company is changed.",
                    "The account manager of %(count)d companies is changed.",
                    changed,
                )
            case Do.ASIDE:
                return ngettext("%(count)d company is put aside.", "%(count)d companies are put aside.", changed)
            case Do.AGAIN:
                return ngettext(
                    "%(count)d company may be suggested again.", "%(count)d companies may be suggested again.", changed
                )
