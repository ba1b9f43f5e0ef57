"""A real Request Tracker and a real Redmine: our programs beside the clients that people use for them."""

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from measuring import HERE, PYTHON, WORK, Rows, folder_aside, run
from realservers import LIVE, RealServer, empty_redmine, request_tracker
from recording import Recording
from sandbox import Migration
from sizes import ROUNDS, size

TICKETS = size(500, 20)
ROUNDS = min(ROUNDS, 2)
AT_ONCE = [1, 2, 4, 8]
# Redmine's databases, and how many rounds: what people run, and what they try it out with.
DATABASES = {"postgresql": ROUNDS, "sqlite": 1}
NOWHERE = {"REDMINE_URL": "http://127.0.0.1:1", "REDMINE_KEY": ""}


def main():
    rows, migration = Rows("real"), Migration("real", LIVE / "migration.json5")
    with request_tracker(TICKETS) as tracker:
        for round in range(ROUNDS):
            extract(rows, tracker, migration, round)
    for database in DATABASES:
        loads(rows, database, tracker, migration)


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


def loads(rows, database, tracker, migration):
    # What the stages know of the other one.
    migration.forget("transformed", "loaded").unlearn()
    with empty_redmine(database) as redmine:
        migration.point({**tracker.environment, **redmine.environment})
        migration.run("load", "check").expect()
        migration.run("transform").expect()
    loading = Loading(rows, database, tracker, migration)
    with tempfile.TemporaryDirectory(dir=WORK) as folder:
        calls = Path(folder) / "calls"
        record(loading, calls)
        for round in range(loading.rounds):
            measure_round(loading, round, calls)
        loading.measure("ours", loading.rounds, ours(migration))


def measure_round(loading, round, calls):
    """The replays are the very calls of ours, sent again by a plain client at so many tickets at once."""
    loading.measure("ours", round, ours(loading.migration))
    for at_once in AT_ONCE:
        loading.measure(f"replay, {at_once} at once", round, replay(calls, at_once))
    loading.measure("python-redmine", round, python_redmine(loading.migration))


@dataclass
class Loading:
    """Loads into Redmines with one of the databases, each as it is before the first ticket."""

    rows: Rows
    database: str
    tracker: RealServer
    migration: Migration

    @property
    def rounds(self):
        return DATABASES[self.database]

    def measure(self, program, round, start):
        """The server's own log says how many requests came."""
        with empty_redmine(self.database) as redmine:
            self.point(redmine)
            before = redmine.cpu
            cost = start(redmine).expect(0, 3)
            complete = re.search(r"Loaded: ([\d,]+) tickets complete", cost.output)
            tickets = int(complete[1].replace(",", "")) if complete else TICKETS
            log = Path(redmine["REDMINE_LOG"]).read_text(errors="replace")
            requests = len(re.findall(r"Started (?:GET|POST|PUT|DELETE) ", log))
            cpu = redmine.cpu - before
        add(self.rows, f"load, {self.database}", program, round, cost, cpu, tickets, requests)

    def point(self, redmine, **addresses):
        self.migration.point({**self.tracker.environment, **redmine.environment, **addresses}).forget("loaded")


def ours(migration):
    return lambda redmine: migration.run("load")


def python_redmine(migration):
    return lambda redmine: run([
        PYTHON, HERE / "programs/load_python_redmine.py", "--url", redmine["REDMINE_URL"],
        "--key", redmine["REDMINE_KEY"], "--data", migration.data, "--tickets", TICKETS, "--at-once", 8])


def replay(calls, at_once):
    return lambda redmine: run([
        PYTHON, HERE / "programs/replay.py", redmine["REDMINE_URL"], redmine["REDMINE_KEY"], calls, at_once])


def record(loading, calls):
    with empty_redmine(loading.database) as redmine, Recording(redmine["REDMINE_URL"], "--bodies") as recording:
        loading.point(redmine, REDMINE_URL=recording.address)
        loading.migration.run("load", "--jobs", "1").expect()
        shutil.copy(recording.log, calls)


def add(rows, half, program, round, cost, server_cpu, tickets, requests):
    rows.add(
        half=half, program=program, round=round, tickets=tickets, requests=requests, seconds=cost.seconds,
        cpu=cost.cpu, server_cpu=server_cpu, peak_mb=cost.peak_mb, tickets_per_second=tickets / cost.seconds)
