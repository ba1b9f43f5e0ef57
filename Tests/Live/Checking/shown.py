"""One article as a reader sees it on the issue's page: its mark, then what was said."""

import re

from Rendering import laws
from Rendering.page import Page, clean, tokens

# The line with date and number; in the description, what is said of the whole ticket comes before it.
MARK = re.compile(r"^\[.*RT transaction (\d+)\]$")
ADDRESS = re.compile(r"https?://(?:127\.0\.0\.1:\d+|rt\.example\.test)/Ticket/Display\.html\?id=(\d+)(?=[\s<,]|$)")
FILE = re.compile(r"/attachments/(?:download/|thumbnail/)?(\d+)")


class Shown:
    """`markers` are the old numbers of the issues of `site`: a link to one is read as the number it had."""

    def __init__(self, html, markers, site, anywhere=False):
        numbers = Page(html, site=site).tickets
        self.page = Page(html, [f"#{markers.get(number, '?')}" for number in numbers], site)
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

    def faults_of_plain(self, text, surviving):
        wanted = with_survivors(self.with_numbers(text, surviving), surviving)
        return list(laws.lines_differ(wanted, self.lines, "blockquote" in self.page.names))

    def faults_of_html(self, html, surviving):
        """Only what is lost: `rendered-mails` is strict about what is added, and knows what each mail may lose."""
        wanted = tokens(with_survivors(Page(self.with_numbers(html, surviving)).text, surviving))
        found = tokens("\n".join(self.lines))
        marks = {word for word in wanted if len(word) == 1}
        return list(laws.words_differ(wanted, found, may_lose=marks, may_add=None))

    def with_numbers(self, text, surviving):
        """What was an address of a ticket that is here shows its number: "#7"; under either name of the server."""
        known = set(self.markers.values())
        return ADDRESS.sub(lambda match: f"#{match[1]}" if surviving(match[1]) in known else match[0], text)


def with_survivors(text, surviving):
    """Numbers in the middle of words are no tickets."""
    return re.sub(r"(?<![A-Za-z0-9_])#(\d+)\b", lambda match: f"#{surviving(match[1])}", clean(text))
