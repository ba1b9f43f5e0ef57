#!/usr/bin/env python3
"""Opens a report in headless Chromium, searches in it, takes pictures, and prints what opening it has cost.

    browser.py REPORT.html PICTURES-BEGIN-WITH

Fails when the page asks the network for anything, breaks its own policy, or finds no ticket by its number.
"""

import json
import pathlib
import sys
import tempfile

from chromium import Browser

WIDTHS = {"desktop": 1100, "phone": 390}


# Types into the search as a person does, and waits for what it shows.
SEARCH = """new Promise((done) => {
  const field = document.getElementById("search"), began = performance.now();
  field.value = %s;
  new MutationObserver(() => done({ms: performance.now() - began, rows: document.getElementById("rows").rows.length,
    first: document.getElementById("rows").rows[0]?.innerText, links:
    [...document.querySelectorAll("#rows tr:first-child a")].map((link) => link.href)}))
    .observe(document.getElementById("found"), {childList: true});
  field.dispatchEvent(new Event("input"));
})"""


def require(is_so, words):
    if not is_so:
        raise SystemExit(f"report-screenshot: {words}")


def main():
    report, pictures = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        try:
            browser.open(report.as_uri())
            timing = browser.value("performance.getEntriesByType('navigation')[0].toJSON()")
            elements = browser.value("document.querySelectorAll('*').length")
            widths = {name: browser.picture(width, f"{pictures}-{name}.png") for name, width in WIDTHS.items()}
            first = browser.value("document.querySelector('#rows tr td').innerText")
            found = browser.value(SEARCH % json.dumps(first))
            second = browser.value(SEARCH % json.dumps("printer"))
            found_again = browser.value(SEARCH % json.dumps(browser.value("document.querySelector('#rows tr td').innerText")))
            complaints = browser.complaints()
        finally:
            browser.process.terminate()
            browser.process.wait(timeout=20)
    require(not complaints, f"the page asked for something or broke a rule: {complaints[:3]}")
    require(found["first"].split()[0] == first and found["links"], f"no ticket was found by its number: {found}")
    require(second["rows"] > 0 and found_again["rows"] > 0, "no ticket was found by its subject")
    for name, width in WIDTHS.items():
        require(widths[name] <= width, f"the page is {widths[name]} wide on a {name} of {width}")
    print(
        f"{report.stat().st_size / 1e6:7.2f} MB  {timing['domInteractive']:7.0f} ms to interactive"
        f"  {timing['loadEventEnd']:7.0f} ms to loaded  {elements:6d} elements"
        f"  first search {found['ms']:5.0f} ms, next {second['ms']:5.0f} ms")


main()
