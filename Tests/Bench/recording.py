"""programs/recorder.py as long as it is needed."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measuring import HERE, WORK


class Recording:
    """A stand-in for the server at an address that writes down what it passes on."""

    def __init__(self, address, *words):
        self.command = [sys.executable, HERE / "programs/recorder.py", address]
        self.words = words

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(dir=WORK)
        self.log, ready = Path(self.folder.name) / "log", Path(self.folder.name) / "ready"
        self.process = subprocess.Popen([*self.command, self.log, ready, *self.words])
        for _ in range(100):
            if ready.exists():
                break
            time.sleep(0.1)
        self.address = ready.read_text().strip()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()

    def lines(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()]
