"""`multiprocessing.Pool` over the tickets: a process for each request that is to be under way."""

import multiprocessing

import tracker

options = tracker.arguments()
source = None


def begin():
    global source
    source = tracker.Tracker(options)


def extract(id):
    record = source.ticket(id)
    for attachment in tracker.wanted(record):
        source.attachment(attachment)
    tracker.save_ticket(options.output, id, record)


if __name__ == "__main__":
    ids = tracker.Tracker(options).ticket_ids(options.tickets)
    with multiprocessing.Pool(options.at_once, begin) as pool:
        pool.map(extract, ids, chunksize=1)
    tracker.report(len(ids))
