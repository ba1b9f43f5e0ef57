"""What must be true of every mail, whatever is in it."""

import difflib
import html
import re
from urllib.parse import unquote

from .page import clean, flat

PLAIN_ELEMENTS = {"p", "br", "blockquote", "a"}


def every_word(mail, shown, language):
    """The visible text of the mail, token by token; Redmine's plain language may add what stands for the shape."""
    may_add = None if language == "plain" else mail.words("may_add") | mail.words_of_pictures
    yield from words_differ(mail.page.tokens, shown.tokens, mail.words("may_lose"), may_add)


def words_differ(wanted, found, may_lose=frozenset(), may_add=frozenset()):
    """A word cut in two is not lost. `may_add` None: whatever else is shown is right."""
    for kind, start, end, other_start, other_end in changes(wanted, found):
        if "".join(wanted[start:end]) == "".join(found[other_start:other_end]):
            continue
        lost = [word for word in wanted[start:end] if word not in may_lose]
        added = [word for word in found[other_start:other_end] if may_add is not None and word not in may_add]
        near = " ".join(found[max(0, other_start - 4):other_end + 4])
        if lost:
            yield f"lost {' '.join(lost)!r} near {near!r}"
        if added:
            yield f"added {' '.join(added)!r} near {near!r}"


def every_line(mail, shown, language):
    """Redmine's plain language shows an entity where a sign follows an address; nothing can be done about that."""
    found = [html.unescape(line) for line in shown.lines] if language == "plain" else shown.lines
    yield from lines_differ(mail.text, found, "blockquote" in shown.names)


def lines_differ(text, shown, has_quotes):
    """A plain text, line by line. Where Redmine shows a quote as one, the marks of quoting are gone."""
    wanted, found = lines(text), lines("\n".join(shown))
    if has_quotes:
        wanted, found = ([bare for line in side if (bare := unquoted(line))] for side in (wanted, found))
    for _, start, end, other_start, other_end in changes(wanted, found):
        before, after = " / ".join(wanted[start:end]), " / ".join(found[other_start:other_end])
        yield f"line {before[:200]!r} is shown as {after[:200]!r}"


def changes(wanted, found):
    opcodes = difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes()
    return [code for code in opcodes if code[0] != "equal"]


def indentation(mail, shown, _language):
    """Blanks at the beginning of a line are still to be seen."""
    wanted = [line for line in clean(mail.text).split("\n") if re.match(r"(?: {2}|\t)\s*[^\s>]", line)]
    kept = {flat(line) for line in "".join(shown.pieces).split("\n") if re.match(r"\s*\u00a0", line)}
    lost = [line for line in wanted if flat(line) not in kept]
    if lost:
        yield f"{len(lost)} of {len(wanted)} lines have lost their indentation, such as {lost[0].strip()[:60]!r}"


def nothing_but_text(mail, shown, _language):
    # An empty one is nothing to see: it keeps two signs apart.
    empty = {"i", "em"} if not any(shown.em) else set()
    if extra := shown.names - PLAIN_ELEMENTS - empty:
        yield f"a plain text has become {', '.join(sorted(extra))}"
    for words, address in shown.links:
        bare = unquote(re.sub(r"^(https?://|mailto:|ftp://)", "", address)).rstrip("/")
        if not is_issue(address) and bare not in unquote(clean(mail.text)) and html.unescape(bare) == bare:
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
    """The brackets of placeholders are the project's own: a text's become others."""
    text = re.sub("[\u2028\u2029\u0085\f\v]", "\n", clean(text)).translate(str.maketrans("⟦⟧", "〚〛"))
    return [line for line in (flat(line) for line in text.split("\n")) if line]


def unquoted(line):
    return re.sub(r"^[>\s]+", "", line)


HTML = [every_word, no_accidents]
PLAIN = [every_line, indentation, nothing_but_text, no_accidents]
