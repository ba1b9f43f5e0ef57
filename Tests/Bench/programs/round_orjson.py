"""The same with orjson, the fastest there is for Python."""

import sys

import orjson

for line in sys.stdin.buffer:
    sys.stdout.buffer.write(orjson.dumps(orjson.loads(line)) + b"\n")
