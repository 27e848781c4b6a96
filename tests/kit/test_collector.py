"""The collector is told once to look less often."""

import subprocess
import sys

ASK = """
import gc
from parley.kit.collector import calm_collector
calm_collector()
print(gc.get_threshold(), gc.get_freeze_count() > 0, gc.isenabled())
"""


def test_a_calm_collector_looks_less_often_and_leaves_what_was_imported_alone() -> None:
    told = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "(200000, 10, 10) True True"
