"""The `rt` client from PyPI in a `ThreadPool`, ticket by ticket: ticket, history, list of attachments, attachments.

It takes what ours takes: every text and file of messages, and not the copies of mails that Request Tracker sent.
"""

from multiprocessing.pool import ThreadPool

import rt.rest2

import tracker

EVERYTHING = [{"field": "id", "operator": ">", "value": 0}]
options = tracker.arguments()
client = rt.rest2.Rt(options.url + "/REST/2.0/", token=options.token, http_timeout=300)
client.session.event_hooks["request"] = [lambda _: tracker.count_request()]


def extract(id):
    ticket, history = client.get_ticket(id), client.get_ticket_history(id)
    attachments = client.get_attachments(id, EVERYTHING, "TransactionId,Filename,ContentType,ContentLength")
    record = {"ticket": ticket, "history": history, "attachments": attachments}
    for attachment in tracker.wanted(record):
        tracker.save_attachment(options.output, attachment, client.get_attachment(attachment))
    tracker.save_ticket(options.output, id, record)


ids = [row["id"] for row in client.search(raw_query="id > 0", order="id", query_format="s")]
with ThreadPool(options.at_once) as pool:
    pool.map(extract, ids, chunksize=1)
tracker.report(len(ids))
