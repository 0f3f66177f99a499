"""The same plain metrics as window functions, for DuckDB and PostgreSQL alike."""

from __future__ import annotations

import pandas as pd

PLAIN_METRICS = """
with compared as (
    select customer_key, day, value,
        min(day) over (partition by customer_key, sku) as first_of_sku,
        min(day) over (partition by customer_key, category) as first_of_category
    from lines
),
per_company as (
    select customer_key,
        count(*) as lines,
        cast(sum(case when day > first_of_sku then 1 else 0 end) as bigint) as repeated,
        cast(sum(case when day = first_of_category then 1 else 0 end) as bigint) as first_in_category,
        min(day) as first_day,
        max(day) as last_day,
        cast(sum(value) as bigint) as value
    from compared
    group by customer_key
),
gaps as (
    select customer_key, day - lag(day) over (partition by customer_key order by day) as gap
    from (select distinct customer_key, day from lines) as days
),
rhythm as (
    select customer_key,
        count(*) as occasions,
        coalesce(max(gap), 0) as longest_gap,
        coalesce(avg(gap), 0) as mean_gap
    from gaps
    group by customer_key
)
select customer_key, lines, repeated, first_in_category, first_day, last_day, value, occasions, longest_gap, mean_gap,
    {today} - last_day as recency,
    1.0 * repeated / lines as share_repeated,
    1.0 * first_in_category / lines as share_new
from per_company join rhythm using (customer_key)
"""


def plain_metrics(lines: pd.DataFrame, *, today: int) -> pd.DataFrame:
    """Per company what `plain_pandas.plain_metrics` says, worked out by DuckDB on the frame where it lies."""
    import duckdb

    with duckdb.connect() as connection:
        connection.register("lines", lines)
        return connection.execute(PLAIN_METRICS.format(today=int(today))).df()
