"""The property tax of the same accounts by eurzad-bench and by OpenFisca-Core, in one run.

    pip install openfisca-core numpy
    python Benchmarks/tax_openfisca.py [ACCOUNTS] [PROGRAM]

PROGRAM is eurzad-bench (default .build/release/eurzad-bench). Prints the time of each, best of seven, and how many taxes differ from
exact integers. OpenFisca keeps numbers as 32-bit floating point, so some of its taxes are a złoty off.
"""
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

RATES = {"residential": 125, "business_buildings": 3553, "other_buildings": 1200, "other_land": 77, "business_land": 145}
NAMES = [*RATES, "structures", "months"]


def inputs(count, seed=1):
    """Hundredths of m², grosze of structures, months: one row an account."""
    rng = np.random.default_rng(seed)

    def some(most, one_in):
        return np.where(rng.integers(0, one_in, count) == 0, rng.integers(1, most, count), 0)

    return np.column_stack([
        some(30_000, 1), some(200_000, 10), some(20_000, 2), some(500_000, 1), some(1_000_000, 10), some(100_000_000, 20),
        rng.integers(1, 13, count),
    ]).astype("<i8")


def exact(rows):
    """Integers only: each line to the grosz, the sum to the złoty, a half up."""
    months = rows[:, 6]
    total = np.zeros(len(rows), dtype=np.int64)
    for column, rate in enumerate(RATES.values()):
        total += (rows[:, column] * rate * months + 600) // 1200
    total += ((rows[:, 5] + 50) // 100 * 2 * months + 6) // 12
    return (total + 50) // 100


def openfisca(rows):
    account = Entity("account", "accounts", "", "")

    def variable(name, kind):
        return type(name, (Variable,), {"value_type": kind, "entity": account, "definition_period": DateUnit.YEAR, "label": name})

    class tax(Variable):
        value_type = float
        entity = account
        definition_period = DateUnit.YEAR
        label = "property tax"

        def formula(accounts, period):
            months = accounts("months", period)
            total = 0
            for name, rate in RATES.items():
                total = total + np.floor(accounts(name, period) * (rate / 100) * months / 12 * 100 + 0.5) / 100
            value = np.floor(accounts("structures", period) + 0.5)
            total = total + np.floor(value * 0.02 * months / 12 * 100 + 0.5) / 100
            return np.floor(total + 0.5)

    system = TaxBenefitSystem([account])
    for name in NAMES:
        system.add_variable(variable(name, int if name == "months" else float))
    system.add_variable(tax)
    best = None
    for _ in range(7):
        simulation = SimulationBuilder().build_default_simulation(system, len(rows))
        for column, name in enumerate(NAMES):
            simulation.set_input(name, "2026", rows[:, column] if name == "months" else rows[:, column] / 100)
        start = time.perf_counter()
        result = simulation.calculate("tax", "2026")
        spent = time.perf_counter() - start
        best = spent if best is None else min(best, spent)
    return best, result.astype(np.int64)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    program = sys.argv[2] if len(sys.argv) > 2 else str(pathlib.Path(__file__).resolve().parent.parent / ".build/release/eurzad-bench")
    rows = inputs(count)
    right = exact(rows)
    with tempfile.TemporaryDirectory() as directory:
        file = pathlib.Path(directory) / "accounts"
        rows.tofile(file)
        output = subprocess.run([program, "tax", str(file)], capture_output=True, text=True, check=True).stdout
        ours = np.fromfile(str(file) + ".out", dtype="<i8")
    spent = dict(line.split() for line in output.splitlines())
    best, theirs = openfisca(rows)
    print(f"accounts {count}")
    print(f"eurzad    {int(spent['tax-microseconds']) / 1000:9.1f} ms, {np.count_nonzero(ours != right)} taxes differ from exact integers")
    print(f"openfisca {best * 1000:9.1f} ms, {np.count_nonzero(theirs != right)} taxes differ from exact integers")
    sys.exit(0 if np.array_equal(ours, right) else 1)


if __name__ == "__main__":
    main()
