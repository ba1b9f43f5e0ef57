"""What every extracting program of the story asks Request Tracker for, and its command line.

Kinder to these programs than the story was: one session with keep-alive for all threads of a process, 100 rows a
page, and of the attachments only texts and files of messages, neither wrappers nor copies of mails that were sent.
"""

import argparse
import base64
import json
import multiprocessing
import os

import requests
from requests.adapters import HTTPAdapter

PAGE = 100
FIELDS = {
    "tickets": "Subject,Status,Queue",
    "history": "Type,Creator,Created,Field,OldValue,NewValue,Data",
    "attachments": "TransactionId,ContentType,Filename,ContentLength",
}
sent = multiprocessing.Value("L", 0)


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("--url", "--token", "--output"):
        parser.add_argument(name, required=True)
    for name in ("--tickets", "--at-once"):
        parser.add_argument(name, type=int, required=True)
    return parser.parse_args()


MESSAGES = ("Create", "Correspond", "Comment")


def wanted(record):
    """The attachments that are worth a request each."""
    messages = {entry["id"] for entry in record["history"] if entry["Type"] in MESSAGES}
    return [
        row["id"] for row in record["attachments"]
        if row["TransactionId"] in messages and row["ContentLength"] not in ("", "0")
    ]


def count_request():
    with sent.get_lock():
        sent.value += 1


def page_parameters(kind, number, **others):
    return {"per_page": PAGE, "page": number, "fields": FIELDS[kind], **others}


class Tracker:
    def __init__(self, options, connections=1):
        self.base = options.url + "/REST/2.0/"
        self.output = options.output
        self.session = requests.Session()
        self.session.mount("http://", HTTPAdapter(pool_maxsize=connections))
        self.session.headers["Authorization"] = f"token {options.token}"

    def get(self, path, **parameters):
        count_request()
        response = self.session.get(self.base + path, params=parameters, timeout=60)
        response.raise_for_status()
        return response.json()

    def rows(self, path, kind, enough=float("inf"), **others):
        rows, number = [], 1
        while len(rows) < enough:
            page = self.get(path, **page_parameters(kind, number, **others))
            rows += page["items"]
            if number >= int(float(page["pages"])):
                break
            number += 1
        return rows

    def ticket_ids(self, enough):
        rows = self.rows("tickets", "tickets", enough, query="id > 0", orderby="id")
        return [row["id"] for row in rows[:enough]]

    def ticket(self, id):
        """The ticket, its history and the list of its attachments: three requests, unless it is a long one."""
        return {
            "ticket": self.get(f"ticket/{id}"),
            "history": self.rows(f"ticket/{id}/history", "history"),
            "attachments": self.rows(f"ticket/{id}/attachments", "attachments"),
        }

    def attachment(self, id):
        save_attachment(self.output, id, self.get(f"attachment/{id}"))


def save_attachment(folder, id, answer):
    with open(os.path.join(folder, f"attachment-{id}"), "wb") as file:
        file.write(base64.b64decode(answer.get("Content") or ""))


def save_ticket(folder, id, record):
    with open(os.path.join(folder, f"ticket-{id}.json"), "w") as file:
        json.dump(record, file)


def report(tickets):
    print(json.dumps({"tickets": tickets, "requests": sent.value}))
