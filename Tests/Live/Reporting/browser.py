#!/usr/bin/env python3
"""Opens a report in headless Chromium, searches in it, takes pictures, and prints what opening it has cost.

    browser.py REPORT.html PICTURES-BEGIN-WITH

Fails when the page asks the network for anything, breaks its own policy, or finds no ticket by its number. Speaks to
Chromium over a pipe (--remote-debugging-pipe): nothing is installed for Python, and no port is open.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile

WIDTHS = {"desktop": 1100, "phone": 390}
TALLEST = 16_000


class Browser:
    def __init__(self, profile):
        to_browser, self.output = os.pipe()
        self.input, from_browser = os.pipe()

        def connect():
            # Copied away first: the pipes may have the numbers 3 and 4 themselves.
            ends = os.dup(to_browser), os.dup(from_browser)
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             f"--user-data-dir={profile}", "--no-first-run", "--disable-background-networking"],
            preexec_fn=connect, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.rest, self.number, self.events, self.session = b"", 0, [], None

    def ask(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        return self.wait(lambda answer: answer.get("id") == self.number)["result"]

    def wait(self, is_wanted):
        while True:
            while b"\0" not in self.rest:
                piece = os.read(self.input, 1 << 20)
                if not piece:
                    raise SystemExit("Chromium has ended")
                self.rest += piece
            message, _, self.rest = self.rest.partition(b"\0")
            answer = json.loads(message)
            if "error" in answer:
                raise SystemExit(f"Chromium: {answer['error']}")
            if "method" in answer:
                self.events.append(answer)
            if is_wanted(answer):
                return answer

    def open(self, url):
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")
        self.ask("Page.navigate", url=url)
        if not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.wait(lambda answer: answer.get("method") == "Page.loadEventFired")

    def value(self, script):
        answer = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise SystemExit(f"the page's script failed: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def picture(self, width, path):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        height = min(TALLEST, self.value("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        data = self.ask("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))
        return self.value("document.documentElement.scrollWidth")

    def complaints(self):
        requests = [e["params"]["request"]["url"] for e in self.events if e["method"] == "Network.requestWillBeSent"]
        entries = [e["params"]["entry"]["text"] for e in self.events if e["method"] == "Log.entryAdded"]
        faults = [str(e["params"]) for e in self.events if e["method"] == "Runtime.exceptionThrown"]
        return requests[1:] + entries + faults


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
