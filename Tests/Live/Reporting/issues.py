#!/usr/bin/env python3
"""Opens issues of a real Redmine in headless Chromium and takes a picture of each.

    issues.py PICTURES-FOLDER ISSUE…

REDMINE_URL and REDMINE_KEY name the server: `issues#show` takes the key for its HTML page too, and so do the attachments.
Prints a line an issue; fails when one is not shown, or a picture in a text is broken.
"""

import os
import pathlib
import sys
import tempfile

from chromium import Browser

WIDTH = 1100
# What a page shows, when all of its pictures have come: Redmine loads them late, as they are scrolled to.
SHOWN = """new Promise((done) => {
  const pictures = [...document.querySelectorAll(".wiki img")];
  pictures.forEach((picture) => picture.loading = "eager");
  const count = (selector) => document.querySelectorAll(selector).length;
  const tell = () => done({title: document.querySelector(".subject h3")?.innerText, notes: count(".journal .wiki"),
    tables: count(".wiki table"), lists: count(".wiki ul, .wiki ol"), pictures: pictures.length,
    broken: pictures.filter((picture) => !picture.naturalWidth).map((picture) => picture.src)});
  Promise.race([Promise.allSettled(pictures.map((picture) => picture.decode())), new Promise((late) => setTimeout(late, 10000))])
    .then(tell);
})"""


def picture(browser, url, number, folder):
    browser.open(f"{url}/issues/{number}", {"X-Redmine-API-Key": os.environ["REDMINE_KEY"]})
    shown = browser.value(SHOWN)
    browser.picture(WIDTH, folder / f"issue-{number}.png")
    print(
        f"issue {number}: {shown.get('title', 'NOT SHOWN')}: {shown['notes']} notes, {shown['tables']} tables,"
        f" {shown['lists']} lists, {shown['pictures']} pictures, broken: {shown['broken'] or 'none'}")
    return "title" in shown and not shown["broken"]


def main():
    folder, url = pathlib.Path(sys.argv[1]), os.environ["REDMINE_URL"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        try:
            good = [picture(browser, url, number, folder) for number in sys.argv[2:]]
        finally:
            browser.process.terminate()
            browser.process.wait(timeout=20)
    sys.exit(0 if all(good) else 1)


main()
