"""One ticket after the other, one request after the other."""

import tracker

options = tracker.arguments()
source = tracker.Tracker(options)
ids = source.ticket_ids(options.tickets)
for id in ids:
    record = source.ticket(id)
    for attachment in tracker.wanted(record):
        source.attachment(attachment)
    tracker.save_ticket(options.output, id, record)
tracker.report(len(ids))
