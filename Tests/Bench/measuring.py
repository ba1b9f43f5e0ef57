"""What a run costs: wall clock, CPU and peak memory as the kernel counts them, and where the rows go."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
WORK = REPOSITORY / ".build" / "bench"
BIN = Path(os.environ.get("BENCH_BIN", REPOSITORY / ".build" / "release"))
PYTHON = REPOSITORY / ".build" / "bench-venv" / "bin" / "python"
TICKS = os.sysconf("SC_CLK_TCK")

# What was measured is moved here, and deleted at the very end: for minutes ext4 looks at every file deleted lately when
# it makes one, so a run would pay for what was thrown away before it.
ASIDE = WORK / "aside"
# As old as the last deletion.
EMPTIED = WORK / "emptied"
# In seconds; what ext4 calls lately (recently_deleted in fs/ext4/ialloc.c).
LATELY = 360


def put_aside(path):
    if path.exists():
        ASIDE.mkdir(parents=True, exist_ok=True)
        path.rename(ASIDE / f"{time.time_ns()}")


def empty_aside():
    """Half a million files: on a slow disk that takes longer than a part."""
    if ASIDE.exists():
        shutil.rmtree(ASIDE, ignore_errors=True)
        EMPTIED.touch()


def wait_for_deletions():
    """A run soon after another would pay for what that one has deleted: three times the CPU for each file it makes."""
    rest = EMPTIED.stat().st_mtime + LATELY - time.time() if EMPTIED.exists() else 0
    if rest > 0:
        print(f"waiting {rest:.0f} s, for files deleted so lately make new ones dear", flush=True)
        time.sleep(rest)


def folder_aside():
    """An empty folder, for output that nobody looks at."""
    ASIDE.mkdir(parents=True, exist_ok=True)
    return tempfile.mkdtemp(dir=ASIDE)


@dataclass
class Cost:
    seconds: float
    """Of the process and of all children it has waited for."""
    cpu: float
    """Of the largest process of them; never below some 20 MB, what this program takes that it is forked from."""
    peak_mb: float
    code: int
    output: str

    def expect(self, *codes):
        if self.code not in (codes or (0,)):
            raise SystemExit(f"bench: a program ended with {self.code}:\n{self.output[-2000:]}")
        return self


def run(command, environment=None, timeout=1800, interrupt_after=None):
    """Runs a program to its end, or interrupts it as Ctrl-C does after so many seconds."""
    with tempfile.TemporaryFile() as output:
        start = time.monotonic()
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            env={**os.environ, **(environment or {})})
        timers = [threading.Timer(timeout, process.kill)]
        if interrupt_after:
            timers.append(threading.Timer(interrupt_after, process.send_signal, [signal.SIGINT]))
        for timer in timers:
            timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        finally:
            for timer in timers:
                timer.cancel()
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode, text)


def server_cpu(pid):
    """CPU seconds of a process, its children that have ended, and the same of those that live."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        threads = list(Path(f"/proc/{pid}/task").iterdir())
    except FileNotFoundError:
        return 0.0
    own = sum(int(ticks) for ticks in fields[11:15]) / TICKS
    children = " ".join((thread / "children").read_text() for thread in threads).split()
    return own + sum(server_cpu(child) for child in children)


def processor_ticks():
    """Of all processors together, and how many of them a host has given to other machines: "steal" in proc(5)."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(ticks), ticks[7]


class Rows:
    """The rows of one part, one JSON object a line, written as they are measured."""

    def __init__(self, part):
        WORK.mkdir(parents=True, exist_ok=True)
        self.part = part
        self.file = open(WORK / f"{part}.jsonl", "w")
        self.ticks = processor_ticks()

    def add(self, **row):
        ticks = processor_ticks()
        row["stolen"] = (ticks[1] - self.ticks[1]) / max(1, ticks[0] - self.ticks[0])
        self.ticks = ticks
        row = {name: round(value, 4) if isinstance(value, float) else value for name, value in row.items()}
        self.file.write(json.dumps(row) + "\n")
        self.file.flush()
        print(f"{self.part}:", " ".join(f"{name}={value}" for name, value in row.items()), flush=True)
