"""A mail of Tests/Fixtures/Mail: what came in, what is expected of it, and its text in each language."""

import json
import re

from .page import Page, tokens

LANGUAGES = ["plain", "textile", "markdown", "common_mark"]
# The tickets and pictures that the test of the golden mails knows, and what stands for them in Redmine.
TICKETS = {"3": 303, "12": 312, "42": 242, "77": 277, "1234": 434, "4711": 811}
PLACEHOLDER = re.compile(r"⟦(ticket|image) ([^|⟧]*)\|([^⟧]*)⟧")
ADDRESS = "http://redmine.example.test/issues/%s"
PICTURE = {"textile": "!image-%s.png!", "markdown": "![](image-%s.png)", "common_mark": "![](image-%s.png)"}


class Mail:
    def __init__(self, folder):
        self.name, self.folder = folder.name, folder
        source = next(folder.glob("mail.*"))
        self.is_plain = source.suffix == ".txt"
        self.text = source.read_bytes().decode().replace("\r\n", "\n")
        self.page = Page("" if self.is_plain else self.text)
        self.expect = json.loads((folder / "expect.json").read_text())
        self.tickets_filled_in = []

    def has(self, language):
        return (self.folder / f"expected.{language}").exists()

    def words(self, key):
        return {word for words in self.expect.get(key, []) for word in tokens(words)}

    @property
    def words_of_pictures(self):
        return {word for _, alt in self.page.images for word in tokens(alt)} | {"[", "]", "image"}

    def filled_in(self, language):
        """The text as load sends it."""
        self.tickets_filled_in = []

        def fill(match):
            kind, number, words = match.groups()
            if kind == "image":
                return PICTURE[language] % number if language in PICTURE else words
            before, after = match.string[:match.start()], match.string[match.end():]
            self.tickets_filled_in.append(TICKETS[number])
            return ticket(TICKETS[number], words, before, after, language)

        text = (self.folder / f"expected.{language}").read_text()
        return PLACEHOLDER.sub(fill, text)


def ticket(number, words, before, after, language):
    """What was written stays, and leads to the issue; in a link that was one already the address stands alone."""
    address = ADDRESS % number
    if before.endswith('":') if language == "textile" else re.search(r"(?<!\\)(?:\\\\)*\]\($", before) and language != "plain":
        return address
    label = words.replace("://", "&#58;//") if language == "textile" else re.sub(r"([\[\]*_&])", r"\\\1", words)
    if language == "plain":
        end = ")" if re.match(r"[.,:!?]*(\s|$)", after) else " )"
        return words.replace("#", "#\u2060") + f" ({address}{end}"
    if language == "textile":
        glued = re.sub(r"^\)", "", re.match(r"[^\s<]*", after)[0])
        return f'"{label}":{address}' + ("<notextile></notextile>" if re.search(r"[\w=/;()\-]", glued) else "")
    return f"[{label}]({address})"
