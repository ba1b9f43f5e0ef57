"""As the engineer of the story did: a `ThreadPool` over the tickets, and another 20 threads over each one's files."""

from multiprocessing.pool import ThreadPool

import target

THREADS_FOR_FILES = 20
options = target.arguments()
redmine = target.Target(options, connections=options.at_once * THREADS_FOR_FILES)


def upload_all(upload, files):
    if not files:
        return []
    with ThreadPool(THREADS_FOR_FILES) as pool:
        return pool.map(upload, files)


def load(ticket):
    redmine.load(ticket, upload_all)


tickets = target.tickets(options)
with ThreadPool(options.at_once) as pool:
    pool.map(load, tickets, chunksize=1)
target.report(len(tickets))
