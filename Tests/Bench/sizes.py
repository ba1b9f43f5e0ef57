"""How much is measured: `full` for docs/performance.md, `smoke` to prove in three minutes that all of it runs."""

import os

SMOKE = os.environ.get("BENCH_SIZE", "full") == "smoke"
ROUNDS = 1 if SMOKE else 3


def size(full, smoke):
    return smoke if SMOKE else full
