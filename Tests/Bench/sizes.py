"""How much is measured: `full` is what docs/performance.md shows, `smoke` proves in three minutes that all of it runs."""

import os

SMOKE = os.environ.get("BENCH_SIZE", "full") == "smoke"
ROUNDS = 1 if SMOKE else 3


def size(full, smoke):
    return smoke if SMOKE else full
