"""Do both sides agree? Asked with other people's clients, sharing nothing with the programs under test.

    check.py --manifest FILE --data FOLDER [--old-side FILE]

RT_URL, RT_TOKEN, REDMINE_URL and REDMINE_KEY name the servers. --old-side keeps what was read from Request
Tracker, so that a second check need not ask again. Prints one line a difference and a table; exit 1 if any.

A text is judged as Redmine's page shows it: plain ones line by line, HTML word by word; of a mail with both, the one that
fits better, or each where both are shown. Loose on purpose: "Called at" is compared by its digits; a start date only where there was one.
"""

import argparse
import json
import os
import pathlib
import re
import sys
from collections import Counter

from Checking import hours, people
from Checking.new_side import NewSide
from Checking.old_side import OldSide
from Checking.told import bare_name, hashes, hashes_with_embedded, pictures, redmine_name, summary, texts
from Checking.words import tidy

# What migration.json5 says, written a second time so that a misread mapping is noticed.
PROJECTS = {"Support": "Support", "Sales": "Sales"}
STATES = {"new": "New", "open": "In Progress", "stalled": "Feedback", "resolved": "Closed", "rejected": "Rejected"}
PEOPLE = {"anna": "Anna Åkesson", "boris": "Boris Čapek"}
DROPPED = {"Screenshot", "Recording"}


class Check:
    def __init__(self, manifest, old, new, accounts):
        self.manifest = {str(ticket["id"]): ticket for ticket in manifest}
        self.old, self.new, self.accounts = old, new, accounts
        self.counts, self.differences = Counter(), []
        self.issues = {}

    def differ(self, ticket, what, wanted, found):
        self.differences.append(f"ticket {ticket}: {what}: {short(wanted)} became {short(found)}")

    def same(self, ticket, what, wanted, found):
        self.counts[what] += 1
        if wanted != found:
            self.differ(ticket, what, wanted, found)

    def run(self):
        for ticket, told in self.manifest.items():
            self.as_told(ticket, told)
        self.each_once()
        for ticket in sorted(self.issues, key=int):
            old, issue = self.old[ticket], self.issues[ticket]
            self.heading(ticket, old, issue)
            self.fields(ticket, old, issue)
            self.articles(ticket, self.manifest[ticket], issue["articles"])
            self.people(ticket, self.manifest[ticket], issue)
            self.time(ticket, self.manifest[ticket], issue)
            self.links(ticket, old, issue)
        self.no_extra_links()

    def as_told(self, ticket, told):
        """Is what the filling wrote down what Request Tracker now shows?"""
        gone = told["state"] == "deleted" or "merged_into" in told
        self.same(ticket, "hidden by Request Tracker", gone, ticket not in self.old)
        if ticket in self.old:
            said = self.old[ticket]["articles"]
            self.same(ticket, "articles as filled in", summary(told["articles"]), summary(said))
            self.same(ticket, "texts as filled in", texts(told["articles"]), texts(said))

    def each_once(self):
        found = Counter(issue["marker"] for issue in self.new)
        self.same("*", "issues", len(self.old), len(self.new))
        for ticket in self.old:
            self.same(ticket, "issues with its number", 1, found[ticket])
        for ticket in found.keys() - self.old.keys():
            self.differ(ticket, "issue without a ticket", 0, found[ticket])
        self.issues = {issue["marker"]: issue for issue in self.new if issue["marker"] in self.old}

    def heading(self, ticket, old, issue):
        if old["subject"].strip():
            self.same(ticket, "subject", " ".join(old["subject"].split()), " ".join(issue["subject"].split()))
        else:
            self.same(ticket, "placeholder for no subject", True, bool(issue["subject"].strip()))
        self.same(ticket, "project", PROJECTS[old["queue"]], issue["project"])
        self.same(ticket, "tracker", "Support", issue["tracker"])
        self.same(ticket, "state", STATES[old["state"]], issue["state"])
        if not self.is_parent(issue):
            self.same(ticket, "priority", priority(old["priority"]), issue["priority"])
            self.same(ticket, "due", old["due"], issue["due"])
        self.same(ticket, "assignee", PEOPLE.get(old["owner"]), issue["assignee"])
        watchers = {PEOPLE[person] for person in old["watchers"] if person in PEOPLE}
        self.same(ticket, "watchers", set(), watchers - issue["watchers"] - {issue["assignee"]})
        # Of whoever contributes to an issue Redmine makes a watcher, if their preferences say so, as they do at first.
        self.counts["watchers whom Redmine has added"] += len(issue["watchers"] - watchers)
        self.same(ticket, "estimate", old["minutes"] / 60 or None, issue["hours"] or None)
        if old["starts"] and not self.is_parent(issue):
            self.same(ticket, "start", old["starts"], issue["starts"])

    def is_parent(self, issue):
        """Redmine derives a parent's dates and priority from its subtasks."""
        return any(other["parent"] == issue["id"] for other in self.new)

    def fields(self, ticket, old, issue):
        self.same(ticket, "date of creation in its field", old["created"], issue["fields"].pop("Created in RT"))
        for name, found in issue["fields"].items():
            wanted = [tidy(value) for value in old["fields"].get(name, [])]
            found = [tidy(value) for value in (found if isinstance(found, list) else [found]) if value]
            if name == "Called at":
                wanted, found = digits(wanted), digits(found)
            self.same(ticket, f"field {name}", sorted(wanted), sorted(found))
        for name in old["fields"].keys() - issue["fields"].keys() - DROPPED:
            self.differ(ticket, f"field {name}", old["fields"][name], None)

    def articles(self, ticket, told, new):
        order = [article["transaction"] for article in told["articles"]]
        self.same(ticket, "articles in order", order, [article["transaction"] for article in new if article["transaction"]])
        found = {article["transaction"]: article for article in new}
        for article in told["articles"]:
            if other := found.get(article["transaction"]):
                self.article(f"{ticket}, transaction {article['transaction']}", article, other)

    def article(self, place, told, new):
        self.same(place, "privacy of comments" if told["internal"] else "openness", told["internal"], new["internal"])
        self.same(place, "file contents", hashes_with_embedded(told), hashes(new))
        names = Counter(bare_name(redmine_name(file["name"])) for file in told["files"] if file["name"])
        missing = names - Counter(bare_name(file["name"]) for file in new["files"])
        self.same(place, "file names", [], sorted(missing))
        self.same(place, "authors and dates", [], list(people.origin(told, new["shown"].mark, new["writer"], PEOPLE)))
        self.text(place, told, new)
        self.references(place, told, new)

    def text(self, place, told, new):
        shown, readings = new["shown"], {}
        versions = shown.versions if told["text"] and told["html"] else {}
        if told["text"]:
            readings["plain texts line by line"] = shown.faults_of_plain(told["text"], versions.get("text"))
        if told["html"]:
            readings["HTML texts word by word"] = shown.faults_of_html(told["html"], versions.get("html"))
        if not readings:
            return
        kinds = list(readings) if versions else [min(readings, key=lambda kind: len(readings[kind]))]
        for kind in kinds:
            self.same(place, kind, [], readings[kind][:3])
        if "HTML texts word by word" in kinds:
            digests = {file["id"]: file["sha256"] for file in new["files"]}
            wanted, found = pictures(told), [digests.get(number) for number in shown.pictures]
            # Those behind a text are shown in front of it.
            self.same(place, "pictures in texts", wanted, [digest for digest in found if digest in wanted])

    def references(self, place, told, new):
        wanted = {self.surviving(str(number)) for number in told["mentions"]} & self.issues.keys()
        self.same(place, "references to tickets", set(), wanted - new["shown"].tickets)

    def people(self, ticket, told, issue):
        head = "\n".join(issue["articles"][0]["shown"].head)
        self.same(ticket, "people kept or named", [], list(people.others(told, issue, head, PEOPLE)))

    def time(self, ticket, told, issue):
        self.same(ticket, "time booked", [], list(hours.faults(told["time"], issue["time"], PEOPLE)))

    def links(self, ticket, old, issue):
        for reference, target in old["links"]:
            other = self.issues.get(self.surviving(target))
            if other is None:
                known = target in "\n".join(article["text"] for article in issue["articles"])
                self.same(ticket, "links out of reach kept or named", True, known or target in self.accounts)
            elif other is not issue:
                self.same(ticket, f"link {reference}", True, linked(reference, issue, other))

    def surviving(self, target):
        told = self.manifest.get(target, {})
        return str(told.get("merged_into", target))

    def no_extra_links(self):
        pairs = {
            frozenset((ticket, self.surviving(target))) for ticket in self.issues for _, target in self.old[ticket]["links"]
        }
        markers = {issue["id"]: issue["marker"] for issue in self.new}
        for issue in self.new:
            for kind, start, end in issue["relations"]:
                pair = frozenset((markers.get(start), markers.get(end)))
                self.same(issue["marker"], "relations that were links", True, pair in pairs)


