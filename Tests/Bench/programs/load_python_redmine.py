"""`python-redmine` in a `ThreadPool`, with the calls that ours makes for a ticket: uploads, create, notes, state, and
reading it back.
"""

import io
import threading
from multiprocessing.pool import ThreadPool

import redminelib

import target

options = target.arguments()
of_thread = threading.local()
MOST_TRIES = 30


def redmine():
    """A client keeps its session; threads do not share it."""
    if not hasattr(of_thread, "client"):
        of_thread.client = redminelib.Redmine(options.url, key=options.key, requests={"timeout": 300})
    return of_thread.client


def persist(call):
    """Redmine on SQLite answers 500 when two write at once, and has written nothing then."""
    for _ in range(MOST_TRIES):
        try:
            return call()
        except redminelib.exceptions.ServerError:
            pass
    raise RuntimeError(f"{MOST_TRIES} times 500")


def numbers(resources):
    return {resource.name: resource.id for resource in resources}


trackers, states = numbers(redmine().tracker.all()), numbers(redmine().issue_status.all())
priorities = numbers(redmine().enumeration.filter(resource="issue_priorities"))


def upload(attachment):
    content, name = target.content(options, attachment), attachment["name"]
    return persist(lambda: redmine().upload(io.BytesIO(content), filename=name))["token"]


def files(article):
    attachments = article.get("attachments", [])
    return target.uploads(attachments, [upload(attachment) for attachment in attachments])


def create(ticket, article):
    uploads = files(article)
    return persist(lambda: redmine().issue.create(
        project_id=ticket["queue"], tracker_id=trackers[ticket["type"]], priority_id=priorities[ticket["priority"]],
        subject=ticket["subject"], description=article["text"], custom_fields=[{"id": 1, "value": ticket["id"]}],
        uploads=uploads)).id


def add_note(number, article):
    uploads = files(article)
    persist(lambda: redmine().issue.update(
        number, notes=article["text"], private_notes=article["internal"], uploads=uploads))


def load(ticket):
    first, others = target.first_and_others(ticket)
    number = create(ticket, first)
    for article in others:
        add_note(number, article)
    if ticket["state"] != "New":
        persist(lambda: redmine().issue.update(number, status_id=states[ticket["state"]]))
    persist(lambda: redmine().issue.get(number, include=["journals", "attachments", "relations", "watchers"]))


tickets = target.tickets(options)
with ThreadPool(options.at_once) as pool:
    pool.map(load, tickets, chunksize=1)
target.report(len(tickets))
