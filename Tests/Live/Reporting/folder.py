#!/usr/bin/env python3
"""Makes a data folder of so many invented tickets, for `report-screenshot`: extracted, and as if loaded and verified.

    folder.py FOLDER COUNT
"""

import datetime
import hashlib
import json
import pathlib
import random
import sys

SUBJECTS = [
    "Printer does not print", "Rechnung 4711 fehlt", "Cannot log in since Monday", "Umzug in den zweiten Stock",
    "VPN drops every ten minutes", "Принтер не печатает", "New laptop, please", "Ärger mit dem Kalender", "شاشة سوداء",
    "<script>alert('subject')</script> & \"quotes\"", "Backup failed: disk full", "請重設密碼",
    "A subject that goes on and on, because somebody put the whole story into it and then some more of it",
]
QUEUES = ["Support"] * 6 + ["Sales"] * 3 + ["Интернет"]
STATES = ["resolved"] * 12 + ["open"] * 4 + ["new"] * 2 + ["stalled", "rejected"]
UNSET = "1970-01-01T00:00:00Z"


def lines(path, records):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


def manifest(path, **members):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(members, indent=2) + "\n")


def person(name):
    return {"Name": name, "RealName": name.split("@")[0].title(), "EmailAddress": name, "id": name, "type": "user"}


class Ticket:
    def __init__(self, number, chance):
        self.number = number
        self.url = f"https://rt.example.com/Ticket/Display.html?id={number}"
        self.created = datetime.datetime(2016, 3, 1) + datetime.timedelta(hours=number * 80000 // Ticket.count)
        self.subject = chance.choice(SUBJECTS)
        self.queue, self.state = chance.choice(QUEUES), chance.choice(STATES)
        self.author = f"customer{chance.randrange(400)}@kunde.example.test"
        self.gaps = [chance.randrange(1, 200) for _ in range(min(60, int(chance.expovariate(0.4)) + 1))]
        self.size = min(200_000, int(chance.expovariate(1 / 700)) + 20)
        self.has_file = chance.random() < 0.2
        self.is_merged = number % 50 == 49
        self.priority = 200 if number % 97 == 0 else 20

    def record(self):
        return {"system": "request-tracker", "id": str(self.number), "url": self.url, "data": self.data()}

    def data(self):
        moment, transactions, parts, contents = self.created, [], [], []
        for position, gap in enumerate(self.gaps):
            number = self.number * 100 + position
            transactions.append({
                "id": str(number), "Type": "Correspond" if position else "Create", "Creator": person(self.author),
                "Created": moment.isoformat() + "Z", "ObjectId": str(self.number), "Data": "", "CustomFields": []})
            parts.append({
                "id": str(number), "TransactionId": str(number), "Parent": "0", "ContentType": "text/plain",
                "Filename": "", "Headers": "", "ContentLength": "10", "Subject": ""})
            contents.append({"id": str(number), "Content": ("Lorem ipsum. " * (self.size // 13 + 1))[:self.size]})
            moment += datetime.timedelta(hours=gap)
        ticket = {
            "Queue": {"Name": self.queue}, "Type": "ticket", "Status": self.state, "Priority": str(self.priority),
            "Subject": self.subject, "Creator": person(self.author), "Owner": person("Nobody"), "Requestor": [],
            "Cc": [], "AdminCc": [], "Created": self.created.isoformat() + "Z", "Starts": UNSET, "Started": UNSET,
            "Due": UNSET, "Resolved": UNSET, "LastUpdated": moment.isoformat() + "Z", "TimeEstimated": "0",
            "TimeWorked": "0", "TimeLeft": "0", "CustomFields": [], "_hyperlinks": []}
        return {"ticket": ticket, "merged": [], "transactions": transactions, "attachments": parts, "contents": contents}


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    Ticket.count = count
    chance = random.Random(count)
    tickets = [Ticket(number, chance) for number in range(1, count + 1)]
    kept = [ticket for ticket in tickets if not ticket.is_merged]
    merged = [ticket for ticket in tickets if ticket.is_merged]
    loaded = [ticket for ticket in kept if ticket.priority < 200]
    extracted, target = folder / "extracted", folder / "loaded"
    lines(extracted / "tickets.jsonl", (ticket.record() for ticket in kept))
    lines(extracted / "attachments.jsonl", [])
    lines(extracted / "people.jsonl", [])
    lines(extracted / "skipped.jsonl", ({"ticket": str(t.number), "reason": f"merged into {t.number - 1}"} for t in merged))
    lines(extracted / "rejects.jsonl", [])
    late = [{"ticket": "7", "reason": "transaction 9001 at 2026-01-02T03:04:05Z was added after the ticket was read"}]
    lines(extracted / "changed.jsonl", late)
    manifest(
        extracted / "manifest.json", stage="extract", product="Request Tracker 5.0.3", login="root",
        request={"system": "request-tracker", "url": "https://rt.example.com", "queues": []},
        counts={"found": count, "tickets": len(kept), "skipped": len(merged), "failed": 0,
                "transactions": sum(len(ticket.gaps) for ticket in kept), "attachments": 0, "attachment_bytes": 0})
    target.mkdir(parents=True, exist_ok=True)
    with (target / "ids.csv").open("w") as file:
        file.write("old_id,old_url,new_id,new_url\n")
        for new, ticket in enumerate(loaded, 40001):
            file.write(f"{ticket.number},{ticket.url},{new},https://redmine.example.com/issues/{new}\n")
    refused = [
        {"ticket": str(ticket.number), "rule": f"{ticket.number}/article/{ticket.number * 100}",
         "reason": "422: Note is too long (maximum is 65535 characters)", "hint": "shorten it, then load --only rejects"}
        for ticket in loaded[::333]]
    lines(target / "rejects.jsonl", refused)
    differences = [
        {"ticket": str(ticket.number), "target": str(40000 + ticket.number), "what": "state", "class": "unexpected", "expected": "Closed",
         "found": "New"} for ticket in loaded[5::701]] + [
        {"ticket": str(ticket.number), "target": str(40000 + ticket.number), "what": "author", "class": "impossible", "expected": ticket.author,
         "found": "admin", "reason": "the author has no login in the target"} for ticket in loaded[::9]]
    lines(target / "verification.jsonl", differences)
    product = "Redmine at https://redmine.example.com, as admin"
    manifest(target / "manifest.json", stage="load", product=product, target="https://redmine.example.com admin RT ticket",
             tickets=hashlib.sha256(b"").hexdigest(), counts={"complete": len(loaded), "rejected": len(refused)})
    manifest(target / "verified.json", stage="verify",
             counts={"tickets": len(loaded), "articles": sum(len(t.gaps) for t in loaded), "attachments": 0, "links": 0,
                     "unexpected": len(loaded[5::701]), "impossible": len(loaded[::9])})


main()
