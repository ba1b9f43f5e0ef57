"""Stands between a client and a server, passes everything on and writes a line about each request.

    recorder.py SERVER-URL LOG READY-FILE [--bodies]

READY-FILE gets the address to speak to. With --bodies the lines are enough to send the same requests again. For few
requests a second only: what is to be measured at speed must not go through it.
"""

import base64
import http.client
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

server = urlsplit(sys.argv[1])
log, ready, keeps_bodies = open(sys.argv[2], "w"), sys.argv[3], "--bodies" in sys.argv
one_at_a_time = threading.Lock()
HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


class Passage(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.upstream = http.client.HTTPConnection(server.hostname, server.port, timeout=120)

    def finish(self):
        self.upstream.close()
        super().finish()

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        arrived = time.time()
        # A server that closes after each answer must not cost a request that has no second chance.
        self.upstream.close()
        self.upstream.request(self.command, self.path, body or None, dict(self.headers))
        answer = self.upstream.getresponse()
        content = answer.read()
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.note(arrived, body, answer.status, content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = pass_on

    def note(self, arrived, body, status, content):
        line = {"at": arrived, "method": self.command, "path": self.path, "status": status}
        if keeps_bodies:
            line["headers"] = {
                name: value for name, value in self.headers.items()
                if name.lower() in ("content-type", "x-redmine-switch-user", "accept")}
            line["body"] = base64.b64encode(body).decode()
            line["answer"] = content.decode(errors="replace") if self.command != "GET" else ""
        with one_at_a_time:
            log.write(json.dumps(line) + "\n")
            log.flush()

    def log_message(self, *_):
        pass


class Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


with Listener(("127.0.0.1", 0), Passage) as listener:
    with open(ready + ".partial", "w") as file:
        file.write(f"http://127.0.0.1:{listener.server_port}\n")
    os.rename(ready + ".partial", ready)
    listener.serve_forever()
