from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.segmentation.admin.stock_host import PAGES

ROOT = Path(__file__).resolve().parents[3]


def test_every_page_opens_in_an_admin_without_a_theme() -> None:
    command = [sys.executable, "-m", "tests.segmentation.admin.stock_host"]

    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)

    assert ran.stdout.splitlines() == [f"200 False {page}" for page in PAGES], ran.stderr
