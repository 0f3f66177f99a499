from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from segmentation.models.profile_facts import Rhythm, YearlyValue
from segmentation.registry import features
from segmentation.selectors.explain_customer import Explanation, explain_customer
from segmentation.selectors.profiles import Profile
from segmentation.words.buyclass_reasons import reason_text
from segmentation.words.feature_reasons import feature_reason_text
from segmentation.words.rhythm import chance_text, next_order_text, regularity_text, usual_gap_text
from segmentation.words.segment_names import segment_name
from segmentation.words.value import money_text, trend_text, wallet_text


class Command(BaseCommand):
    help = "Say how one company buys and which features it has, each with the reason."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", metavar="KEY", help="the company's key")

    def handle(self, **options: Any) -> None:
        explanation = explain_customer(options["key"], now=timezone.now())
        if explanation.profile is None:
            raise CommandError(_("No run has seen a company with the key %(key)s.") % {"key": options["key"]})
        self.stdout.write("\n".join(_lines(explanation, explanation.profile)))


def _lines(explanation: Explanation, profile: Profile) -> Iterator[str]:
    yield f"{explanation.name} ({explanation.customer_key})"
    yield from _profile_lines(profile)
    if profile.rhythm is not None and profile.rhythm.orders:
        yield from _rhythm_lines(profile.rhythm)
    if explanation.value is not None:
        yield from _value_lines(explanation.value)
        if explanation.knows_wallet:
            yield "  " + _("Share of wallet: %(share)s") % {"share": wallet_text(explanation.value)}
    yield _("Segments: %(names)s") % {
        "names": ", ".join(segment_name(segment.key, segment.name) for segment in explanation.segments) or "-"
    }
    if profile.categories:
        yield ""
        yield _("By category")
    for row in profile.categories:
        name = explanation.category_names.get(row.category, row.category)
        yield f"  {name}: {row.get_buyclass_display()}. {reason_text(row.reason_code, row.reason_params)}"
    yield ""
    yield _("Features")
    for key, answer in explanation.answers.items():
        state = _("on") if answer.enabled else _("off")
        yield f"  {features.get(key).label} ({key}): {state}. {feature_reason_text(answer)}"


def _profile_lines(profile: Profile) -> Iterator[str]:
    if profile.override is not None:
        yield _("Buying type chosen by hand: %(type)s, until %(until)s. %(reason)s") % {
            "type": profile.override.get_buyclass_display(),
            "until": timezone.localtime(profile.override.expires_at).strftime("%Y-%m-%d"),
            "reason": profile.override.reason,
        }
    computed = profile.computed
    if computed is None:
        return
    yield _("Buying type from its orders: %(type)s (%(sure).0f %% sure)") % {
        "type": computed.get_buyclass_display(),
        "sure": computed.confidence * 100,
    }
    yield "  " + reason_text(computed.reason_code, computed.reason_params)
    yield _("  Routine %(routine).0f %%, major repurchase %(major).0f %%, new %(new).0f %%") % {
        "routine": computed.share_routine * 100,
        "major": computed.share_major * 100,
        "new": computed.share_new * 100,
    }
    yield _("  %(orders)d orders, the last on %(last)s; %(activity)s") % {
        "orders": computed.occasions,
        "last": computed.last_order or "-",
        "activity": computed.get_activity_display(),
    }


def _rhythm_lines(rhythm: Rhythm) -> Iterator[str]:
    yield _("Rhythm")
    facts = [
        (_("Usual gap"), usual_gap_text(rhythm)),
        (_("Regularity"), regularity_text(rhythm.regularity)),
        (_("Next order expected"), next_order_text(rhythm) or "-"),
        (_("Chance of an order in the next 30 days"), chance_text(rhythm.order_chance)),
    ]
    yield from (f"  {name}: {text}" for name, text in facts)


def _value_lines(value: YearlyValue) -> Iterator[str]:
    amounts = {"year": money_text(value.last_year), "before": money_text(value.year_before)}
    yield _("Value: %(year)s in the last 12 months, %(before)s in the 12 before") % amounts
    yield "  " + trend_text(value)
