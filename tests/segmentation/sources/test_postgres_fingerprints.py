"""A fingerprint taken by PostgreSQL changes when the lines do, and only then."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from segmentation.contracts import CustomerRange
from tests.segmentation.sources.odd_lines import BY_UNITS, CHATHAM, OddLine, add, odd_lines, source

__all__ = ["odd_lines"]

# Only the plugin's own tables are emptied after each test, which is quicker than emptying a whole shop's.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, available_apps=["segmentation"])]


@pytest.mark.usefixtures("odd_lines")
class TestFingerprints:
    def test_unchanged_lines_have_the_same_text(self) -> None:
        add()
        add(client="bolt")

        assert source().fingerprints(CustomerRange()).to_dict() == source().fingerprints(["bolt", "acme"]).to_dict()
        assert list(source().fingerprints(["acme", "nobody"]).index) == ["acme"]

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("at", "at + interval '1 day'"),
            ("item", "'b'"),
            ("kind", "'kind'"),
            ("grams", "2"),
            ("total", "1.01"),
            ("sent_back", "true"),
            ("origin", "'quote'"),
        ],
    )
    def test_changed_line_has_another(self, column: str, value: str) -> None:
        add()
        add()
        before = source().fingerprints(CustomerRange())["acme"]
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE source_tests_oddline SET {column} = {value} "  # noqa: S608
                "WHERE id = (SELECT min(id) FROM source_tests_oddline)"
            )

        assert source().fingerprints(CustomerRange())["acme"] != before

    def test_line_that_is_there_twice_counts_twice(self) -> None:
        add()
        once = source().fingerprints(CustomerRange())["acme"]
        add()

        assert source().fingerprints(CustomerRange())["acme"] != once

    def test_hour_of_the_same_day_changes_nothing(self) -> None:
        add()
        before = source().fingerprints(CustomerRange())["acme"]
        OddLine.objects.update(at=datetime(2024, 1, 1, 13, tzinfo=UTC))

        assert source().fingerprints(CustomerRange())["acme"] == before

    def test_other_rules_make_other_texts(self) -> None:
        add()
        sources = [
            source(),
            source(zone=CHATHAM),
            source(minor_digits=3),
            source(other_skus=frozenset()),
            source(BY_UNITS),
        ]

        assert len({one.fingerprints(CustomerRange())["acme"] for one in sources}) == 5
