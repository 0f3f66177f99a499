from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from shop.demo.comparison import FEWEST_ORDERS, Comparison, compare_planted
from shop.demo.management.printing import render_table
from shop.demo.planted import MAJOR, NEW, ROUTINE

ENOUGH = 0.95


class Command(BaseCommand):
    help = "Holds what was worked out from the demo orders against what was planted; fails under 95 per cent."

    def handle(self, *args: Any, **options: Any) -> None:
        comparison = compare_planted()
        if not comparison.companies:
            raise CommandError(_("No demo company was classified yet. Run load_demo, then classify_customers."))
        self.stdout.write(_render(comparison))
        for company in comparison.counted:
            if not company.right:
                facts = {"name": company.name, "kind": company.kind.label, "class": company.buyclass}
                self.stdout.write(_("Not recognised: %(name)s, %(kind)s, taken for %(class)s.") % facts)
        verdict = _("%(right)d of %(counted)d companies with %(least)d or more orders are right: %(share)s %%.") % {
            "right": sum(company.right for company in comparison.counted),
            "counted": len(comparison.counted),
            "least": FEWEST_ORDERS,
            "share": f"{100 * comparison.share_right:.1f}",
        }
        if comparison.share_right < ENOUGH:
            raise CommandError(verdict)
        self.stdout.write(verdict)


def _render(comparison: Comparison) -> str:
    return render_table(
        _("Planted, and worked out from the orders"),
        columns=[_("Planted"), _("Right is"), ROUTINE, MAJOR, NEW, _("of them mixed"), _("3+ orders"), _("right")],
        rows=[
            [
                str(kind.label),
                kind.expected,
                *(str(row[name]) for name in (ROUTINE, MAJOR, NEW, "mixed", "counted", "right")),
            ]
            for kind, row in comparison.table().items()
        ],
        numbers=True,
    )
