"""Files that a CPU-second brings: almost nothing but attachments of 4 KB, from a server without delay.

Ours asks for a hundred of them at a time; for the others each is a request.
"""

import json
from pathlib import Path

from measuring import HERE, PYTHON, Rows, folder_aside, run
from sandbox import Migration, Sandbox
from sizes import ROUNDS, size
from story import flags

FILES = 40
SHAPE = {"--articles": 1, "--files": FILES, "--file-bytes": 4096}
TICKETS = size(200, 5)
# A busy host changes what is over in three seconds by a fifth.
TURNS = 2 * ROUNDS


def main():
    rows, migration = Rows("gets"), Migration("gets")
    for round in range(TURNS):
        with Sandbox(*flags(TICKETS, SHAPE)) as servers:
            migration.point(servers.environment).forget("extracted")
            cost = migration.run("extract", "--jobs", "20").expect()
        add(rows, "ours", round, cost, servers)
        for program in "requests", "aiohttp":
            with Sandbox(*flags(TICKETS, SHAPE)) as servers:
                folder = folder_aside()
                addresses = Path(folder) / "addresses"
                addresses.write_text("\n".join(files(migration.data, servers["RT_URL"])))
                command = [PYTHON, HERE / f"programs/gets_{program}.py", addresses, servers["RT_TOKEN"], folder]
                cost = run(command).expect()
            add(rows, program, round, cost, servers)


def files(data, url):
    """The addresses that `extract` has fetched, which are those of RT's pages."""
    with open(data / "extracted/tickets.jsonl") as file:
        for line in file:
            for attachment in json.loads(line)["data"]["attachments"]:
                if attachment["Filename"]:
                    yield f"{url}/Ticket/Attachment/{attachment['TransactionId']}/{attachment['id']}/file"


def add(rows, program, round, cost, servers):
    requests = servers.accounts["RT"].requests
    rows.add(
        program=program, round=round, requests=requests, seconds=cost.seconds, cpu=cost.cpu, peak_mb=cost.peak_mb,
        files_per_second=FILES * TICKETS / cost.seconds, files_per_cpu=FILES * TICKETS / cost.cpu)
