"""What a value means and how it is worked out can be read without hovering."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import escape

from segmentation.registry import dimensions
from tests.segmentation.admin.rows import make_profile
from tests.segmentation.segment_rows import ROUTINE_ABOVE_HALF, add_segment

pytestmark = pytest.mark.django_db

ASKED = next(one for one in dimensions if one.key == "share_routine")


def test_company_page_says_what_a_value_means_and_how_it_is_worked_out(boss: Client) -> None:
    make_profile("acme")

    page = boss.get("/admin/segmentation/customerprofile/acme/change/").content.decode()

    assert f'<p class="bc-quiet">{escape(ASKED.help)}</p>' in page
    assert f'<p class="bc-quiet">{escape(ASKED.method)}</p>' in page


def test_condition_of_a_rule_says_what_it_asks_about(boss: Client) -> None:
    segment = add_segment(ROUTINE_ABOVE_HALF)

    page = boss.get(f"/admin/segmentation/segment/{segment.pk}/change/").content.decode()

    assert f'<p class="bc-quiet">{escape(ASKED.help)}</p>' in page
    assert f'<p class="bc-quiet">{escape(ASKED.method)}</p>' in page
