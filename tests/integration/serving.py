"""A running `banyan serve` for tests, and HTTP spoken byte by byte."""

import http.client
import json
import os
import signal
import socket
import subprocess
import time
import urllib.parse

import harness
from harness import check

SECONDS = 30


def wait_for(what, done, seconds=SECONDS):
    """Waits until done() gives something true, and gives it."""
    last = time.monotonic() + seconds
    while True:
        found = done()
        if found:
            return found
        check(time.monotonic() < last, "not within", seconds, "seconds:", what)
        time.sleep(0.01)


class Answer:
    """Status line, headers in lower case (the last of a name), body."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.headers} {self.body[:300]!r}"


class Wire:
    """One TCP connection."""

    def __init__(self, port, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(SECONDS)
        self.socket.connect(("127.0.0.1", port))
        self.left = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode())
        return self

    def more(self):
        """Some bytes; none at the end."""
        try:
            return self.socket.recv(65536)
        except ConnectionResetError:
            return b""

    def take_until(self, mark):
        while mark not in self.left:
            data = self.more()
            if not data:
                return None
            self.left += data
        head, self.left = self.left.split(mark, 1)
        return head

    def answer(self, head_only=False):
        """The next answer; None where the connection ends instead."""
        head = self.take_until(b"\r\n\r\n")
        if head is None:
            return None
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split(" ")[1])
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:])}
        size = 0 if head_only or status in (204, 304) else int(headers["content-length"])
        while len(self.left) < size:
            data = self.more()
            check(data, "the answer ends early:", lines[0])
            self.left += data
        body, self.left = self.left[:size], self.left[size:]
        return Answer(status, headers, body)

    def rest(self):
        """What comes until the end."""
        data = self.left
        while True:
            more = self.more()
            if not more:
                return data
            data += more


class Server:
    """`banyan serve` over the instance of a box: in a with, it is stopped at the end and has to end well."""

    def __init__(self, box, *words, env=None):
        self.box = box
        self.log = open(box.path("serve.log"), "wb")
        self.process = subprocess.Popen(
            [harness.BANYAN, "--data", "data", "serve", "--json", "--listen", "127.0.0.1:0", "--metrics",
             "127.0.0.1:0", *words], cwd=box.folder, env={**box.env, **(env or {})}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=self.log)
        said = json.loads(self.read_json())
        self.port, self.metrics_port = (urllib.parse.urlsplit(said[name]).port for name in ("listening", "metrics"))

    def read_json(self):
        text = b""
        while not text.endswith(b"}\n"):
            line = self.process.stdout.readline()
            check(line, "the server ended:", self.said())
            text += line
        return text

    def said(self):
        return self.box.read("serve.log").decode()

    def lines(self):
        """The log, read."""
        return [json.loads(line) for line in self.said().splitlines()]

    def requests(self):
        return [line for line in self.lines() if "operation" in line]

    def ask(self, target, method="GET", headers=None, port=None):
        """One request on a connection of its own."""
        link = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=SECONDS)
        try:
            link.request(method, target, headers=headers or {})
            response = link.getresponse()
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()},
                          response.read())
        finally:
            link.close()

    def metrics(self):
        """Lines of the metrics as {name with labels: number}."""
        text = self.ask("/metrics", port=self.metrics_port).body.decode()
        return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in text.splitlines()
                if not line.startswith("#")}

    def wire(self, receive_buffer=None):
        return Wire(self.port, receive_buffer)

    def stop(self, sent=signal.SIGTERM):
        """Its exit code after the signal."""
        self.process.send_signal(sent)
        return self.process.wait(SECONDS)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        ended = self.process.poll()
        code = self.stop() if ended is None else ended
        self.process.stdout.close()
        self.log.close()
        if kind is None:
            check(code == 0, "the server ended with", code, ":", self.said()[-2000:])


def get(target, *lines):
    """A request as bytes."""
    return "\r\n".join([f"GET {target} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


class Blocked:
    """A file of the log that keeps its readers waiting until release: a pipe that nobody writes to."""

    def __init__(self, box, name="tile/entries/000.p/200"):
        self.target = "/log/" + name
        self.path = os.path.join(box.path("data"), "log", name)
        self.released = False
        os.mkfifo(self.path)

    def release(self, content=b"late"):
        """Lets those that wait go on, and those that come find a file."""
        with open(self.path + ".new", "wb") as file:
            file.write(content)
        end = os.open(self.path, os.O_RDWR | os.O_NONBLOCK)
        os.rename(self.path + ".new", self.path)
        os.write(end, content[:4096])
        os.close(end)
        self.released = True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if not self.released:
            self.release()
