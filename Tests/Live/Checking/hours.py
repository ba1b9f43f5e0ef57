"""Time worked: what was booked in Request Tracker, and the time entries of the issue."""


def entries(client, number):
    """[(minutes, day, person, comment)]"""
    found = [entry.raw() for entry in client.time_entry.filter(issue_id=number, limit=100)]
    return [(round(e["hours"] * 60), e["spent_on"], e["user"]["name"], e.get("comments") or "") for e in found]


def faults(told, found, people):
    """`people` are the names over there of those with an account; others must be named in the comment."""
    wanted = sorted((entry["minutes"], entry["day"]) for entry in told)
    booked = sorted((minutes, day) for minutes, day, _, _ in found)
    if wanted != booked:
        yield wanted, booked
    for entry in told:
        if not any(is_entry(entry, other, people.get(entry["author"])) for other in found):
            yield f"{entry['minutes']} minutes of {entry['author']}", found


def is_entry(entry, other, name):
    minutes, day, person, comment = other
    is_same = (minutes, day) == (entry["minutes"], entry["day"]) and str(entry["transaction"]) in comment
    return is_same and (person == name if name else entry["author"].lower() in comment.lower())
