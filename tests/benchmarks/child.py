"""Every measurement in a fresh process, so that its memory is its own and nothing is warm by accident."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class MeasurementError(RuntimeError):
    """A measuring process failed; the text is what it said last."""


def run_in_child(function: Callable[..., Any] | str, /, *, env: dict[str, str] | None = None, **arguments: Any) -> Any:
    """What a function of a module brings back when called in a process of its own; both ways as JSON.

    As a text ("module:function") where its module can be imported only there.
    """
    name = function if isinstance(function, str) else f"{function.__module__}:{function.__qualname__}"
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.child", name, json.dumps(arguments)],
        cwd=ROOT,
        env={**os.environ, **ONE_THREAD, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MeasurementError(f"{name} failed:\n{done.stderr[-4000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Call the function named by the first argument with the JSON of the second."""
    module, _, name = sys.argv[1].partition(":")
    if os.environ.get("DJANGO_SETTINGS_MODULE", "").startswith("tests.benchmarks."):
        import django

        django.setup()
    with warnings.catch_warnings():
        # Others' deprecations are not what is measured.
        warnings.simplefilter("ignore")
        result = getattr(importlib.import_module(module), name)(**json.loads(sys.argv[2]))
    sys.stdout.write(f"\n{json.dumps(result)}\n")


if __name__ == "__main__":
    main()
