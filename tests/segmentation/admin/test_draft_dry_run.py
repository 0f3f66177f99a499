from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from segmentation.models import Draft, DryRun, DryRunPart, Segment
from segmentation.selectors import dry_run_effects
from segmentation.services import run_dry_run
from segmentation.services.put_change import drop_change, put_change
from segmentation.services.set_kill_switch import set_kill_switch
from segmentation.services.start_draft import start_draft
from tests.segmentation.admin.conftest import LogIn
from tests.segmentation.admin.rows import AT, make_category_profile, make_profile, make_segments

URL = "/admin/segmentation/draft/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db: None) -> Draft:
    """Toy reorder, made for routine buyers, off for them; and on for new buyers."""
    for n, buyclass in enumerate(["routine", "routine", "new"]):
        make_profile(f"c{n}", buyclass=buyclass)
    draft = start_draft(title="Spring", actor=None, now=AT)
    for segment, state in (("routine", "off"), ("new", "on")):
        put_change(
            draft.pk, kind="rule", feature="toy_reorder", segment=segment, after={"state": state}, actor=None, now=AT
        )
    return draft


def try_it(client: Client, draft: Draft) -> Any:
    return client.post(f"{URL}{draft.pk}/dry-run/", follow=True).context


def named(context: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (company.label.name, [(effect.move, effect.what) for effect in company.effects]) for company in context["named"]
    ]


def rows_of(client: Client, draft: Draft) -> list[list[str]]:
    response: Any = client.get(f"{URL}{draft.pk}/dry-run/everybody.csv")
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))[1:]


def test_page_says_by_name_who_gains_and_who_loses(log_in: LogIn, draft: Draft) -> None:
    context = try_it(log_in("view_draft"), draft)

    assert sorted(named(context)) == [
        ("C0 Trading", [("loses", "Toy reorder")]),
        ("C1 Trading", [("loses", "Toy reorder")]),
        ("C2 Trading", [("gains", "Toy reorder")]),
    ]
    assert (context["result"].gaining, context["result"].losing, context["is_stale"]) == (1, 2, False)


def test_names_are_narrowed_to_one_effect(boss: Client, draft: Draft) -> None:
    try_it(boss, draft)

    narrowed = boss.get(f"{URL}{draft.pk}/change/?move=gains&about=toy_reorder").context
    nothing = boss.get(f"{URL}{draft.pk}/change/?move=as_json&about=toy_reorder").context

    assert [name for name, _effects in named(narrowed)] == ["C2 Trading"]
    assert named(nothing) == []


def test_categories_and_segments_are_told(boss: Client, draft: Draft) -> None:
    make_category_profile("c0", "chairs", buyclass="major")
    make_segments(1)
    rule = Segment.objects.get(key="new").rule
    put_change(draft.pk, kind="segment_rule", segment="group-0", after={"rule": rule}, actor=None, now=AT)
    put_change(draft.pk, kind="kill_switch", feature="toy_prices", after={"killed": True}, actor=None, now=AT)

    context = try_it(boss, draft)
    effects = dict(named(context))

    assert effects["C0 Trading"] == [("loses", "Toy reorder"), ("loses", "Toy prices")]
    assert effects["C2 Trading"] == [("gains", "Toy reorder"), ("joins", "Group 0")]
    page = boss.get(f"{URL}{draft.pk}/change/").content.decode()
    assert "in The chairs shelf" in page


def test_result_is_marked_once_the_switches_have_changed(boss: Client, draft: Draft) -> None:
    try_it(boss, draft)
    set_kill_switch(feature="toy_ideas", killed=True, actor=None)

    context = boss.get(f"{URL}{draft.pk}/change/").context

    assert context["is_stale"]


def test_large_shops_have_a_worker_do_it(boss: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_dry_run, "INLINE", 0)
    boss.post(f"{URL}{draft.pk}/dry-run/")
    waiting = boss.get(f"{URL}{draft.pk}/dry-run/progress/")

    run = DryRun.objects.get()
    run_dry_run.run_dry_run(run.pk, now=AT)
    done = boss.get(f"{URL}{draft.pk}/dry-run/progress/")

    assert 'hx-trigger="load delay:1500ms"' in waiting.content.decode()
    assert "HX-Refresh" not in waiting
    assert done["HX-Refresh"] == "true"


def test_table_has_a_row_for_everything_that_happens_to_everybody(
    boss: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dry_run_effects, "AT_ONCE", 1)
    make_category_profile("c0", "chairs", buyclass="major")
    put_change(draft.pk, kind="kill_switch", feature="toy_prices", after={"killed": True}, actor=None, now=AT)
    try_it(boss, draft)

    assert [(row[0], row[1], *row[3:]) for row in rows_of(boss, draft)] == [
        ("c0", "C0 Trading", "Loses", "Toy reorder", ""),
        ("c0", "C0 Trading", "Loses", "Toy prices", "The chairs shelf"),
        ("c1", "C1 Trading", "Loses", "Toy reorder", ""),
        ("c2", "C2 Trading", "Gains", "Toy reorder", ""),
    ]


def test_table_is_what_was_worked_out_and_looks_at_no_company_again(
    boss: Client, draft: Draft, django_assert_num_queries: Any
) -> None:
    try_it(boss, draft)
    make_profile("later", buyclass="new")
    drop_change(draft.changes.get(segment_key="routine").pk, actor=None)

    with django_assert_num_queries(8):
        rows = rows_of(boss, draft)

    assert [row[0] for row in rows] == ["c0", "c1", "c2"]


def test_table_that_is_not_there_is_to_be_worked_out_first(boss: Client, draft: Draft) -> None:
    never = boss.get(f"{URL}{draft.pk}/dry-run/everybody.csv", follow=True)
    offered = try_it(boss, draft)["has_everybody"]
    DryRunPart.objects.all().delete()
    page = boss.get(f"{URL}{draft.pk}/change/").content.decode()

    assert "Work out first what the draft would do" in never.content.decode()
    assert (offered, "Everybody as CSV" in page) == (True, False)
    assert "To take everybody away as CSV, work it out again." in page


@pytest.mark.parametrize("count", [1, 60])
def test_page_with_names_costs_the_same_for_many_companies(
    boss: Client, draft: Draft, settings: Settings, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        make_profile(f"d{n}")
    try_it(boss, draft)

    with django_assert_num_queries(12):
        boss.get(f"{URL}{draft.pk}/change/")
