"""As the engineer of the story did: a `ThreadPool` over the tickets, and another 20 threads over each one's files."""

from multiprocessing.pool import ThreadPool

import tracker

THREADS_FOR_FILES = 20
options = tracker.arguments()
source = tracker.Tracker(options, connections=options.at_once * THREADS_FOR_FILES)


def extract(id):
    record = source.ticket(id)
    with ThreadPool(THREADS_FOR_FILES) as files:
        files.map(source.attachment, tracker.wanted(record))
    tracker.save_ticket(options.output, id, record)


ids = source.ticket_ids(options.tickets)
with ThreadPool(options.at_once) as pool:
    pool.map(extract, ids, chunksize=1)
tracker.report(len(ids))
