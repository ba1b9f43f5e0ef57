"""A text without what the servers change of it."""

import re

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def tidy(text):
    """Line ends and blanks at the end of a line are the servers' business; control characters are left out."""
    text = CONTROL.sub("", text)
    return "\n".join(line.rstrip() for line in re.split(r"\r\n|\r|\n", text)).strip()
