"""Headless Chromium, spoken to over a pipe (--remote-debugging-pipe): nothing is installed for Python, no port is open."""

import base64
import json
import os
import pathlib
import subprocess

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

    def open(self, url, headers=None):
        """In a page of its own; `headers` go with everything that it asks for."""
        self.session, self.events = None, []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable")
        if headers:
            self.ask("Network.setExtraHTTPHeaders", headers=headers)
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
