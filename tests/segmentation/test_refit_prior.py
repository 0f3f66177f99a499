from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.timezone import now
from pytest_django import Settings

from segmentation.analysis.priors import DEFAULT_PRIOR
from segmentation.models import AuditEntry, CustomerProfile, Run, StatisticsVersion
from segmentation.selectors.statistics import active_prior, load_prior
from segmentation.services.refit_prior import publish_prior, refit_prior
from segmentation.services.start_full_run import RunInProgressError, start_full_run
from tests.segmentation import toy_orders
from tests.segmentation.toy_orders import AS_OF, order

pytestmark = pytest.mark.django_db


@pytest.fixture
def sixty_buyers() -> None:
    """Companies that buy by and by less of the same: enough orders to learn from."""
    random = np.random.default_rng(7)
    for number in range(60):
        key = f"company-{number:02}"
        toy_orders.CUSTOMERS.append(key)
        for back in range(12):
            day = AS_OF - timedelta(days=int(20 * back + random.integers(0, 9)))
            for _ in range(3):
                item = int(random.integers(0, 2 + 8 * (number % 30)))
                order(key, day, f"item-{item}", category=f"kind-{item // 4}", value=int(random.integers(100, 900)))


def profiles() -> list[dict[str, Any]]:
    return list(CustomerProfile.objects.order_by("pk").values("customer_key", "buyclass", "prior_version"))


def test_refit_learns_from_all_orders_and_stores_nothing(sixty_buyers: None) -> None:
    refit = refit_prior(as_of=AS_OF)

    assert (refit.old, refit.companies, refit.unread) == (DEFAULT_PRIOR, 60, 0)
    assert refit.occasions == 60 * 11
    assert refit.new.version.startswith("own-orders-")
    assert (StatisticsVersion.objects.count(), Run.objects.count(), active_prior()) == (0, 0, DEFAULT_PRIOR)


@pytest.mark.parametrize("size", [7, 60])
def test_refit_does_not_depend_on_the_parts(sixty_buyers: None, settings: Settings, size: int) -> None:
    whole = refit_prior(as_of=AS_OF)
    settings.SEGMENTATION = settings.SEGMENTATION | {"SHARD_SIZE": size}

    assert refit_prior(as_of=AS_OF) == whole


def test_whoever_was_said_to_change_is_who_changes(sixty_buyers: None, tmp_path: Path) -> None:
    call_command("classify_customers", as_of=AS_OF, output=tmp_path / "rows")
    before = {row["customer_key"]: row["buyclass"] for row in profiles()}
    refit = refit_prior(as_of=AS_OF)
    publish_prior(refit.new, as_of=AS_OF, now=now())

    call_command("classify_customers", as_of=AS_OF, output=tmp_path / "rows")

    after = {row["customer_key"]: row["buyclass"] for row in profiles()}
    moved = [(key, before[key], kind) for key, kind in after.items() if kind != before[key]]
    assert [(move.customer_key, move.old, move.new) for move in refit.moves] == moved
    assert {row["prior_version"] for row in profiles()} == {refit.new.version}
    assert Run.objects.latest("pk").prior_version == refit.new.version


def test_published_prior_is_kept_as_it_was_fitted_and_noted(sixty_buyers: None) -> None:
    refit = refit_prior(as_of=AS_OF)

    publish_prior(refit.new, as_of=AS_OF, now=now())

    assert active_prior() == load_prior(refit.new.version) == refit.new
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.before, entry.after) == ("prior", DEFAULT_PRIOR.version, refit.new.version)


def test_prior_is_not_changed_under_a_run(sixty_buyers: None) -> None:
    refit = refit_prior(as_of=AS_OF)
    start_full_run(as_of=AS_OF, now=now())

    with pytest.raises(RunInProgressError):
        publish_prior(refit.new, as_of=AS_OF, now=now())

    assert active_prior() == DEFAULT_PRIOR


def test_command_says_who_would_change_and_publishes_nothing(
    sixty_buyers: None, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    refit = refit_prior(as_of=AS_OF)

    call_command("refit_prior", as_of=AS_OF, format="json", output=tmp_path / "moves.json")

    rows = json.loads((tmp_path / "moves.json").read_text())
    assert [(row["customer_key"], row["was"], row["becomes"]) for row in rows] == [
        (move.customer_key, move.old, move.new) for move in refit.moves
    ]
    assert rows[0]["name"] == f"{rows[0]['customer_key'].title()} Ltd"
    said = capsys.readouterr().err
    assert "Learnt from 660 orders that follow another of the same company, of 60 companies." in said
    assert f"version: {DEFAULT_PRIOR.version} -> {refit.new.version}" in said
    assert StatisticsVersion.objects.count() == 0


def test_command_publishes_and_works_everybody_out(sixty_buyers: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("refit_prior", as_of=AS_OF, publish=True)

    assert f"{active_prior().version} is in use now." in capsys.readouterr().err
    assert {row["prior_version"] for row in profiles()} == {active_prior().version}
    assert active_prior() != DEFAULT_PRIOR


def test_command_refuses_to_learn_from_few_orders() -> None:
    order("acme", AS_OF, "pen")

    with pytest.raises(CommandError, match=r"^A prior needs at least 500 orders .*, not 0\.$"):
        call_command("refit_prior", as_of=AS_OF)


def test_command_takes_queue_only_with_publish() -> None:
    with pytest.raises(CommandError, match=r"^--queue goes with --publish"):
        call_command("refit_prior", queue=True)
