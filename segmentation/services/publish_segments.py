from __future__ import annotations

from collections.abc import Sequence

from django.db import connections, router
from django.utils import timezone

from segmentation.cache import forget_published
from segmentation.contracts import BUILTIN_SEGMENTS, Buyclass
from segmentation.models import PublishedSnapshot
from segmentation.models.among import BETWEEN
from segmentation.services.publish import publish_customers

# Each customer's memberships are looked up by key: the database would rather read all there are, every time. Segments
# are looked up in two arrays, as a join would go through all of them for each customer.
PUBLISH = """
WITH ranked AS MATERIALIZED (
    SELECT array_agg(id ORDER BY priority) AS ids, array_agg(key ORDER BY priority) AS keys FROM segmentation_segment
)
UPDATE segmentation_publishedsnapshot AS published
SET payload = jsonb_set(published.payload, '{segments}', fresh.segments), published_at = %s
FROM (
    SELECT customer.key,
        coalesce(held.keys, '[]')
        || CASE WHEN coalesce(held.is_classed, false) THEN '[]' ELSE jsonb_build_array(%s::text) END AS segments
    FROM unnest(string_to_array(%s, %s)) AS customer (key)
    CROSS JOIN ranked
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(ranked.keys[place] ORDER BY place) AS keys, bool_or(ranked.keys[place] = ANY(%s)) AS is_classed
        FROM (
            SELECT array_position(ranked.ids, segment_id) AS place
            FROM segmentation_segmentmembership WHERE customer_key = customer.key
        ) AS member
    ) AS held
) AS fresh
WHERE published.subject = fresh.key AND published.payload -> 'segments' IS DISTINCT FROM fresh.segments
"""


def publish_segments(customer_keys: Sequence[str]) -> None:
    """Publish in which segments these customers are, where that changed: what `publish_customers` does of it, for many.

    One statement in PostgreSQL. The caller holds the customers' locks, and a snapshot of each is there.
    """
    if not customer_keys:
        return
    connection = connections[router.db_for_write(PublishedSnapshot)]
    if connection.vendor != "postgresql":
        publish_customers(customer_keys)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            PUBLISH,
            [timezone.now(), Buyclass.NEW.value, BETWEEN.join(customer_keys), BETWEEN, list(BUILTIN_SEGMENTS)],
        )
    forget_published(customer_keys)
