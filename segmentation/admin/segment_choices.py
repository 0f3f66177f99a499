"""Putting companies into a segment or out of it by hand: one, or a list of them that is looked at before it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segmentation.admin.base import PluginAdmin, actor_of
from segmentation.admin.company_forms import REASON_LENGTH
from segmentation.admin.htmx import HTMX
from segmentation.admin.rule_builder.lists import join_list, split_list
from segmentation.admin.segment_tasks import enqueue_refresh, standing_of
from segmentation.contracts import CustomerLabel
from segmentation.models import Segment
from segmentation.selectors.customer_labels import find_customers, label_customers
from segmentation.selectors.known_customers import known_customers
from segmentation.selectors.may_switch import NeedsDraftError, check_may_choose
from segmentation.selectors.segment_choices import list_choices
from segmentation.services.set_choices import set_choices
from segmentation.services.set_membership_choice import set_membership_choice
from segmentation.tables.read import UploadError
from segmentation.tables.uploaded import read_first_column
from segmentation.words.segment_names import segment_name

FOUND = 20
SHOWN_WRONG = 50
HEADS = {"number", "customer", "customer number", "customer_key", "company", "key", "nr", "no"}


INCLUDE: Mapping[str, bool | None] = {"yes": True, "no": False, "rule": None}


class ChoiceForm(forms.Form):
    include = forms.TypedChoiceField(
        label=gettext_lazy("What to do"),
        choices=[
            ("yes", gettext_lazy("Put in")),
            ("no", gettext_lazy("Keep out")),
            ("rule", gettext_lazy("Leave to the rule again")),
        ],
        coerce=INCLUDE.__getitem__,
        empty_value="",
        initial="yes",
    )
    companies = forms.CharField(
        label=gettext_lazy("Companies"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=REASON_LENGTH,
        error_messages={"required": gettext_lazy("Please say why, so that your colleagues know.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < timezone.localdate():
            raise forms.ValidationError(_("The last day lies in the past."))
        return until

    @property
    def expires_at(self) -> datetime | None:
        """The end of the last day, where the shop is."""
        until = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min)) if until else None


@dataclass
class ChoicesPage:
    """One request for the page of a segment's choices by hand."""

    admin: PluginAdmin
    request: HttpRequest
    segment: Segment
    may_choose: bool
    known: Sequence[str] = ()
    wrong: Sequence[tuple[int | None, str, str]] = ()
    """The row in the file, or None for what was typed; what stands there, and what is wrong with it."""
    is_checked: bool = False
    unread: str = ""
    found: Sequence[CustomerLabel] = ()
    form: ChoiceForm = field(default_factory=ChoiceForm)

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            self._find(self.request.GET.get("find", "").strip())
            return self._page()
        button = self.request.POST.get("do", "check")
        if button.startswith("remove:"):
            return self._remove(button.removeprefix("remove:"))
        self._read()
        if button == "apply" and self.form.is_valid() and self.known and not self.unread:
            return self._apply()
        self.is_checked = self.form.is_valid() and not self.unread
        return self._page()

    def _find(self, text: str) -> None:
        if text:
            labels = label_customers(find_customers(text, limit=FOUND))
            self.found = list(labels.values())

    def _read(self) -> None:
        """The posted companies, those of a file with them, each known or with what is wrong."""
        data = self.request.POST.copy()
        listed: list[tuple[int | None, str]] = [(None, value) for value in split_list(data.get("companies", ""))]
        upload = self.request.FILES.get("file")
        if upload is not None:
            try:
                listed += read_first_column(upload, heads=HEADS)
            except UploadError as error:
                self.unread = str(error)
        keys = list(dict.fromkeys(value for _row, value in listed))
        data["companies"] = join_list(keys)
        self.form = ChoiceForm(data)
        known = known_customers(keys)
        seen: set[str] = set()
        wrong = []
        for row, value in listed:
            if value in seen:
                wrong.append((row, value, _("This company is named twice; once counts.")))
            elif value not in known:
                wrong.append((row, value, _("No company has this number.")))
            seen.add(value)
        self.wrong = wrong
        self.known = [key for key in keys if key in known]

    def _apply(self) -> HttpResponse:
        include, expires_at = self.form.cleaned_data["include"], self.form.expires_at
        try:
            check_may_choose(self.segment, companies=len(self.known), include=include, expires_at=expires_at)
        except NeedsDraftError as error:
            self.form.add_error(None, str(error))
            return self._page()
        done = set_choices(
            segment_key=self.segment.key,
            customer_keys=self.known,
            include=include,
            reason=self.form.cleaned_data["reason"],
            expires_at=expires_at,
            actor=actor_of(self.request),
            now=timezone.now(),
        )
        if done.refresh is not None:
            messages.success(self.request, self._soon(done.changed, include))
            enqueue_refresh(self.request, done.refresh)
        elif done.changed:
            messages.success(self.request, self._done(done.changed, include))
        else:
            messages.info(self.request, _("Nothing to change: it stands like that already."))
        if left_out := len({value for _row, value, _why in self.wrong} - set(self.known)):
            text = ngettext("%(count)d row was left out.", "%(count)d rows were left out.", left_out)
            messages.warning(self.request, text % {"count": left_out})
        return HttpResponseRedirect(self.request.path)

    @staticmethod
    def _done(changed: int, include: bool | None) -> str:
        if include is None:
            text = ngettext(
                "%(count)d company goes by the rule again.", "%(count)d companies go by the rule again.", changed
            )
        else:
            text = ngettext("%(count)d company is set by hand.", "%(count)d companies are set by hand.", changed)
        return text % {"count": changed}

    @staticmethod
    def _soon(changed: int, include: bool | None) -> str:
        if include is None:
            text = ngettext(
                "%(count)s company goes by the rule again. It is moved in the background; you can watch it here.",
                "%(count)s companies go by the rule again. They are moved in the background; you can watch it here.",
                changed,
            )
        else:
            text = ngettext(
                "%(count)s company is set by hand. It is moved in the background; you can watch it here.",
                "%(count)s companies are set by hand. They are moved in the background; you can watch it here.",
                changed,
            )
        return text % {"count": number_format(changed)}

    def _remove(self, key: str) -> HttpResponse:
        reason = self.request.POST.get("reason", "")[:REASON_LENGTH]
        changed = set_membership_choice(
            segment_key=self.segment.key,
            customer_keys=[key],
            include=None,
            reason=reason,
            actor=actor_of(self.request),
        )
        if changed:
            messages.success(self.request, _("The company goes by the rule again."))
        # Back to the search and the page that it was taken from.
        return HttpResponseRedirect(self.request.get_full_path())

    def _page(self) -> HttpResponse:
        asked = self.request.GET
        search = asked.get("q", "").strip()
        choices = list_choices(self.segment, search=search, page=asked.get("p", "1"))
        name = segment_name(self.segment.key, self.segment.name)
        context: dict[str, Any] = {
            **standing_of(self.segment),
            "choices": choices,
            "search": search,
            "query": urlencode({"q": search}) if search else "",
            "form": self.form,
            "may_choose": self.may_choose,
            "known": self.known,
            "wrong": self.wrong[:SHOWN_WRONG],
            "more_wrong": max(len(self.wrong) - SHOWN_WRONG, 0),
            "is_checked": self.is_checked,
            "unread": self.unread,
            "find": self.request.GET.get("find", ""),
            "found": self.found,
            "back_to": reverse("admin:segmentation_segment_page", args=[self.segment.pk]),
            "now": timezone.now(),
        }
        return self.admin.render_page(
            self.request,
            "segment_choices.html",
            title=_("%(name)s: by hand") % {"name": name},
            context=context,
            scripts=HTMX,
            styles=("segmentation/segments.css",),
        )
