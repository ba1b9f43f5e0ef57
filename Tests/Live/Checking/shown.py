"""One article as a reader sees it on the issue's page: its mark, then what was said."""

import re

from Rendering import laws
from Rendering.page import Page, clean, tokens

# The line with date and number; in the description, what is said of the whole ticket comes before it.
MARK = re.compile(r"^\[.*RT transaction (\d+)\]$")
FURTHER = re.compile(r"^The (HTML|plain text) version of this mail says:$")
FILE = re.compile(r"/attachments/(?:download/|thumbnail/)?(\d+)")


class Shown:
    """`markers` are the old numbers of the issues of `site`."""

    def __init__(self, html, markers, site, anywhere=False):
        self.page = Page(html, site)
        self.markers = markers
        lines = [" ".join(line.split()) for line in self.page.lines]
        found = [place for place, line in enumerate(lines if anywhere else lines[:1]) if MARK.match(line)]
        self.mark = lines[found[0]] if found else ""
        self.head = lines[:found[0] + 1] if found else lines
        self.lines = self.page.lines[found[0] + 1:] if found else self.page.lines
        self.transaction = int(MARK.match(self.mark)[1]) if found else None

    @property
    def tickets(self):
        return {self.markers.get(number) for number in self.page.tickets}

    @property
    def pictures(self):
        """The ids of the attachments that are shown as pictures, in order."""
        return [int(found[1]) for source, _ in self.page.images if (found := FILE.search(source))]

    @property
    def versions(self):
        """Of a mail with two versions, both of which are shown: the lines of each, by its kind; else nothing."""
        for place, line in enumerate(self.lines):
            if found := FURTHER.match(line.strip()):
                first, second = ("text", "html") if found[1] == "HTML" else ("html", "text")
                return {first: self.lines[:place], second: self.lines[place + 1:]}
        return {}

    def faults_of_plain(self, text, lines=None):
        lines = self.lines if lines is None else lines
        return list(laws.lines_differ(clean(text), lines, "blockquote" in self.page.names))

    def faults_of_html(self, html, lines=None):
        """Only what is lost: `rendered-mails` is strict about what is added, and knows what each mail may lose."""
        wanted = tokens(Page(html).text)
        found = tokens("\n".join(self.lines if lines is None else lines))
        marks = {word for word in wanted if len(word) == 1}
        return list(laws.words_differ(wanted, found, may_lose=marks, may_add=None))
