"""`multiprocessing.Pool` over the tickets: a process for each request that is to be under way."""

import multiprocessing

import target

options = target.arguments()
redmine = None


def begin():
    global redmine
    redmine = target.Target(options)


def load(ticket):
    redmine.load(ticket)


if __name__ == "__main__":
    tickets = target.tickets(options)
    with multiprocessing.Pool(options.at_once, begin) as pool:
        pool.map(load, tickets, chunksize=1)
    target.report(len(tickets))
