"""A real Request Tracker and a real Redmine: our programs beside the clients that people use for them."""

import json
import re
import shutil
import tempfile
from pathlib import Path

from measuring import HERE, PYTHON, WORK, Rows, folder_aside, run
from realservers import LIVE, empty_redmine, request_tracker
from recording import Recording
from sandbox import Migration
from sizes import ROUNDS, size

TICKETS = size(500, 20)
ROUNDS = min(ROUNDS, 2)
# Fewer, for five turns more.
REPLAYED = size(200, 10)
AT_ONCE = [1, 2, 4, 8, 16]
NOWHERE = {"REDMINE_URL": "http://127.0.0.1:1", "REDMINE_KEY": ""}


def main():
    rows, migration = Rows("real"), Migration("real", LIVE / "migration.json5")
    with request_tracker(TICKETS) as tracker:
        for round in range(ROUNDS):
            extract(rows, tracker, migration, round)
    with empty_redmine() as redmine:
        migration.point({**tracker.environment, **redmine.environment})
        migration.run("load", "check").expect()
        migration.run("transform").expect()
    for round in range(ROUNDS):
        load(rows, tracker, migration, "ours", round, ours(migration))
        load(rows, tracker, migration, "python-redmine", round, python_redmine(migration))
    replays(rows, tracker, migration)


def extract(rows, tracker, migration, round):
    migration.point({**tracker.environment, **NOWHERE}).forget("extracted")
    before = tracker.cpu
    cost = migration.run("extract", "--stats").expect()
    requests = int(re.search(r"^requests +([\d,]+):", cost.output, re.MULTILINE)[1].replace(",", ""))
    add(rows, "extract", "ours", round, cost, tracker.cpu - before, TICKETS, requests)
    before = tracker.cpu
    cost = run([
        PYTHON, HERE / "programs/extract_rt_client.py", "--url", tracker["RT_URL"], "--token", tracker["RT_TOKEN"],
        "--output", folder_aside(), "--tickets", TICKETS, "--at-once", 20]).expect()
    told = json.loads(cost.output)
    add(rows, "extract", "rt", round, cost, tracker.cpu - before, told["tickets"], told["requests"])


def load(rows, tracker, migration, program, round, start, tickets=TICKETS):
    """On a Redmine as it is before the first ticket; its own log says how many requests came."""
    with empty_redmine() as redmine:
        migration.point({**tracker.environment, **redmine.environment}).forget("loaded")
        before = redmine.cpu
        cost = start(redmine).expect(0, 3)
        complete = re.search(r"Loaded: ([\d,]+) tickets complete", cost.output)
        tickets = int(complete[1].replace(",", "")) if complete else tickets
        log = Path(redmine["REDMINE_LOG"]).read_text(errors="replace")
        requests = len(re.findall(r"Started (?:GET|POST|PUT|DELETE) ", log))
        add(rows, "load", program, round, cost, redmine.cpu - before, tickets, requests)


def ours(migration, *words):
    return lambda redmine: migration.run("load", *words)


def python_redmine(migration):
    return lambda redmine: run([
        PYTHON, HERE / "programs/load_python_redmine.py", "--url", redmine["REDMINE_URL"],
        "--key", redmine["REDMINE_KEY"], "--data", migration.data, "--tickets", TICKETS, "--at-once", 8])


def replays(rows, tracker, migration):
    """The very calls of ours, sent again by a plain client at every number at once, beside ours."""
    limit = ["--limit", REPLAYED]
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        calls = Path(folder) / "calls"
        record(tracker, migration, calls, limit)
        load(rows, tracker, migration, "ours, as replayed", 0, ours(migration, *limit), REPLAYED)
        for at_once in AT_ONCE:
            load(rows, tracker, migration, f"replay, {at_once} at once", 0, replay(calls, at_once), REPLAYED)
        load(rows, tracker, migration, "ours, as replayed", 1, ours(migration, *limit), REPLAYED)


def replay(calls, at_once):
    return lambda redmine: run([
        PYTHON, HERE / "programs/replay.py", redmine["REDMINE_URL"], redmine["REDMINE_KEY"], calls, at_once])


def record(tracker, migration, calls, limit):
    with empty_redmine() as redmine, Recording(redmine["REDMINE_URL"], "--bodies") as recording:
        migration.point({**tracker.environment, **redmine.environment, "REDMINE_URL": recording.address})
        migration.forget("loaded").run("load", "--jobs", "1", *limit).expect()
        shutil.copy(recording.log, calls)


def add(rows, half, program, round, cost, server_cpu, tickets, requests):
    rows.add(
        half=half, program=program, round=round, tickets=tickets, requests=requests, seconds=cost.seconds,
        cpu=cost.cpu, server_cpu=server_cpu, peak_mb=cost.peak_mb, tickets_per_second=tickets / cost.seconds)
