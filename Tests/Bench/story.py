"""The story: list, ticket, list of attachments, attachments, post, on a server that takes its time to answer."""

import json
import re

from measuring import HERE, PYTHON, Rows, folder_aside, run
from sandbox import Migration, Sandbox
from sizes import ROUNDS, size

SHAPE = {"--articles": 3, "--files": 4, "--file-bytes": 4096}
# Latency in milliseconds, requests at once, our tickets for extract and load; then the programs beside us, at once and
# tickets: as many as each does in some seconds.
CASES = [
    (20, 20, 3000, 4000, [("serial", 1, 20), ("pool", 20, 500), ("threads", 20, 300), ("aiohttp", 20, 500)]),
    (20, 64, 8000, 4000, [("threads", 20, 300), ("aiohttp", 64, 1000)]),
    (100, 256, 10000, 4000, [("threads", 20, 300), ("aiohttp", 256, 1000)]),
]


def main():
    rows = Rows("story")
    migration = filled("story", size(4000, 60), SHAPE)
    for latency, at_once, extracted, loaded, programs in CASES:
        for half, tickets in ("extract", size(extracted, 30)), ("load", size(loaded, 30)):
            case = Case(rows, migration, latency, at_once, half, tickets)
            for round in range(ROUNDS):
                case.ours(round)
                for program, threads, count in programs:
                    case.theirs(round, program, threads, size(count, 6))
            case.ceiling()


def filled(name, tickets, shape):
    """Extracted and transformed tickets of this shape, as input for what is measured."""
    migration = Migration(name)
    with Sandbox(*flags(tickets, shape)) as servers:
        migration.point(servers.environment).forget("extracted", "transformed", "loaded")
        migration.run("load", "check").expect()
        migration.run("extract").expect()
        migration.run("transform").expect()
    return migration


def flags(tickets, shape, **others):
    """Of the sandbox: `rate_limit="10/s"` is `--rate-limit 10/s`."""
    others = {"--" + name.replace("_", "-"): value for name, value in others.items()}
    return [str(word) for pair in {"--tickets": tickets, **shape, **others}.items() for word in pair]


class Case:
    """One half of the migration at one latency and one number of requests at once."""

    def __init__(self, rows, migration, latency, at_once, half, tickets):
        self.rows, self.migration, self.half = rows, migration, half
        self.latency, self.at_once, self.tickets = latency, at_once, tickets
        # Loading needs an empty target and no source.
        self.flags = flags(tickets if half == "extract" else 1, SHAPE, latency=f"{latency}ms")

    def ours(self, round):
        """Twice: as one that knows nothing of the server, and with what that one has learned."""
        for lesson in "first run", "again":
            with Sandbox(*self.flags) as servers:
                cost = self.ours_on(servers, forgets=lesson == "first run")
                server_cpu = servers.cpu
            self.add(f"ours, {lesson}", round, servers, server_cpu, cost, self.at_once, self.tickets)

    def ours_on(self, servers, forgets):
        migration = self.migration if self.half == "load" else Migration("story-extract")
        addresses = servers.environment
        if self.half == "load":  # the tickets are of the source that they were extracted from
            addresses = {**addresses, "RT_URL": migration.environment["RT_URL"]}
        migration.point(addresses).forget("extracted" if self.half == "extract" else "loaded")
        if forgets:
            migration.unlearn()
        limit = ["--limit", self.tickets] if self.half == "load" else []
        return migration.run(self.half, "--jobs", self.at_once, *limit).expect()

    def theirs(self, round, program, threads, tickets):
        with Sandbox(*self.flags) as servers:
            where = (
                ["--url", servers["RT_URL"], "--token", servers["RT_TOKEN"], "--output", folder_aside()]
                if self.half == "extract"
                else ["--url", servers["REDMINE_URL"], "--key", servers["REDMINE_KEY"], "--data", self.migration.data])
            command = [PYTHON, HERE / f"programs/{self.half}_{program}.py", *where]
            cost = run([*command, "--tickets", tickets, "--at-once", threads]).expect()
            server_cpu = servers.cpu
        self.add(program, round, servers, server_cpu, cost, threads, json.loads(cost.output)["tickets"])

    def add(self, program, round, servers, server_cpu, cost, at_once, tickets):
        account = servers.accounts["RT" if self.half == "extract" else "REDMINE"]
        self.rows.add(
            latency=self.latency, at_once=self.at_once, half=self.half, program=program, threads=at_once, round=round,
            tickets=tickets, requests=account.requests, most_at_once=account.most_at_once, seconds=cost.seconds,
            cpu=cost.cpu, server_cpu=server_cpu, peak_mb=cost.peak_mb, tickets_per_second=tickets / cost.seconds,
            requests_per_second=account.requests / cost.seconds, requests_per_cpu=account.requests / cost.cpu,
            efficiency=account.requests * self.latency / 1000 / at_once / cost.seconds)

    def ceiling(self):
        """wrk with one ticket's address, again and again: what is to be had from this server at all."""
        seconds = size(4, 1)
        with Sandbox(*self.flags) as servers:
            token = f"Authorization: token {servers['RT_TOKEN']}"
            command = ["wrk", "-t1", f"-c{self.at_once}", f"-d{seconds}s", "-H", token]
            cost = run([*command, servers["RT_URL"] + "/REST/2.0/ticket/1"]).expect()
            server_cpu = servers.cpu
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", cost.output)[1])
        self.rows.add(
            latency=self.latency, at_once=self.at_once, half=self.half, program="wrk", threads=self.at_once, round=0,
            requests=servers.accounts["RT"].requests, seconds=cost.seconds, cpu=cost.cpu, server_cpu=server_cpu,
            peak_mb=cost.peak_mb, requests_per_second=rate, requests_per_cpu=rate * seconds / cost.cpu,
            efficiency=rate * self.latency / 1000 / self.at_once)
