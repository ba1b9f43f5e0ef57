"""Articles and their files, as the manifest and both sides tell of them, made comparable."""

import re
from urllib.parse import unquote

from Checking.words import tidy
from Rendering.page import Page


def summary(articles):
    return [(article["transaction"], article["internal"], hashes(article)) for article in articles]


def texts(articles):
    """Request Tracker has no bodies of its own for what came without one."""
    return [tidy((article["text"] or article["html"] or "").replace("\ufeff", "")) for article in articles]


def pictures(told):
    """What the text shows of its own pictures, in order."""
    sources = [unquote(source) for source, _ in Page(told["html"]).images]
    found = [source[4:] for source in sources if source.lower().startswith("cid:")]
    return [told["pictures"][name] for name in found if name in told["pictures"]]


def hashes(article):
    return sorted((file["sha256"], file["size"]) for file in article["files"])


def redmine_name(name):
    """Redmine 5 cuts folders off and replaces what some file systems refuse."""
    return re.sub(r"[?%*:|\"'<>\n\r]+", "_", re.split(r"[/\\]", name)[-1])


def bare_name(name):
    """Of several pictures of one name, Redmine can show only one in a text: the others get a number."""
    return re.sub(r"-\d+(?=\.\w+$)", "", name)
