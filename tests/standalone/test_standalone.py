"""The plugin in a host that is not the shop, each step in a process of its own as an engineer would type it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

HOST = Path(__file__).parent
PROJECT = HOST.parents[1]
NO_SHOP = "import sys; assert not [name for name in sys.modules if name.split('.')[0] == 'shop'], 'shop was imported'"


@pytest.fixture
def host(tmp_path: Path) -> dict[str, str]:
    """The environment of the host: its own database and order file."""
    orders = tmp_path / "orders.csv"
    with orders.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["customer", "order", "ordered_at", "sku", "category", "quantity", "unit_price"])
        for number in range(12):
            day = date(2026, 5, 30) - timedelta(days=14 * number)
            writer.writerow(["BAKERY", f"B{number}", day, "flour-25", "flour", 4, "19.50"])
        writer.writerow(["CAFE", "C1", "2026-05-02", "beans-1", "coffee", 2, "14.00"])
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{HOST}{os.pathsep}{PROJECT}",
        "DJANGO_SETTINGS_MODULE": "settings",
        "STANDALONE_DATABASE": str(tmp_path / "host.sqlite3"),
        "STANDALONE_ORDERS": str(orders),
    }


def manage(host: dict[str, str], *arguments: str) -> str:
    """Run a management command, and make sure that it never imported the shop."""
    start = "from django.core.management import execute_from_command_line as run"
    return python(host, f"{start}; run(['manage', *{arguments!r}]); {NO_SHOP}")


def python(host: dict[str, str], code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], env=host, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def statuses_of_quick_order(host: dict[str, str], *customers: str) -> list[int]:
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        f"for customer in {customers!r}:\n"
        "    print(Client(headers={'X-Customer': customer}).get('/quick-order/').status_code)\n"
        f"{NO_SHOP}"
    )
    return [int(status) for status in python(host, code).split()]


def test_host_without_the_shop_migrates_classifies_and_switches(host: dict[str, str]) -> None:
    manage(host, "check", "--fail-level", "WARNING")
    manage(host, "migrate", "--verbosity", "0")

    rows = json.loads(manage(host, "classify_customers", "--as-of", "2026-06-01", "--format", "json"))

    assert [(row["customer_key"], row["buyclass"]) for row in rows] == [("BAKERY", "routine"), ("CAFE", "new")]
    assert statuses_of_quick_order(host, "BAKERY", "CAFE", "") == [200, 404, 404]

    python(
        host,
        "import django; django.setup()\n"
        "from segmentation.services.set_feature_rule import set_feature_rule\n"
        "set_feature_rule(feature='quick_order', segment='routine', state='off', actor=None)\n"
        f"{NO_SHOP}",
    )

    assert statuses_of_quick_order(host, "BAKERY") == [404]
    assert "off*" in manage(host, "list_features")
    assert "Switched off for the segment “Routine buyers”." in manage(host, "explain_customer", "BAKERY")


def test_file_is_classified_without_a_database(host: dict[str, str]) -> None:
    text = manage(
        host, "classify_customers", "--source", host["STANDALONE_ORDERS"], "--as-of", "2026-06-01", "--format", "csv"
    )

    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["customer_key"], row["buyclass"], row["reason_code"]) for row in rows] == [
        ("BAKERY", "routine", "routine_repeat"),
        ("CAFE", "new", "first_order"),
    ]
    assert not Path(host["STANDALONE_DATABASE"]).exists()


def test_host_without_the_shop_mounts_the_api(host: dict[str, str]) -> None:
    with_api = {**host, "DJANGO_SETTINGS_MODULE": "settings_with_api"}
    manage(with_api, "check", "--fail-level", "WARNING")
    manage(with_api, "migrate", "--verbosity", "0")
    manage(with_api, "classify_customers", "--as-of", "2026-06-01", "--format", "json")

    told = python(
        with_api,
        "import django; django.setup()\n"
        "from datetime import timedelta\n"
        "from django.contrib.auth.models import User\n"
        "from django.test import Client\n"
        "from django.utils import timezone\n"
        "from segmentation.rest.services.api_tokens import make_token\n"
        "now, boss = timezone.now(), User.objects.create_superuser('anna')\n"
        "_, secret = make_token(name='ERP', user=boss, scopes=['profiles:read'], expires_at=now + timedelta(days=1),"
        " actor=None, now=now)\n"
        "client = Client(headers={'Authorization': f'Bearer {secret}'})\n"
        "print(client.get('/buying/profiles/BAKERY/').json()['buyclass'])\n"
        "print(client.get('/buying/schema/?format=json').json()['info']['title'])\n"
        "print(Client().get('/buying/profiles/').status_code)\n"
        f"{NO_SHOP}",
    )

    assert told.split() == ["routine", "Buyclass", "401"]


def test_host_without_the_api_needs_none_of_its_packages(host: dict[str, str]) -> None:
    loaded = python(
        host,
        "import sys, django; django.setup()\n"
        "import segmentation.tasks, segmentation.public, segmentation.rest.permissions\n"
        "wanted = ('drf_spectacular', 'httpx', 'knox', 'openfeature', 'standardwebhooks', 'segmentation.rest.models')\n"
        "print([name for name in wanted if name in sys.modules])\n"
        f"{NO_SHOP}",
    )

    assert loaded.strip() == "[]"
