"""Articles and their files, as the manifest and both sides tell of them, made comparable."""

import base64
import binascii
import hashlib
import re
from urllib.parse import unquote, unquote_to_bytes

from Checking.words import tidy
from Rendering.page import Page


def summary(articles):
    return [(article["transaction"], article["internal"], hashes(article)) for article in articles]


def texts(articles):
    """Request Tracker has no bodies of its own for what came without one."""
    return [tidy((article["text"] or article["html"] or "").replace("\ufeff", "")) for article in articles]


def pictures(told):
    """What the text shows of its own pictures, in order. Redmine shows no drawings in a text."""
    sources = [source for source, _ in Page(told["html"] or "").images if not source.lower().startswith("data:image/svg")]
    found = [(embedded_file(source) or [None])[0] if is_data(source) else told["pictures"].get(content_id(source)) for source in sources]
    return [digest for digest in found if digest]


def content_id(source):
    return unquote(source)[4:] if source.lower().startswith("cid:") else None


def is_data(address):
    return address.lower().startswith("data:")


def embedded_file(address):
    """None for what is no file: nothing, broken, or a single pixel, which counts readers or keeps a place."""
    head, _, data = address.partition(",")
    content = unquote_to_bytes(data)
    if head.lower().endswith(";base64"):
        try:
            letters = re.sub(rb"[\s=]", b"", content).translate(bytes.maketrans(b"-_", b"+/"))
            content = base64.b64decode(letters + b"=" * (-len(letters) % 4), validate=True)
        except binascii.Error:
            return None
    is_pixel = content.startswith(b"GIF8") and content[6:10] == b"\1\0\1\0"
    return None if is_pixel or not content else (hashlib.sha256(content).hexdigest(), len(content))


def hashes(article):
    return sorted((file["sha256"], file["size"]) for file in article["files"])


def hashes_with_embedded(told):
    """Also the files that the text itself holds, each once: they arrive as files."""
    page = Page(told["html"] or "")
    behind = re.findall(r"url\(['\"]?(data:[^'\")]+)", told["html"] or "")
    addresses = [source for source, _ in page.images] + [address for _, address in page.links] + behind
    files = {embedded_file(address) for address in addresses if is_data(address)}
    return sorted(hashes(told) + [file for file in files if file])


def redmine_name(name):
    """Redmine 5 cuts folders off and replaces what some file systems refuse."""
    return re.sub(r"[?%*:|\"'<>\n\r]+", "_", re.split(r"[/\\]", name)[-1])


def bare_name(name):
    """Of several pictures of one name, Redmine can show only one in a text: the others get a number."""
    return re.sub(r"-\d+(?=\.\w+$)", "", name)
