"""Does the new Redmine hold what the old one holds? Asks both by python-redmine, which is not ours.

Environment: OLD_URL, OLD_KEY, REDMINE_URL, REDMINE_KEY. Prints what was compared, and a line for each fault; exit 1 if any.
"""

import collections
import hashlib
import os
import re
import sys

from redminelib import Redmine

STATES = {"In Progress": "Feedback"}
PROJECTS = {"sales": "support", "support": "sales", "strict": "strict"}
LOGINS = {"anna", "boris"}
FIELDS = ["Affected versions", "Answered", "Category", "Kundennummer", "Promised on", "RT link", "Rooms", "Root cause", "Weight"]
MARK = re.compile(r"\[[^\]]*Redmine (?:transaction|history of ticket|ticket) \d+\]")
compared, faults = collections.Counter(), []


def issues(redmine):
    found = redmine.issue.filter(status_id="*", sort="id")
    include = "journals,attachments,relations,watchers,children"
    return {issue.id: redmine.issue.get(issue.id, include=include) for issue in found}


def same(what, number, old, new):
    compared[what] += 1
    if old != new:
        faults.append(f"issue {number}: {what}: {old!r} became {new!r}")


def fields(issue):
    return {field.name: field.value for field in getattr(issue, "custom_fields", [])}


def words(text):
    """Without what is written otherwise on purpose: links, line ends, the escape of "@"."""
    text = re.sub(r"\[([^\]]*)\]\(http://127[^)]*/issues/\d+\)", r"\1", (text or "").replace("\r\n", "\n"))
    return text.replace("&#64;", "@").replace("\\#", "#").strip()


def hashes(redmine, files):
    return collections.Counter(hashlib.sha256(file.download().content).hexdigest() for file in files)


def notes(issue):
    return [(journal.notes, journal.private_notes) for journal in issue.journals if getattr(journal, "notes", "")]


def compare(old, new, targets, before, after):
    number = old.id
    same("subject", number, old.subject, new.subject)
    same("state", number, STATES.get(old.status.name, old.status.name), new.status.name)
    same("project", number, PROJECTS[old.project.name.lower()], new.project.name.lower())
    same("privacy", number, old.is_private, new.is_private)
    for field in FIELDS:
        same("field " + field, number, fields(old).get(field) or None, fields(new).get(field) or None)
    same("estimate", number, getattr(old, "estimated_hours", None), getattr(new, "estimated_hours", None))
    if not len(old.children):
        for day in ("start_date", "due_date"):
            same(day, number, getattr(old, day, None), getattr(new, day, None))
        same("priority", number, old.priority.name, new.priority.name)
    assignee = getattr(old, "assigned_to", None)
    if assignee is not None and assignee.name.split()[0].lower() in LOGINS:
        same("assignee", number, assignee.name, new.assigned_to.name)
    if old.author.name.split()[0].lower() in LOGINS:
        same("author", number, old.author.name, new.author.name)
    description = words(new.description)
    if not description.endswith(words(old.description)):
        faults.append(f"issue {number}: description {words(old.description)!r} is not the end of {description!r}")
    compared["description"] += 1
    compare_notes(number, old, new)
    extra = hashes(before, [before.attachment.get(int(value)) for value in [fields(old).get("Manual")] if value])
    same("files", number, hashes(before, old.attachments) + extra, hashes(after, new.attachments))
    spent = {redmine: sum(entry.hours for entry in redmine.time_entry.filter(issue_id=issue.id) if entry.issue.id == issue.id)
             for redmine, issue in ((before, old), (after, new))}
    same("hours", number, round(spent[before], 2), round(spent[after], 2))
    parent = getattr(old, "parent", None)
    same("parent", number, targets[parent.id] if parent else None, new.parent.id if getattr(new, "parent", None) else None)
    compare_relations(number, old, new, targets)


def compare_notes(number, old, new):
    """Notes with words come in their order, with their privacy; the history's summary and notes of files only are more."""
    kept = [(words(MARK.sub("", text, count=1)), private) for text, private in notes(new)]
    at = 0
    for text, private in notes(old):
        compared["note"] += 1
        while at < len(kept) and kept[at] != (words(text), private):
            at += 1
        if at == len(kept):
            faults.append(f"issue {number}: note {words(text)!r} (private: {private}) is not among {kept!r}")
            return
        at += 1


def compare_relations(number, old, new, targets):
    kept = {(relation.relation_type, frozenset((relation.issue_id, relation.issue_to_id))) for relation in new.relations}
    family = {child.id for child in old.children} | ({old.parent.id} if getattr(old, "parent", None) else set())
    for relation in old.relations:
        ends = {relation.issue_id, relation.issue_to_id}
        if relation.relation_type not in ("relates", "blocks"):
            other = targets[next(iter(ends - {number}))]
            same("relation as text", number, True, f"/issues/{other})" in new.description)
        elif not ends & family:
            same("relation", number, True, (relation.relation_type, frozenset(targets[end] for end in ends)) in kept)


def main():
    before = Redmine(os.environ["OLD_URL"], key=os.environ["OLD_KEY"])
    after = Redmine(os.environ["REDMINE_URL"], key=os.environ["REDMINE_KEY"])
    old, new = issues(before), issues(after)
    targets = collections.defaultdict(list)
    for issue in new.values():
        targets[int(fields(issue)["RT ticket"])].append(issue.id)
    same("numbers of issues", 0, {number: 1 for number in old}, {number: len(ids) for number, ids in sorted(targets.items())})
    targets = {number: ids[0] for number, ids in targets.items()}
    for number, issue in old.items():
        if number in targets:
            compare(issue, new[targets[number]], targets, before, after)
    for what, count in sorted(compared.items()):
        print(f"{count:7}  {what}")
    for fault in faults[:40]:
        print(fault)
    print(f"{len(old)} issues, {len(faults)} faults")
    sys.exit(1 if faults or len(old) < 100 else 0)


if __name__ == "__main__":
    main()
