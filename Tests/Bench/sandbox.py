"""The sandbox of this repository as a latency server, and our three programs beside it."""

import re
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from measuring import BIN, REPOSITORY, WORK, put_aside, run, server_cpu

# Always the same, for what was learned of a server belongs to its address.
PORT = 21100


@dataclass
class Account:
    """What one of the two servers was asked, by its own count."""

    requests: int
    refused: int
    most_at_once: int


class Sandbox:
    """Both imitated systems in one process; ended by its number on every exit, and then it tells its `accounts`."""

    def __init__(self, *options, port=PORT):
        ports = ["--rt-port", port, "--redmine-port", port + 1]
        self.options = [str(option) for option in (*ports, *options)]

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="sandbox-", dir=WORK))
        ready = self.folder / "ready"
        self.log = open(self.folder / "log", "w")
        self.process = subprocess.Popen(
            [BIN / "sandbox", "--ready", ready, *self.options], stdin=subprocess.DEVNULL, stdout=self.log,
            stderr=self.log)
        for _ in range(1200):
            if ready.exists():
                break
            if self.process.poll() is not None:
                raise SystemExit(f"bench: the sandbox ended: {(self.folder / 'log').read_text()}")
            time.sleep(0.1)
        self.environment = dict(line.split("=", 1) for line in ready.read_text().split())
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        told = (self.folder / "log").read_text()
        accounts = re.findall(r"(RT|REDMINE): (\d+) requests, (\d+) answered 429, at most (\d+) at once", told)
        self.accounts = {name: Account(int(asked), int(refused), int(peak)) for name, asked, refused, peak in accounts}
        shutil.rmtree(self.folder)

    def __getitem__(self, name):
        return self.environment[name]

    @property
    def cpu(self):
        return server_cpu(self.process.pid)


class Migration:
    """A configuration and a data folder, for runs of our programs against one pair of servers after the other."""

    def __init__(self, name, template=REPOSITORY / "Tests/SandboxServer/migration.json5"):
        self.folder = WORK / "data" / name
        self.template = template
        self.data = self.folder / "data"
        self.data.mkdir(parents=True, exist_ok=True)

    def point(self, servers):
        """Writes the addresses of these servers into the configuration."""
        self.environment = servers
        text = self.template.read_text()
        for mark in (r"@RT_URL@|http://127.0.0.1:18081", r"@REDMINE_URL@|http://127.0.0.1:18082"):
            name = "RT_URL" if "RT_URL" in mark else "REDMINE_URL"
            text = re.sub(mark, servers[name], text)
        (self.folder / "migration.json5").write_text(text)
        return self

    def offline(self):
        """For `transform`, which speaks to nobody."""
        nobody = "http://127.0.0.1:1"
        return self.point({"RT_URL": nobody, "REDMINE_URL": nobody})

    def run(self, stage, *words, prefix=(), **limits):
        command = [*prefix, BIN / stage, *words, "--config", self.folder / "migration.json5", "--data", self.data]
        return run(command, environment=self.environment, **limits)

    def forget(self, *stages):
        """Puts away what stages have written, but neither what they learned of limits nor of the target."""
        for stage in stages:
            for path in (self.data / stage).glob("*"):
                if path.name != "target.json":
                    put_aside(path)
        # Else `load` takes its journal for lost, and waits for what an earlier run may still have under way.
        for lock in self.data.glob(".*.lock"):
            lock.unlink()
        return self

    def unlearn(self):
        for path in self.data.glob("limits-*.json"):
            path.unlink()
