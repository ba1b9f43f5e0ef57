"""What one mail's `expect.json` says: written by hand, by what a person would want to see.

    present    words as they stand, beside each other        absent    words that must not be seen
    tables     [rows, columns] of each table                 headings  their words
    items      how many list items                           rules     how many lines across
    quotes     how deep                                      code      a part of each preformatted text
    links      [words, address], address null: no link need be there
    images     ids of attachments, in order                  tickets   old numbers that became links, in order
    columns    [words, column] of cells, the first column is 0
    strong, em, struck   words so marked, among others       may_lose, may_add   words, for the law of every word

What is not named must not be there: no table, no list, no heading. null says: either way is right.
"""

import re
from urllib.parse import unquote

from .mail import TICKETS
from .page import clean, flat

COUNTED = {"items": 0, "rules": 0, "tables": [], "headings": []}


def faults(mail, shown, language):
    yield from words(mail, shown)
    if language == "plain":
        return
    yield from counts(mail, shown)
    yield from marked(mail, shown)
    yield from links(mail, shown)
    yield from pictures(mail, shown)
    yield from columns(mail, shown)


def columns(mail, shown):
    found = shown.words_of_columns()
    for words, column in mail.expect.get("columns", []):
        if (words, column) not in found:
            yield f"columns: {(words, column)} is not among {found}"


def words(mail, shown):
    text = flat(shown.text)
    for wanted in mail.expect.get("present", []):
        if flat(wanted) not in text:
            yield f"not to be seen: {wanted!r}"
    for unwanted in mail.expect.get("absent", []):
        if flat(unwanted) in text:
            yield f"to be seen: {unwanted!r}"


def counts(mail, shown):
    for key, usual in COUNTED.items():
        wanted = mail.expect.get(key, usual)
        if wanted is not None and getattr(shown, key) != wanted:
            yield f"{key}: {getattr(shown, key)} instead of {wanted}"
    depth = mail.expect.get("quotes", 0)
    if depth is not None and shown.quotes not in ({0, depth} if mail.is_plain else {depth}):
        yield f"quotes: {shown.quotes} deep instead of {depth}"
    wanted = [TICKETS[number] for number in mail.expect.get("tickets", [])]
    if shown.tickets != wanted:
        yield f"tickets: {shown.tickets} instead of {wanted}"


def marked(mail, shown):
    for key in ("strong", "em", "struck"):
        for wanted in mail.expect.get(key, []):
            if not any(wanted in found for found in getattr(shown, key)):
                yield f"{key}: {wanted!r} is not among {getattr(shown, key)}"
    wanted = mail.expect.get("code", [])
    if wanted is None:
        return
    if not wanted and shown.code:
        yield f"code: {shown.code[0][:60]!r} is none"
    for part in wanted:
        if not any(clean(part) in found for found in shown.code):
            yield f"code: {part!r} is not in {shown.code}"


def links(mail, shown):
    found = [(text, unquote(address)) for text, address in shown.links]
    for text, address in mail.expect.get("links", []):
        if address is not None and (flat(text), unquote(address)) not in found:
            yield f"links: {(text, address)} is not among {found}"


def pictures(mail, shown):
    found = [re.search(r"image-([\w-]+)\.png$", source) for source, _ in shown.images]
    ids = [match[1] for match in found if match]
    if ids != mail.expect.get("images", []):
        yield f"images: {ids} instead of {mail.expect.get('images', [])}"
