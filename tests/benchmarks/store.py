"""Results of all machines in one file: a run renews what it measured, on its own machine, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.results import CASES, Result, from_json

SAME_MACHINE = ("processor", "processors", "memory_gib")
OF_ONE_RUN = ("day", "commit", "load_before")
"""Said of each result instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A machine, and what was measured on it, in the order of CASES."""

    machine: dict[str, Any]
    results: Sequence[Result]

    def of(self, case: str) -> list[Result]:
        return [result for result in self.results if result.case == case]

    def is_on(self, machine: dict[str, Any]) -> bool:
        return all(self.machine[key] == machine[key] for key in SAME_MACHINE)


def read_measured(path: Path) -> list[Measured]:
    """What was written so far, machine by machine in the order in which they came."""
    if not path.exists():
        return []
    return [
        Measured(machine=stored["machine"], results=[from_json(row) for row in stored["results"]])
        for stored in json.loads(path.read_text())["machines"]
    ]


def write_measured(path: Path, measured: Sequence[Measured]) -> None:
    rows = [{"machine": one.machine, "results": [result.as_json() for result in one.results]} for one in measured]
    path.write_text(json.dumps({"machines": rows}, indent=1) + "\n")


def merge_run(earlier: Sequence[Measured], machine: dict[str, Any], results: Sequence[Result]) -> list[Measured]:
    """These results in place of the same ones of this machine; all others stay, and so do other machines."""
    said = {key: value for key, value in machine.items() if key not in OF_ONE_RUN}
    own = next((one for one in earlier if one.is_on(machine)), Measured(machine={}, results=()))
    found = {result.same_as: result for result in [*own.results, *results]}
    in_order = sorted(found.values(), key=lambda result: CASES.index(result.case))
    renewed = Measured(machine={**own.machine, **said}, results=in_order)
    merged = [renewed if one is own else one for one in earlier]
    return merged if own in earlier else [*merged, renewed]
