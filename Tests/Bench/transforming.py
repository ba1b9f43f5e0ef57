"""`transform` beside programs that only read and write the same lines."""

import json

from measuring import HERE, PYTHON, WORK, Rows, folder_aside, run
from realservers import LIVE
from sandbox import Migration
from sizes import ROUNDS, size
from story import SHAPE, filled


def main():
    rows = Rows("transform")
    measure(rows, "sandbox", filled("transform", size(4000, 60), SHAPE))
    real = Migration("real", LIVE / "migration.json5")
    if (real.data / "transformed/tickets.jsonl").exists():
        measure(rows, "Request Tracker", real)


def measure(rows, source, migration):
    migration.offline()
    path = migration.data / "extracted/tickets.jsonl"
    tickets = sum(1 for _ in open(path, "rb"))
    for round in range(ROUNDS):
        for program, cost in programs(migration, path):
            seconds = cost.seconds
            rows.add(
                source=source, program=program, round=round, tickets=tickets, seconds=seconds, cpu=cost.cpu,
                peak_mb=cost.peak_mb, tickets_per_second=tickets / seconds,
                megabytes_per_second=path.stat().st_size / 1e6 / seconds)


def programs(migration, path):
    """Each with its cost, all on one core but the second."""
    one, two = ["taskset", "-c", "0"], ["taskset", "-c", "0,1"]
    yield "ours, 1 core", migration.run("transform", prefix=one).expect(0, 3)
    yield "ours, 2 cores", migration.run("transform", prefix=two).expect(0, 3)
    yield "jq -c .", piped(one, ["jq", "-c", "."], path)
    yield "Python json", piped(one, [PYTHON, HERE / "programs/round_json.py"], path)
    yield "Python orjson", piped(one, [PYTHON, HERE / "programs/round_orjson.py"], path)
    yield "dlt normalize", normalized(one, path)


def piped(prefix, command, path):
    """Output into a file, as ours."""
    words = " ".join(str(word) for word in command)
    return run([*prefix, "sh", "-c", f"exec {words} <'{path}' >'{WORK}/lines'"]).expect()


def normalized(prefix, path):
    cost = run([*prefix, PYTHON, HERE / "programs/normalize_dlt.py", path, folder_aside()]).expect()
    told = json.loads(cost.output.strip().splitlines()[-1])
    cost.seconds, cost.cpu = told["seconds"], told["cpu"]
    return cost
