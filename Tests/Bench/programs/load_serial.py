"""One ticket after the other, one request after the other."""

import target

options = target.arguments()
redmine = target.Target(options)
tickets = target.tickets(options)
for ticket in tickets:
    redmine.load(ticket)
target.report(len(tickets))
