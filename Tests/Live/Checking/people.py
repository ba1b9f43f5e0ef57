"""Who said it and when, and who else has to do with the ticket: kept by Redmine, or named where a reader sees it."""

import unicodedata


def origin(told, mark, writer, names):
    """What is not to be seen of an article's author and date."""
    author = told["author"]
    if writer != names.get(author) and not is_named(author, mark):
        yield f"author {author}"
    if told["date"][:16] not in mark:
        yield f"date {told['date'][:16]}"


def others(told, issue, head, names):
    """The people of the ticket who are neither watchers nor named in what is said of it."""
    people = [told["author"], *told["copies"], *(person for persons in told["roles"].values() for person in persons)]
    for person in people:
        login = person.lower().removesuffix("@staff.example.test")
        is_kept = names.get(login) in issue["watchers"] | {issue["author"], issue["assignee"]} - {None}
        if not is_kept and not is_named(login, head):
            yield person


def is_named(person, text):
    return unicodedata.normalize("NFC", person).lower() in unicodedata.normalize("NFC", text).lower()
