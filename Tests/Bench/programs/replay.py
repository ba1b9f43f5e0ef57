"""Sends recorded calls to a Redmine that is as it was before: a plain client, so many at once, one ticket each.

What programs/recorder.py has written of a load with `--jobs 1`, of tickets without links. A ticket's calls keep their
order; the numbers and upload tokens that this Redmine gives are put in the place of those it gave then.
"""

import base64
import http.client
import json
import re
import sys
import threading
from multiprocessing.pool import ThreadPool
from urllib.parse import urlsplit

url, key, path, at_once = urlsplit(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
of_thread = threading.local()
# Redmine on SQLite answers 500 when two write at once, and has written nothing then.
MOST_TRIES = 1_000


def grouped(calls):
    """The calls of each ticket, and those that belong to none."""
    tickets, others, uploads = {}, [], []
    for call in calls:
        number = ticket_of(call)
        if call["path"].startswith("/uploads.json"):
            uploads.append(call)
        elif number is None:
            others.append(call)
        else:
            tickets.setdefault(number, []).extend([*uploads, call])
            uploads = []
    return tickets, others


def ticket_of(call):
    if call["method"] == "POST" and call["path"] == "/issues.json":
        return json.loads(call["answer"])["issue"]["id"]
    match = re.match(r"/issues/(\d+)", call["path"])
    return int(match[1]) if match else None


def send(call, path, body):
    connection = getattr(of_thread, "connection", None)
    if connection is None:
        connection = of_thread.connection = http.client.HTTPConnection(url.hostname, url.port, timeout=300)
    for _ in range(MOST_TRIES):
        connection.request(call["method"], path, body or None, {**call["headers"], "X-Redmine-API-Key": key})
        answer = connection.getresponse()
        content = answer.read()
        if answer.status == call["status"]:
            return content
        if answer.status != 500:
            break
    raise RuntimeError(f"{call['method']} {path}: {answer.status}, not {call['status']}: {content[:300]}")


def repeat(ticket):
    number, calls = ticket
    here, tokens = number, {}
    for call in calls:
        body = base64.b64decode(call["body"])
        for then, now in tokens.items():
            body = body.replace(then, now)
        answer = send(call, re.sub(r"^/issues/\d+", f"/issues/{here}", call["path"]), body)
        if call["path"].startswith("/uploads.json"):
            tokens[token(call["answer"])] = token(answer)
        elif call["path"] == "/issues.json":
            here = json.loads(answer)["issue"]["id"]


def token(answer):
    return json.loads(answer)["upload"]["token"].encode()


with open(path) as file:
    tickets, others = grouped(map(json.loads, file))
with ThreadPool(at_once) as pool:
    pool.map(lambda call: send(call, call["path"], base64.b64decode(call["body"])), others, chunksize=1)
    pool.map(repeat, tickets.items(), chunksize=1)
print(json.dumps({"tickets": len(tickets), "requests": len(others) + sum(map(len, tickets.values()))}))