def linked(reference, issue, other):
    """One relation a pair is all Redmine keeps, and one parent; what there is besides must still connect them."""
    kinds = {kind: ends for kind, *ends in issue["relations"] if other["id"] in ends}
    related = issue["parent"] == other["id"] or other["parent"] == issue["id"] or bool(kinds)
    if reference == "depends-on":
        return kinds.get("blocks") == [other["id"], issue["id"]]
    return related


def priority(number):
    return "Low" if number < 30 else "Normal" if number < 70 else "High"


def digits(values):
    return [re.sub(r"\D", "", value) for value in values]


def short(value):
    text = str(value)
    return text if len(text) < 160 else f"{text[:160]}…"


def old_tickets(path):
    if path and path.exists():
        return json.loads(path.read_text())
    tickets = OldSide(os.environ["RT_URL"], os.environ["RT_TOKEN"], list(PROJECTS)).tickets()
    if path:
        path.write_text(json.dumps(tickets))
    return tickets


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--manifest", type=pathlib.Path, required=True)
    arguments.add_argument("--data", type=pathlib.Path, required=True)
    arguments.add_argument("--old-side", type=pathlib.Path)
    options = arguments.parse_args()
    rejects = [file.read_text() for file in sorted(options.data.glob("*/rejects.jsonl"))]
    new = NewSide(os.environ["REDMINE_URL"], os.environ["REDMINE_KEY"]).issues()
    check = Check(json.loads(options.manifest.read_text()), old_tickets(options.old_side), new, "\n".join(rejects))
    check.run()
    for line in check.differences:
        print(line)
    for what, count in sorted(check.counts.items()):
        print(f"{count:6}  {what}")
    print(f"{len(check.differences)} differences")
    sys.exit(1 if check.differences else 0)


if __name__ == "__main__":
    main()
