"""Redmine as the PyPI client `python-redmine` shows it: one dictionary an issue."""

import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor

import redminelib

from Checking import hours, pages
from Checking.shown import Shown

PARTS = ["journals", "attachments", "relations", "watchers"]


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
            issues = list(pool.map(self.issue, ids))
        markers = {issue["id"]: issue["marker"] for issue in issues}
        for issue in issues:
            for article in issue["articles"]:
                article["shown"] = Shown(article.pop("html"), markers, self.url, article["journal"] is None)
                article["transaction"] = article["shown"].transaction
        return issues

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
            "author": raw["author"]["name"],
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
            "time": hours.entries(self.client, number),
            "articles": self.articles(raw, pages.texts(self.url, self.key, number)),
        }

    def articles(self, raw, texts):
        """The description, then the notes; each with the files that came with it."""
        files = {attachment["id"]: self.file(attachment) for attachment in raw.get("attachments") or []}
        notes, waiting = [], []
        for journal in sorted(raw.get("journals") or [], key=lambda journal: journal["id"]):
            text, private = journal.get("notes") or "", journal.get("private_notes", False)
            number, writer = journal["id"], journal["user"]["name"]
            added = [files.pop(number) for number in attached(journal) if number in files]
            # Redmine splits a private note in two: the files first, in a journal of their own and public.
            if not text:
                waiting += added
            else:
                files_of_note = (waiting if private else []) + added
                notes.append(article(number, writer, private, text, texts.get(number, ""), files_of_note))
                waiting = [] if private else waiting
        lost = [article(0, "", False, "", "", waiting)] if waiting else []
        text, html = raw.get("description") or "", texts.get(None, "")
        description = article(None, raw["author"]["name"], False, text, html, list(files.values()))
        return [description, *notes, *lost]

    def file(self, attachment):
        """Without its name, which Redmine would want spelled exactly as in its own link."""
        content = self.client.download(f"{self.url}/attachments/download/{attachment['id']}").content
        digest = hashlib.sha256(content).hexdigest()
        return {"id": attachment["id"], "name": attachment["filename"], "size": len(content), "sha256": digest}


def attached(journal):
    return [int(detail["name"]) for detail in journal["details"] if detail["property"] == "attachment"]


def article(journal, writer, internal, text, html, files):
    return {"journal": journal, "writer": writer, "internal": internal, "text": text, "html": html, "files": files}
