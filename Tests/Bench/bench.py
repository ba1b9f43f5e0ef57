"""`bench.py [PART…]`: measures these parts, or all, and writes what all of them have shown so far."""

import importlib
import signal
import sys

import document
from measuring import empty_aside, wait_for_deletions
from sizes import SMOKE

# In this order: `transform` takes the tickets of `real` as well.
PARTS = {
    "start": "starting", "gets": "gets", "story": "story", "real": "real", "transform": "transforming",
    "limits": "limits", "big": "big",
}


def main():
    # As an exception, so that servers are stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chosen = sys.argv[1:] or list(PARTS)
    for part in chosen:
        if part not in PARTS:
            sys.exit(f"bench: there is no part {part}; there are: {' '.join(PARTS)}")
    if not SMOKE:
        wait_for_deletions()
    try:
        for part in chosen:
            importlib.import_module(PARTS[part]).main()
        document.write(only_printed=SMOKE)
    finally:
        empty_aside()


main()
