"""How a condition of a rule is said, by what it asks."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy

TURNED = {"yes": "no", "no": "yes", "known": "unknown", "unknown": "known", "ever": "never", "never": "ever"}
"""What each turns into where it does not hold, of those that have an opposite."""
TURNED_OF_ITEMS = {"in_last_days": "not_in_last_days", "not_in_last_days": "in_last_days"}
"""What is asked of items, besides."""

SENTENCES: Mapping[str, str | Promise] = {
    "at_least": gettext_lazy("%(what)s: at least %(value)s"),
    "at_most": gettext_lazy("%(what)s: at most %(value)s"),
    "more_than": gettext_lazy("%(what)s: more than %(value)s"),
    "less_than": gettext_lazy("%(what)s: less than %(value)s"),
    "equals": gettext_lazy("%(what)s: exactly %(value)s"),
    "on_or_after": gettext_lazy("%(what)s: on or after %(value)s"),
    "on_or_before": gettext_lazy("%(what)s: on or before %(value)s"),
    "one_of": gettext_lazy("%(what)s: one of %(value)s"),
    "none_of": gettext_lazy("%(what)s: known, and none of %(value)s"),
    "any_of": gettext_lazy("%(what)s: at least one of %(value)s"),
    "all_of": gettext_lazy("%(what)s: all of %(value)s"),
    "starts_with": gettext_lazy("%(what)s: starts with one of %(value)s"),
    "contains": gettext_lazy("%(what)s: contains one of %(value)s"),
    "yes": gettext_lazy("%(what)s: yes"),
    "no": gettext_lazy("%(what)s: no"),
    "known": gettext_lazy("%(what)s: known"),
    "unknown": gettext_lazy("%(what)s: not known"),
    "ever": gettext_lazy("%(what)s: at any time"),
    "never": gettext_lazy("%(what)s: never"),
    "since": gettext_lazy("%(what)s: on or after %(value)s"),
    "at_least_value": gettext_lazy("%(what)s: for at least %(value)s"),
}

SPANS: Mapping[str, str | Promise] = {
    "in_last_days": ngettext_lazy("%(what)s: in the last %(n)d day", "%(what)s: in the last %(n)d days", "n"),
    "not_in_last_days": ngettext_lazy(
        "%(what)s: not in the last %(n)d day", "%(what)s: not in the last %(n)d days", "n"
    ),
    "first_in_last_days": ngettext_lazy(
        "%(what)s: for the first time in the last %(n)d day", "%(what)s: for the first time in the last %(n)d days", "n"
    ),
    "in_next_days": ngettext_lazy("%(what)s: in the next %(n)d day", "%(what)s: in the next %(n)d days", "n"),
    "longer_ago_than_days": ngettext_lazy(
        "%(what)s: more than %(n)d day ago", "%(what)s: more than %(n)d days ago", "n"
    ),
}
"""What is asked of a count of days."""
TODAY: Mapping[str, str | Promise] = {
    "in_last_days": gettext_lazy("%(what)s: today"),
    "first_in_last_days": gettext_lazy("%(what)s: for the first time today"),
}
"""The same where the count is 0."""

OF_ONE: Mapping[str, str | Promise] = {
    "one_of": gettext_lazy("%(what)s: %(value)s"),
    "none_of": gettext_lazy("%(what)s: known, and not %(value)s"),
    "any_of": gettext_lazy("%(what)s: %(value)s"),
    "all_of": gettext_lazy("%(what)s: %(value)s"),
    "starts_with": gettext_lazy("%(what)s: starts with %(value)s"),
    "contains": gettext_lazy("%(what)s: contains %(value)s"),
}
"""The same of a list with a single value."""

OF_YEARS: Mapping[str, str | Promise] = {
    "at_least": gettext_lazy("%(what)s: %(value)s or later"),
    "at_most": gettext_lazy("%(what)s: %(value)s or earlier"),
    "more_than": gettext_lazy("%(what)s: after %(value)s"),
    "less_than": gettext_lazy("%(what)s: before %(value)s"),
    "equals": gettext_lazy("%(what)s: %(value)s"),
}
"""The same of a number that is a year."""
