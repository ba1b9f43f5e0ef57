"""dlt's normalize of a file of JSON lines into tables of files; prints how long it took without dlt's extract."""

import json
import os
import sys
import tempfile
import time

import dlt

path, folder = sys.argv[1], tempfile.mkdtemp(dir=sys.argv[2])
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"


def tickets():
    with open(path, "rb") as file:
        for line in file:
            yield json.loads(line)


pipeline = dlt.pipeline(
    "bench", pipelines_dir=folder, dataset_name="bench",
    destination=dlt.destinations.filesystem(bucket_url=f"file://{folder}/lake"))
pipeline.extract(dlt.resource(tickets, name="tickets"), write_disposition="replace")
start, cpu = time.monotonic(), time.process_time()
pipeline.normalize()
print(json.dumps({"seconds": time.monotonic() - start, "cpu": time.process_time() - cpu}))
