"""Rules of the house that no linter knows."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MACHINE_PATH = re.compile(r"(?<![A-Za-z0-9_.])/(work|farm|root|home/[a-z]+)/")
REGISTRY = re.compile(r"(index-url|find-links|registry *=|\"resolved\":) *\"?(https?|file)://", re.IGNORECASE)


def tracked_files(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def python_files() -> list[Path]:
    return [path for path in tracked_files("*.py") if "migrations" not in path.parts]


@pytest.fixture(autouse=True)
def _in_a_checkout() -> None:
    if not (ROOT / ".git").exists():
        pytest.fail("These rules are checked in a git checkout.")


def test_python_files_stay_short_enough_for_one_purpose() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in python_files()}
    long = {name: length for name, length in lengths.items() if length > 300}

    assert long == {}


def test_no_dumping_grounds() -> None:
    dumps = [str(p.relative_to(ROOT)) for p in python_files() if p.stem in {"utils", "helpers", "misc", "common"}]

    assert dumps == []


@pytest.mark.parametrize("forbidden", [MACHINE_PATH, REGISTRY], ids=["machine path", "registry"])
def test_no_machine_or_registry_in_any_text(forbidden: re.Pattern[str]) -> None:
    found = []
    for path in tracked_files():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match.group(0)}" for match in forbidden.finditer(text)]

    assert found == []


def test_python_files_postpone_annotations() -> None:
    without = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if (text := path.read_text()).strip() and "from __future__ import annotations" not in text
        if path.name != "__init__.py"
    ]

    assert without == []
