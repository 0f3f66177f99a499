"""What is measured of asking features and changing switches, on PostgreSQL, beside other libraries of switches."""

from __future__ import annotations

from tests.benchmarks.bench import Bench
from tests.benchmarks.child import run_in_child
from tests.benchmarks.postgres import own_database
from tests.benchmarks.results import Goal

SETTINGS = "tests.benchmarks.host.switches_settings"
WORK = "tests.benchmarks.host.switches.asking"
GOALS_OF_TWENTY = (
    Goal(figure="of_a_locmem_get", most=2, unit="gets from LocMem"),
    Goal(figure="queries", most=0, unit="queries"),
)
GOAL_OF_FIRST = Goal(figure="queries", most=1, unit="query")


def measure_switches(bench: Bench) -> None:
    """Thirty features by sixty segments, half of them switched, companies in eight segments each."""
    with own_database(bench.server_url) as url:
        env = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": SETTINGS, "REDIS_URL": bench.redis_url}
        run_in_child(f"{WORK}:fill", env=env)
        bench.take(
            f"{WORK}:measure_twenty",
            case="switches",
            what="twenty features with their reasons, warm",
            goals=GOALS_OF_TWENTY,
            env=env,
            redis_url=bench.redis_url,
        )
        bench.take(
            f"{WORK}:measure_waffle_on_redis",
            case="switches",
            what="twenty flags of django-waffle, warm, on Redis",
            env=env | {"WAFFLE_CACHE_NAME": "django_redis"},
        )
        bench.take(
            f"{WORK}:measure_first",
            case="switches",
            what="first question about a company in a process",
            goals=(GOAL_OF_FIRST,),
            env=env,
            redis_url=bench.redis_url,
        )
        bench.take(f"{WORK}:measure_switching", case="switches", what="one switch changed and published", env=env)
