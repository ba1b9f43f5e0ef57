"""Big things: many tickets, a long ticket and a large file, through all stages; what counts is the peak memory."""

from measuring import Rows
from sandbox import Migration, Sandbox
from sizes import size
from story import flags

SMALL = {"--articles": 2, "--files": 1, "--file-bytes": 512}
CASES = [
    ("2,000 tickets", size(2000, 100), {}),
    ("20,000 tickets", size(20_000, 200), {}),
    ("200,000 tickets", size(200_000, 400), {}),
    ("a file of 2 GB", 20, {"--big-file": size(2_000_000_000, 20_000_000)}),
    ("a ticket with 10,000 articles", 20, {"--big-ticket": size(10_000, 200)}),
]


def main():
    rows = Rows("big")
    for name, tickets, more in CASES:
        migration = Migration("big").forget("extracted", "transformed", "loaded")
        migration.unlearn()
        with Sandbox(*flags(tickets, {**SMALL, **more})) as servers:
            migration.point(servers.environment).run("load", "check").expect()
            for stage in "extract", "transform", "load":
                before = servers.cpu
                cost = migration.run(stage).expect()
                rows.add(
                    case=name, tickets=tickets, stage=stage, seconds=cost.seconds, cpu=cost.cpu, peak_mb=cost.peak_mb,
                    server_cpu=servers.cpu - before, tickets_per_second=tickets / cost.seconds)
        migration.forget("extracted", "transformed", "loaded")
