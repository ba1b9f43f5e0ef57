"""A mail of Tests/Fixtures/Mail: what came in, what is expected of it, and its text in each language."""

import json
import re

from .page import Page, tokens

LANGUAGES = ["plain", "textile", "markdown", "common_mark"]
# The tickets and pictures that the test of the golden mails knows, and what stands for them in Redmine.
TICKETS = {"42": 242, "77": 277, "1234": 434, "4711": 811}
PLACEHOLDER = re.compile(r"⟦(ticket|image) ([^|⟧]*)\|([^⟧]*)⟧")
ADDRESS = "http://redmine.example.test/issues/%s"
LINK = {"textile": '"#%s":%s', "markdown": "[#%s](%s)", "common_mark": "[#%s](%s)"}
PICTURE = {"textile": "!image-%s.png!", "markdown": "![](image-%s.png)", "common_mark": "![](image-%s.png)"}


class Mail:
    def __init__(self, folder):
        self.name, self.folder = folder.name, folder
        source = next(folder.glob("mail.*"))
        self.is_plain = source.suffix == ".txt"
        self.text = source.read_bytes().decode().replace("\r\n", "\n")
        self.page = Page("" if self.is_plain else self.text)
        self.expect = json.loads((folder / "expect.json").read_text())
        self.tickets_filled_in, self.only_read = [], []

    def has(self, language):
        return (self.folder / f"expected.{language}").exists()

    def words(self, key):
        return {word for words in self.expect.get(key, []) for word in tokens(words)}

    @property
    def words_of_pictures(self):
        return {word for _, alt in self.page.images for word in tokens(alt)} | {"[", "]", "image"}

    def filled_in(self, language):
        """The text as load sends it, and the words that stood for tickets."""
        written, self.tickets_filled_in, self.only_read = [], [], []

        def fill(match):
            kind, number, words = match.groups()
            if kind == "image":
                return PICTURE[language] % number if language in PICTURE else words
            before, after = match.string[:match.start()][-1:], match.string[match.end():]
            text = ticket(TICKETS[number], words, before, after, language)
            if text.startswith("&"):
                self.only_read.append(TICKETS[number])
            else:
                written.append(words)
                self.tickets_filled_in.append(TICKETS[number])
            return text

        text = (self.folder / f"expected.{language}").read_text()
        return PLACEHOLDER.sub(fill, text), written


def ticket(number, words, before, after, language):
    """Redmine makes a link of "#17" only behind some characters; an address may stand in a link. Where a link of the
    language would be garbled the number is only read; the old one, for it is compared with what was written."""
    address = ADDRESS % number
    if words.startswith("http"):
        return address
    if re.fullmatch(r"[\s(,\-\[>]?", before):
        return f"#{number}"
    if language == "textile" and (before == '"' or re.match(r"[^\s<]*[\w=/;()]", after)) or language != "textile" and before == "!":
        return words.replace("#", "&#35;")
    return LINK[language] % (number, address) if language in LINK else address
