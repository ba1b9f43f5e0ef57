"""Reads and writes each line with Python's json: what any conversion in Python costs at least."""

import json
import sys

for line in sys.stdin.buffer:
    sys.stdout.write(json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":")) + "\n")
