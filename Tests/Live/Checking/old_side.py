"""Request Tracker as the PyPI client `rt` shows it: one dictionary a ticket."""

import base64
import hashlib
import threading
from concurrent.futures import ThreadPoolExecutor

import rt.rest2

ARTICLES = {"Create", "Correspond", "Comment"}
EVERY_ROW = [{"field": "id", "operator": ">", "value": 0}]


class OldSide:
    """All searchable tickets of some queues; four at a time, each thread with a client of its own."""

    def __init__(self, url, token, queues):
        self.url, self.token, self.queues = url, token, queues
        self.local = threading.local()

    @property
    def client(self):
        if not hasattr(self.local, "client"):
            self.local.client = rt.rest2.Rt(f"{self.url}/REST/2.0/", token=self.token, http_timeout=60)
        return self.local.client

    def tickets(self):
        query = " OR ".join(f"Queue = '{queue}'" for queue in self.queues)
        ids = [int(row["id"]) for row in self.client.search(raw_query=query, order="id")]
        with ThreadPoolExecutor(4) as pool:
            return dict(zip(map(str, ids), pool.map(self.ticket, ids)))

    def ticket(self, number):
        ticket = self.client.get_ticket(number)
        return {
            "subject": ticket["Subject"],
            "queue": ticket["Queue"]["Name"],
            "state": ticket["Status"],
            "priority": int(ticket["Priority"]),
            "owner": ticket["Owner"]["id"],
            "watchers": [person["id"] for role in ("Cc", "AdminCc") for person in ticket[role]],
            "created": day(ticket["Created"]),
            "starts": day(ticket["Starts"]),
            "due": day(ticket["Due"]),
            "minutes": int(ticket["TimeEstimated"]),
            "fields": {field["name"]: field["values"] for field in ticket["CustomFields"] if field["values"]},
            "links": links(ticket),
            "articles": self.articles(number),
        }

    def articles(self, number):
        said = [row for row in self.client.get_ticket_history(number) if row["Type"] in ARTICLES]
        rows = self.client.get_attachments(number, EVERY_ROW, "TransactionId,ContentType,Filename")
        return [self.article(row, rows) for row in sorted(said, key=lambda row: int(row["id"]))]

    def article(self, transaction, rows):
        bodies, files = {"text/plain": [], "text/html": []}, []
        for row in rows:
            kind, name = row["ContentType"], row["Filename"]
            if row["TransactionId"] != transaction["id"] or kind.startswith("multipart/"):
                continue
            content = base64.b64decode(self.client.get_attachment(row["id"])["Content"] or "")
            if kind in bodies and not name:
                bodies[kind].append(content.decode())
            else:
                files.append({"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()})
        plain, html = bodies["text/plain"], bodies["text/html"]
        return {
            "transaction": int(transaction["id"]),
            "internal": transaction["Type"] == "Comment",
            "text": "\n".join(plain),
            "html": "" if plain else "\n".join(html),
            "files": files,
        }


def day(date):
    """RT says "not set" with the first day of 1970."""
    return None if date.startswith("1970-") else date[:10]


def links(ticket):
    """[reference, number or address], seen from the end that RT calls the base."""
    outgoing = [link for link in ticket["_hyperlinks"] if link["ref"] in ("depends-on", "refers-to", "parent")]
    return [[link["ref"], link["id"] if link.get("type") == "ticket" else link["_url"]] for link in outgoing]
