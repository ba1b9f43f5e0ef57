"""The real Request Tracker and Redmine of Tests/Live, each with a state to go back to."""

import os
import shutil
import subprocess
from pathlib import Path

from measuring import HERE, REPOSITORY, WORK, server_cpu

LIVE = REPOSITORY / "Tests/Live"


class RealServer:
    """A server of Tests/Live, stopped on every exit; what it was set up with stays for the next run."""

    def __init__(self, name, port, kind="", **environment):
        self.name, self.port = name, port
        self.folder = WORK / "servers" / (name + kind)
        self.pristine = WORK / "servers" / f"{name}{kind}-pristine"
        self.control_environment = {**os.environ, **environment}

    def control(self, action):
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [LIVE / self.name, action, "--data", self.folder]
        if action == "start":
            command += ["--port", str(self.port)]
        # Twice: the script may look for the server just when that gives itself another name.
        for _ in range(2):
            done = subprocess.run(command, stdout=subprocess.PIPE, env=self.control_environment, timeout=1200)
            if done.returncode == 0:
                break
        else:
            subprocess.run([LIVE / self.name, "stop", "--data", self.folder], env=self.control_environment)
            raise SystemExit(f"bench: {self.name} does not {action}")
        return dict(line.split("=", 1) for line in done.stdout.decode().splitlines() if "=" in line)

    def __enter__(self):
        self.environment = self.control("start")
        return self

    def __exit__(self, *_):
        self.control("stop")

    def __getitem__(self, name):
        return self.environment[name]

    @property
    def cpu(self):
        """With that of its database, where it has one of its own."""
        files = self.folder / "server.pid", self.folder / "postgres/postmaster.pid"
        return sum(server_cpu(int(file.read_text().split()[0])) for file in files if file.exists())


def request_tracker(tickets):
    """Filled once with so many ordinary tickets."""
    server = RealServer("request-tracker", 21120, f"-{tickets}")
    filled = server.folder / "filled"
    if not filled.exists():
        shutil.rmtree(server.folder, ignore_errors=True)
        with server, open(WORK / "filling.log", "w") as log:
            subprocess.run(
                [HERE / "fill-request-tracker", str(tickets)], env={"PATH": "/usr/bin:/bin", **server.environment},
                stdout=log, stderr=log, timeout=1800, check=True)
        filled.touch()
    return server


def empty_redmine(database):
    server = RealServer("redmine", 21121, f"-{database}", REDMINE_DATABASE=database)
    if not server.pristine.exists():
        with server:
            pass
        copy(server.folder, server.pristine)
    shutil.rmtree(server.folder, ignore_errors=True)
    copy(server.pristine, server.folder)
    return server


def copy(folder, place):
    """By `cp`, which keeps whom the database's files belong to."""
    subprocess.run(["cp", "--archive", folder, place], check=True)
