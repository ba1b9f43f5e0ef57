"""What every loading program of the story sends to Redmine, ticket by ticket, and its command line."""

import argparse
import itertools
import json
import multiprocessing
import os

import requests
from requests.adapters import HTTPAdapter

sent = multiprocessing.Value("L", 0)


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("--url", "--key", "--data"):
        parser.add_argument(name, required=True)
    for name in ("--tickets", "--at-once"):
        parser.add_argument(name, type=int, required=True)
    return parser.parse_args()


def count_request():
    with sent.get_lock():
        sent.value += 1


def tickets(options):
    """The tickets of `transform`, ready for the target."""
    with open(os.path.join(options.data, "transformed/tickets.jsonl")) as file:
        return [json.loads(line) for line in itertools.islice(file, options.tickets)]


def content(options, attachment):
    digest = attachment["sha256"]
    with open(os.path.join(options.data, "extracted/blobs", digest[:2], digest), "rb") as file:
        return file.read()


def upload_parameters(attachment):
    return {"filename": attachment["name"], "content_type": attachment["type"]}


def uploads(attachments, tokens):
    return [
        {"token": token, "filename": attachment["name"], "content_type": attachment["type"]}
        for attachment, token in zip(attachments, tokens)
    ]


def issue(ticket, description, uploads):
    return {
        "issue": {
            "project_id": ticket["queue"], "subject": ticket["subject"], "description": description,
            "custom_fields": [{"id": 1, "value": ticket["id"]}], "uploads": uploads,
        }
    }


def note(article, uploads):
    return {"issue": {"notes": article["text"], "private_notes": article["internal"], "uploads": uploads}}


def first_and_others(ticket):
    """The first article becomes the description, unless it is internal."""
    articles = ticket["articles"]
    if articles and not articles[0]["internal"]:
        return articles[0], articles[1:]
    return {"text": "", "attachments": []}, articles


class Target:
    def __init__(self, options, connections=1):
        self.options = options
        self.session = requests.Session()
        self.session.mount("http://", HTTPAdapter(pool_maxsize=connections))
        self.session.headers["X-Redmine-API-Key"] = options.key

    def send(self, method, path, **words):
        count_request()
        response = self.session.request(method, self.options.url + path, timeout=60, **words)
        response.raise_for_status()
        return response.json() if response.content else None

    def upload(self, attachment):
        answer = self.send(
            "POST", "/uploads.json", params=upload_parameters(attachment), data=content(self.options, attachment),
            headers={"Content-Type": "application/octet-stream"})
        return answer["upload"]["token"]

    def load(self, ticket, upload_all=lambda upload, files: [upload(file) for file in files]):
        first, others = first_and_others(ticket)
        files = first.get("attachments", [])
        body = issue(ticket, first["text"], uploads(files, upload_all(self.upload, files)))
        number = self.send("POST", "/issues.json", json=body)["issue"]["id"]
        for article in others:
            files = article.get("attachments", [])
            body = note(article, uploads(files, upload_all(self.upload, files)))
            self.send("PUT", f"/issues/{number}.json", json=body)


def report(count):
    print(json.dumps({"tickets": count, "requests": sent.value}))
