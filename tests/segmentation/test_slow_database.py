"""The database answers too late: pages go on by what was published last, and the health page says so."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from segmentation.cache import trouble_since
from segmentation.public import has_feature
from segmentation.services.set_kill_switch import set_kill_switch

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True, available_apps=["segmentation"])]


def test_page_goes_on_by_what_was_published_last(settings: Settings) -> None:
    settings.SEGMENTATION = settings.SEGMENTATION | {"SNAPSHOT_MAX_AGE": 0, "SNAPSHOT_PATIENCE": 0.05}
    assert has_feature("acme", "toy_search") is True

    with psycopg.connect(_address()) as other:
        other.execute("LOCK TABLE segmentation_publishedsnapshot IN ACCESS EXCLUSIVE MODE")
        meanwhile = has_feature("acme", "toy_search")
        trouble = trouble_since()
        other.rollback()
    set_kill_switch(feature="toy_search", killed=True, actor=None)
    after = has_feature("acme", "toy_search")

    assert (meanwhile, trouble is not None) == (True, True)
    assert (after, trouble_since()) == (False, None)


def _address() -> str:
    own = connection.get_connection_params()
    return psycopg.conninfo.make_conninfo(
        host=own["host"], port=own["port"], user=own["user"], password=own.get("password", ""), dbname=own["dbname"]
    )
