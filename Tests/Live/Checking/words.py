"""How closely a text is found in another."""

import re
from html.parser import HTMLParser

LETTERS = re.compile(r"[^\W_]+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Visible(HTMLParser):
    def __init__(self):
        super().__init__()
        self.pieces = []

    def handle_data(self, data):
        self.pieces.append(data)


def words(text):
    return LETTERS.findall(text)


def words_of_html(html):
    parser = Visible()
    parser.feed(html)
    return words(" ".join(parser.pieces))


def tidy(text):
    """Line ends and blanks at the end of a line are the servers' business; control characters are left out."""
    text = CONTROL.sub("", text)
    return "\n".join(line.rstrip() for line in re.split(r"\r\n|\r|\n", text)).strip()


def in_order(wanted, present):
    """Is every wanted word there, in this order, whatever stands between?"""
    rest = iter(present)
    return all(word in rest for word in wanted)


def match(text, html, present):
    """"exact", "words" (loose) or None."""
    if not html and tidy(text) in tidy(present):
        return "exact"
    wanted = words_of_html(html) if html else words(tidy(text))
    return "words" if in_order(wanted, words(present)) else None
