"""The engine starts at once and without a web framework: what is heavy is imported when needed."""

import subprocess
import sys

import pytest

HEAVY = ["django", "duckdb", "highspy", "numpy", "polars", "pyspark", "rich"]

# As in `import sihang.rulebook` on a machine where Django is not installed.
BLOCK_DJANGO = "import sys; sys.modules['django'] = None\n"
SAY_WHAT_IS_LOADED = f"\nimport sys; print([m for m in {HEAVY} if sys.modules.get(m)])"


def run(program):
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", ["sihang.values", "sihang.rulebook", "sihang.cli.main"])
def test_importing_loads_nothing_heavy(module):
    done = run(f"import {module}{SAY_WHAT_IS_LOADED}")

    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.parametrize("module", ["sihang.values", "sihang.rulebook"])
def test_the_engine_imports_where_django_is_blocked(module):
    done = run(f"{BLOCK_DJANGO}import {module}")

    assert (done.returncode, done.stderr) == (0, "")
