"""Redmine as the PyPI client `python-redmine` shows it: one dictionary an issue."""

import hashlib
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import redminelib

PARTS = ["journals", "attachments", "relations", "watchers"]
# The first line of a note; in the description, what is said of the whole ticket comes before it.
HEADER = re.compile(r"^\[.*RT transaction (\d+)\]\r?$", re.MULTILINE)


class NewSide:
    """Every issue, with every file downloaded; four at a time."""

    def __init__(self, url, key):
        self.url, self.key = url, key
        self.local = threading.local()

    @property
    def client(self):
        if not hasattr(self.local, "client"):
            self.local.client = redminelib.Redmine(self.url, key=self.key, requests={"timeout": 60})
        return self.local.client

    def issues(self):
        ids = [issue.id for issue in self.client.issue.filter(status_id="*", sort="id")]
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(self.issue, ids))

    def issue(self, number):
        raw = self.client.issue.get(number, include=PARTS).raw()
        fields = {field["name"]: field.get("value") for field in raw["custom_fields"]}
        assignee = raw.get("assigned_to")
        return {
            "id": number,
            "marker": fields.pop("RT ticket"),
            "subject": raw["subject"],
            "project": raw["project"]["name"],
            "tracker": raw["tracker"]["name"],
            "state": raw["status"]["name"],
            "priority": raw["priority"]["name"],
            "assignee": assignee and assignee["name"],
            "watchers": {watcher["name"] for watcher in (raw.get("watchers") or [])},
            "starts": raw.get("start_date"),
            "due": raw.get("due_date"),
            "hours": raw.get("estimated_hours"),
            "fields": fields,
            "parent": (raw.get("parent") or {}).get("id"),
            "relations": {(r["relation_type"], r["issue_id"], r["issue_to_id"]) for r in (raw.get("relations") or [])},
            "articles": self.articles(raw),
        }

    def articles(self, raw):
        """The description, then the notes; each with the files that came with it."""
        files = {attachment["id"]: self.file(attachment) for attachment in raw.get("attachments") or []}
        notes, waiting = [], []
        for journal in sorted(raw.get("journals") or [], key=lambda journal: journal["id"]):
            text, private = journal.get("notes") or "", journal.get("private_notes", False)
            added = [files.pop(number) for number in attached(journal) if number in files]
            # Redmine splits a private note in two: the files first, in a journal of their own and public.
            if not text:
                waiting += added
            else:
                notes.append(article(text, private, (waiting if private else []) + added))
                waiting = [] if private else waiting
        lost = [article("", False, waiting)] if waiting else []
        description = article(raw.get("description") or "", False, list(files.values()), anywhere=True)
        return [description, *notes, *lost]

    def file(self, attachment):
        """Without its name, which Redmine would want spelled exactly as in its own link."""
        content = self.client.download(f"{self.url}/attachments/download/{attachment['id']}").content
        return {"name": attachment["filename"], "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def attached(journal):
    return [int(detail["name"]) for detail in journal["details"] if detail["property"] == "attachment"]


def article(text, internal, files, anywhere=False):
    found = HEADER.search(text) if anywhere else HEADER.match(text)
    return {"transaction": int(found[1]) if found else None, "internal": internal, "text": text, "files": files}
