"""What a reader sees of an HTML page: its lines, and the shape they have. Shares no code with the programs under test."""

import re
import unicodedata
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style", "title"}
BLOCKS = {
    "address", "article", "blockquote", "body", "br", "button", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "img", "input",
    "label", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "td", "textarea", "th", "tr", "ul",
}
GATHERED = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "del": "struck", "s": "struck", "strike": "struck", "pre": "code"}
# Shown as nothing, or not to be had in a text.
INVISIBLE = re.compile("[\u00ad\u034f\u200b\u200c\u2060\ufeff\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
RAISED = {"sup": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")}
TOKEN = re.compile(r"\w+|[^\w\s]")


class Page(HTMLParser):
    """`site` is the address of the Redmine whose issues are linked to."""

    def __init__(self, html, site="http://redmine.example.test"):
        super().__init__()
        self.pieces, self.open, self.hidden = [], [], None
        self.issue_address = re.compile(rf"(?:{re.escape(site)})?/issues/(\d+)")
        self.gathering, self.cells = [], []
        self.strong, self.em, self.struck, self.code, self.headings = [], [], [], [], []
        self.links, self.images, self.tables, self.tickets, self.names = [], [], [], [], set()
        self.items = self.rules = self.quotes = 0
        self.columns, self.covered = [], []
        self.feed(html.replace("\r\n", "\n"))
        self.close()
        while self.gathering:
            self.gathered(self.gathering[-1][0])

    @property
    def text(self):
        return clean("".join(self.pieces))

    @property
    def lines(self):
        return [line for line in self.text.split("\n") if line.strip()]

    @property
    def tokens(self):
        return tokens(self.text)

    def handle_starttag(self, name, attributes):
        attributes = {key: value or "" for key, value in attributes}
        if self.hidden:
            if name == self.hidden[0]:
                self.hidden[1] += 1
            return
        if name in UNSEEN:
            if name not in VOID:
                self.hidden = [name, 1]
            return
        self.names.add(name)
        if name in BLOCKS:
            self.pieces.append("\n")
        if name not in VOID:
            self.open.append(name)
        self.quotes = max(self.quotes, self.open.count("blockquote"))
        self.begin(name, attributes)

    def handle_startendtag(self, name, attributes):
        self.handle_starttag(name, attributes)
        if name not in VOID:
            self.handle_endtag(name)

    def begin(self, name, attributes):
        if name == "li":
            self.items += 1
        elif name == "hr":
            self.rules += 1
        elif name == "img":
            self.images.append((attributes.get("src", ""), attributes.get("alt", "")))
        elif name == "table":
            self.cells.append([])
            self.covered.append({})
        elif name in ("thead", "tbody", "tfoot") and self.covered:
            self.covered[-1].clear()
        elif name == "tr" and self.cells:
            self.cells[-1].append(0)
            self.covered[-1] = {column: rows - 1 for column, rows in self.covered[-1].items() if rows > 1}
        elif name in ("td", "th") and self.cells and self.cells[-1]:
            self.begin_cell(int(attributes.get("colspan") or 1), int(attributes.get("rowspan") or 1))
        elif name == "a":
            self.begin_link(attributes)
        elif name in GATHERED or re.fullmatch("h[1-6]", name):
            self.gathering.append([name, [], None])

    def begin_cell(self, width, height):
        """The row's number of cells counts those that reach into it from above."""
        covered = self.covered[-1]
        while covered.get(self.cells[-1][-1]):
            self.cells[-1][-1] += 1
        column = self.cells[-1][-1]
        self.cells[-1][-1] += width
        covered.update({place: height for place in range(column, column + width) if height > 1})
        self.columns.append([len(self.pieces), column])

    def words_of_columns(self):
        """The words that follow each cell's start, and its column."""
        starts = [start for start, _ in self.columns] + [len(self.pieces)]
        return [(flat("".join(self.pieces[start:end])), column) for (start, column), end in zip(self.columns, starts[1:])]

    def begin_link(self, attributes):
        if "wiki-anchor" in attributes.get("class", ""):
            self.hidden = ["a", 1]
        elif "href" in attributes:
            found = self.issue_address.fullmatch(attributes["href"])
            self.gathering.append(["a", [], attributes["href"]])
            if found:
                self.tickets.append(int(found[1]))

    def handle_endtag(self, name):
        if self.hidden:
            if name == self.hidden[0]:
                self.hidden[1] -= 1
            if self.hidden[1] > 0:
                return
            self.hidden = None
            return
        if name in BLOCKS:
            self.pieces.append("\n")
        if name in self.open:
            while self.open.pop() != name:
                pass
        if name == "table" and self.cells:
            self.covered.pop()
            self.end_table()
        if any(entry[0] == name for entry in self.gathering):
            self.gathered(name)

    def end_table(self):
        self.columns.append([len(self.pieces), None])
        rows = [cells for cells in self.cells.pop() if cells]
        if rows and not self.cells:
            self.tables.append([len(rows), max(rows)])

    def gathered(self, name):
        while True:
            found, pieces, address = self.gathering.pop()
            text = "".join(pieces)
            if found == "a":
                self.links.append((flat(text), address))
            elif found == "pre":
                self.code.append(text)
            else:
                getattr(self, GATHERED.get(found, "headings")).append(flat(text))
            if found == name:
                return

    def handle_data(self, data):
        if self.hidden:
            return
        shown = data if "pre" in self.open or "textarea" in self.open else re.sub(r"[ \t\n\f\r]+", " ", data)
        if self.open and self.open[-1] in RAISED and shown.isdecimal():
            # The same to a reader as the signs that Unicode has.
            shown = shown.translate(RAISED[self.open[-1]])
        self.pieces.append(shown)
        for entry in self.gathering:
            entry[1].append(shown)

    def unknown_decl(self, data):
        pass


def clean(text):
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))


def flat(text):
    return " ".join(clean(text).split())


def tokens(text):
    return TOKEN.findall(clean(text))
