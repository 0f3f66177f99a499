"""What is measured of measuring effects, on PostgreSQL."""

from __future__ import annotations

from tests.benchmarks.bench import Bench
from tests.benchmarks.child import run_in_child
from tests.benchmarks.postgres import HOST_SETTINGS, own_database
from tests.benchmarks.results import Goal

COMPANIES = 1_000_000
WORK = "tests.benchmarks.host.effects"
GOAL_OF_MEMORY = Goal(figure="above_mib", most=1024, unit="MiB above a bare process")


def measure_effect(bench: Bench) -> None:
    """A million companies, or as many as the largest size has lines where that is fewer; a tenth is held out."""
    companies = min(COMPANIES, bench.sizes[-1])
    with own_database(bench.server_url) as url:
        env = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": HOST_SETTINGS}
        run_in_child(f"{WORK}:fill_ordered", env=env, count=companies)
        bench.take(
            f"{WORK}:measure_enrolling", case="effect", what=f"{companies:,} companies taken into a trial", env=env
        )
        bench.take(
            f"{WORK}:measure_reading",
            case="effect",
            what=f"the effect read of {companies:,} companies",
            goals=(GOAL_OF_MEMORY,),
            env=env,
        )
