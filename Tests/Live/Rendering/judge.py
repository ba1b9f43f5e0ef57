"""Are the golden mails what a person wants to see, as Redmine shows them?

    judge.py MAILS-FOLDER [NAME…]

Prints one line a fault and a closing count; exit 1 if any. `rendered-mails` sets the environment for Redmine.
"""

import json
import os
import pathlib
import subprocess
import sys

from Rendering import expectations, laws
from Rendering.mail import LANGUAGES, TICKETS, Mail
from Rendering.page import Page

RENDER = pathlib.Path(__file__).with_name("render.rb")


def rendered(texts):
    """All of them in one process: starting Redmine takes longer than showing a thousand texts."""
    answer = subprocess.run(
        ["bundle", "exec", "ruby", str(RENDER)], input=json.dumps(texts), text=True, check=True, stdout=subprocess.PIPE,
        cwd="/usr/share/redmine", env={**os.environ, "TICKETS": json.dumps(TICKETS)}, timeout=300)
    return json.loads(answer.stdout)


def faults(mail, language, answer):
    shown = Page(answer["html"])
    for law in laws.PLAIN if mail.is_plain else laws.HTML:
        yield from law(mail, shown, language)
    yield from expectations.faults(mail, shown, language)
    if answer["mentions"]:
        yield f"would notify {', '.join(answer['mentions'])}"


# A Redmine without markup decodes "&lt;" that someone has written, shows "@" in an address encoded, and has no links
# with words of their own: what these mails hold of it cannot be shown otherwise.
KNOWN_OF_PLAIN = {
    "links-awkward-addresses", "numbers-in-html", "plain-html-in-text", "plain-json", "plain-markdown-characters", "plain-numbers",
    "plain-placeholder-lookalikes", "plain-tickets", "plain-urls", "tickets-in-html",
}


def main():
    folder, names = pathlib.Path(sys.argv[1]), sys.argv[2:]
    mails = [Mail(path) for path in sorted(folder.iterdir()) if not names or path.name in names]
    jobs = []
    for mail in mails:
        for language in LANGUAGES:
            if mail.has(language):
                text = mail.filled_in(language)
                jobs.append((mail, language, text, mail.tickets_filled_in))
    answers = rendered([{"language": language, "text": text} for _, language, text, _ in jobs])
    count = 0
    for (mail, language, _, tickets), answer in zip(jobs, answers, strict=True):
        mail.tickets_filled_in = tickets
        for fault in faults(mail, language, answer):
            known = language == "plain" and mail.name in KNOWN_OF_PLAIN
            count += not known
            print(f"{mail.name}.{language}: {fault}{' (known)' if known else ''}")
    print(f"{len(mails)} mails, {len(jobs)} texts, {count} faults")
    sys.exit(1 if count or not jobs else 0)


if __name__ == "__main__":
    main()
