from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone

from shop.companies.models import Company
from shop.demo.accounts import Row, plan_accounts
from shop.demo.benefits import plan_benefits
from shop.demo.catalogue import plan_catalogue
from shop.demo.companies import plan_companies
from shop.demo.people import STAFF
from shop.demo.tables.draft import DRAFT
from shop.demo.tables.segments import CHOICES, SEGMENTS
from shop.orders.models import Order

YEAR = timedelta(days=365)


def load_facts(*, seed: int, as_of: date) -> None:
    """Tell segmentation what is known of the demo companies beside their orders, and make the demo's segments.

    All of it comes in as an outsider's would: from files, by the commands that a host has.
    """
    companies = plan_companies(seed=seed, as_of=as_of)
    accounts = list(plan_accounts(companies, bought=_bought(as_of), seed=seed))
    benefits = plan_benefits(companies, plan_catalogue(seed=seed, as_of=as_of), seed=seed)
    with TemporaryDirectory() as folder:
        call_command("import_attributes", _written(Path(folder) / "accounts.csv", accounts), verbosity=0)
        call_command("load_benefits", _as_json(Path(folder) / "benefits.json", benefits), verbosity=0)
        call_command("refresh_facts", verbosity=0)
        call_command("load_segments", _as_json(Path(folder) / "segments.json", segments_file()), verbosity=0)


def load_draft() -> None:
    """Begin the draft that the demo's admins find, by who proposes; nothing of it is live."""
    with TemporaryDirectory() as folder:
        file = _as_json(Path(folder) / "draft.json", DRAFT)
        call_command("load_draft", file, author=STAFF["propose"].email, verbosity=0)


def segments_file() -> dict[str, object]:
    """The segments and what was chosen by hand, as `manage.py load_segments` reads them."""
    numbers = dict(Company.objects.order_by().values_list("name", "number"))
    choices = [
        {"segment": segment, "customers": [numbers[name]], "include": include, "reason": reason, "days": days}
        for segment, name, include, reason, days in CHOICES
    ]
    return {"segments": SEGMENTS, "choices": choices}


def _bought(as_of: date) -> dict[str, Decimal]:
    """What each company bought in the 12 months before."""
    now = timezone.make_aware(datetime.combine(as_of, time.min))
    orders = Order.objects.filter(placed_at__gte=now - YEAR, placed_at__lt=now).order_by()
    return dict(orders.values_list("company__number").annotate(spent=Sum("net_total")))


def _written(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _as_json(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path
