"""An issue's page as a browser gets it: the texts in it, each as HTML."""

import html
import urllib.request
from html.parser import HTMLParser

from Rendering.page import VOID

TIMEOUT = 60


def texts(url, key, number):
    """The HTML of the description, under None, and of each note, under its journal's id."""
    request = urllib.request.Request(f"{url}/issues/{number}", headers={"X-Redmine-API-Key": key})
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        page = IssuePage()
        page.feed(answer.read().decode())
    return {place: "".join(pieces) for place, pieces in page.texts.items()}


class IssuePage(HTMLParser):
    """Redmine shows each text in a `div` of the class `wiki`: one in the description, one a note."""

    def __init__(self):
        super().__init__()
        self.texts, self.place, self.depth, self.in_description = {}, None, 0, False

    def handle_starttag(self, name, attributes):
        if self.depth:
            self.depth += name == "div"
            self.texts[self.place].append(self.get_starttag_text())
        elif name == "div":
            self.begin(dict(attributes))

    def begin(self, attributes):
        classes = (attributes.get("class") or "").split()
        if "description" in classes:
            self.in_description = True
        name = (attributes.get("id") or "").split("-")
        is_note = name[0] == "journal" and name[-1] == "notes"
        if "wiki" in classes and (is_note or self.in_description):
            self.place, self.depth, self.in_description = int(name[1]) if is_note else None, 1, False
            self.texts[self.place] = []

    def handle_startendtag(self, name, attributes):
        self.handle_starttag(name, attributes)
        if name not in VOID:
            self.handle_endtag(name)

    def handle_endtag(self, name):
        if self.depth:
            self.depth -= name == "div"
            if self.depth:
                self.texts[self.place].append(f"</{name}>")

    def handle_data(self, data):
        if self.depth:
            self.texts[self.place].append(html.escape(data, quote=False))
