"""What must be true of every mail, whatever is in it."""

import difflib
import re
from urllib.parse import unquote

from .page import clean, flat, tokens

PLAIN_ELEMENTS = {"p", "br", "blockquote", "a"}


def every_word(mail, shown, language):
    """The visible text of the mail, token by token; Redmine's plain language may add what stands for the shape."""
    wanted, found = mail.page.tokens, shown.tokens
    may_lose, may_add = mail.words("may_lose"), mail.words("may_add") | mail.words_of_pictures
    for kind, start, end, other_start, other_end in difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        lost = [word for word in wanted[start:end] if word not in may_lose]
        added = [word for word in found[other_start:other_end] if word not in may_add]
        near = " ".join(found[max(0, other_start - 4):other_end + 4])
        if kind in ("delete", "replace") and lost:
            yield f"lost {' '.join(lost)!r} near {near!r}"
        if kind in ("insert", "replace") and added and language != "plain":
            yield f"added {' '.join(added)!r} near {near!r}"


def every_line(mail, shown, _language):
    """A plain text, line by line. Where Redmine shows a quote as one, the marks of quoting are gone."""
    wanted, found = lines(mail.text), lines("\n".join(shown.lines))
    if "blockquote" in shown.names:
        wanted, found = [unquoted(line) for line in wanted], [unquoted(line) for line in found]
        wanted, found = [line for line in wanted if line], [line for line in found if line]
    for kind, start, end, other_start, other_end in difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        if kind != "equal":
            yield f"line {' / '.join(wanted[start:end])[:200]!r} is shown as {' / '.join(found[other_start:other_end])[:200]!r}"


def indentation(mail, shown, _language):
    """Blanks at the beginning of a line are still to be seen."""
    wanted = [line for line in clean(mail.text).split("\n") if re.match(r"(?: {2}|\t)\s*[^\s>]", line)]
    kept = {flat(line) for line in "".join(shown.pieces).split("\n") if re.match(r"\s*\u00a0", line)}
    lost = [line for line in wanted if flat(line) not in kept]
    if lost:
        yield f"{len(lost)} of {len(wanted)} lines have lost their indentation, such as {lost[0].strip()[:60]!r}"


def nothing_but_text(mail, shown, _language):
    if extra := shown.names - PLAIN_ELEMENTS:
        yield f"a plain text has become {', '.join(sorted(extra))}"
    for words, address in shown.links:
        bare = unquote(re.sub(r"^(https?://|mailto:|ftp://)", "", address)).rstrip("/")
        if not is_issue(address) and bare not in unquote(clean(mail.text)):
            yield f"a link that nobody wrote: {words!r} to {address!r}"


def no_accidents(mail, shown, _language):
    """Nothing leads into Redmine but to tickets that the text speaks of."""
    for words, address in shown.links:
        if address.startswith(("/", "#")) and not is_issue(address):
            yield f"an accidental link: {words!r} to {address!r}"
    if shown.tickets != mail.tickets_filled_in:
        yield f"links to issues {shown.tickets}, filled in were {mail.tickets_filled_in}"


def is_issue(address):
    return re.search(r"/issues/\d+$", address) is not None


def lines(text):
    text = re.sub("[\u2028\u2029\u0085\f\v]", "\n", clean(text))
    return [line for line in (flat(line) for line in text.split("\n")) if line]


def unquoted(line):
    return re.sub(r"^[>\s]+", "", line)


HTML = [every_word, no_accidents]
PLAIN = [every_line, indentation, nothing_but_text, no_accidents]
