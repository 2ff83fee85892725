#!/usr/bin/env python3
"""What `banyan serve` answers, counts and logs, how it keeps up with other commands, and how it ends."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time

import harness
from harness import check, contains, equal, main, small_village, test
from serving import Blocked, Server, get, wait_for

ALWAYS = ("content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy",
          "x-request-id", "cache-control", "date")


def served(box, *words, **more):
    """A running server over a small instance."""
    return Server(box.copy_of(small_village), *words, **more)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@test("it says where it listens, answers health, readiness and version, and ends with 0 when told to stop")
def it_runs(box):
    for sent in (signal.SIGTERM, signal.SIGINT):
        with served(box) as server:
            equal(server.ask("/healthz").json(), {"status": "ok"})
            equal(server.ask("/readyz").json(), {"status": "ready"})
            equal(server.ask("/version").json()["program"], "banyan")
            equal(server.stop(sent), 0)
            equal([line["event"] for line in server.lines() if "event" in line], ["ready", "stopping"])
        shutil.rmtree(box.path("data"))


@test("in words it names the addresses to open, and never one that no browser can open")
def it_says_where(box):
    box.copy_of(small_village)
    port = free_port()
    with open(box.path("out"), "wb") as out, open(box.path("err"), "wb") as err:
        process = subprocess.Popen([harness.BANYAN, "--data", "data", "serve", "--listen", f"0.0.0.0:{port}",
                                    "--metrics", "off"], cwd=box.folder, env=box.env, stdout=out, stderr=err)
        wait_for("word from the server", lambda: b"Stop with" in box.read("out"))
        process.terminate()
        equal(process.wait(30), 0)
    contains(box.read("out").decode(), f"http://localhost:{port}/", "/api/docs")
    check("0.0.0.0" not in box.read("out").decode() and "Metrics" not in box.read("out").decode())


@test("addresses, numbers and taken ports are refused in a sentence that says what would be right")
def options_are_checked(box):
    box.copy_of(small_village)
    for address in ("8080", "localhost", "127.0.0.1:", "127.0.0.1:70000", "::1:80", "[::1", "example.org:80", ":80", ""):
        contains(box.error("serve", "--listen", address, code=2)["text"], "--listen", "127.0.0.1:8080")
    contains(box.error("serve", "--metrics", "nowhere", code=2)["text"], "--metrics")
    for words in (("--workers", "65"), ("--workers", "x"), ("--connections", "0"), ("--connections", "100001")):
        contains(box.error("serve", *words, code=2)["text"], words[0])
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        contains(box.error("serve", "--listen", f"127.0.0.1:{port}", "--metrics", "off", code=8)["text"], "in use",
                 "another port")
    shutil.rmtree(box.path("data"))
    contains(box.error("serve", code=4)["text"], "banyan init")


@test("every answer has its length, its headers of protection and an id of its own")
def headers_are_there(box):
    with served(box) as server:
        ids = set()
        for target in ("/healthz", "/version", "/log/checkpoint", "/api/openapi.json", "/none"):
            answer = server.ask(target)
            for name in ALWAYS:
                check(name in answer.headers, name, "is missing:", target)
            equal(answer.headers["content-length"], str(len(answer.body)), target)
            contains(answer.headers["content-security-policy"], "default-src 'none'", "frame-ancestors 'none'")
            check("unsafe" not in answer.headers["content-security-policy"], "unsafe")
            equal(answer.headers["access-control-allow-origin"], "*", target)
            ids.add(answer.headers["x-request-id"])
        equal(len(ids), 5, "ids:")
        check("access-control-allow-origin" not in server.ask("/healthz", "POST").headers, "CORS on POST")


@test("HEAD answers what GET answers, without the body")
def head_is_get(box):
    with served(box) as server:
        for target in ("/healthz", "/version", "/log/checkpoint", "/log/tile/0/000.p/21", "/none", "/api/openapi.yaml"):
            got, head = server.ask(target), server.ask(target, "HEAD")
            equal(head.status, got.status, target)
            equal(head.body, b"", target)
            for answer in (got, head):
                answer.headers.pop("date")
                answer.headers.pop("x-request-id")
            equal(head.headers, got.headers, target)


@test("an unchanged answer is a 304 without body, and one that changed is not")
def not_modified(box):
    with served(box) as server:
        for target in ("/version", "/log/checkpoint", "/log/tile/0/000.p/21"):
            tag = server.ask(target).headers["etag"]
            check(re.fullmatch(r'"[A-Za-z0-9_-]{43}"', tag), "no strong tag:", tag)
            for asked in (tag, f'"other", {tag}', f"W/{tag}", "*"):
                same = server.ask(target, headers={"If-None-Match": asked})
                equal((same.status, same.body, same.headers["etag"]), (304, b"", tag), asked)
                check("content-type" not in same.headers, "a 304 has no content:", same)
            equal(server.ask(target, headers={"If-None-Match": tag[:-2] + '"'}).status, 200)
        equal(server.requests()[1]["status"], 304)
        before = server.ask("/log/checkpoint").headers["etag"]
        box.banyan("venue", "add", box.write("venue.yaml", VENUE), "--programme", "village-trees")
        equal(server.ask("/log/checkpoint", headers={"If-None-Match": before}).status, 200)


VENUE = """v: 1
id: new-field
programme: village-trees
kind: farm
name:
  en: New field (invented)
"""


@test("what other commands write is there at once")
def it_keeps_up(box):
    with served(box) as server:
        size = box.log_size()
        equal(server.ask("/log/checkpoint").body, box.banyan("log", "checkpoint").out.encode())
        equal(server.metrics()["banyan_log_leaves"], size)
        box.banyan("venue", "add", box.write("venue.yaml", VENUE), "--programme", "village-trees")
        equal(box.log_size(), size + 1)
        equal(server.ask("/log/checkpoint").body, box.banyan("log", "checkpoint").out.encode())
        equal(server.metrics()["banyan_log_leaves"], size + 1)
        equal(server.ask(f"/log/tile/0/000.p/{size + 1}").status, 200)
        equal(server.ask("/readyz").status, 200)


@test("the log is served file by file as it lies there, tiles for ever and the checkpoint for seconds")
def the_log_is_files(box):
    with served(box) as server:
        folder = os.path.join(box.path("data"), "log")
        names = [os.path.relpath(os.path.join(top, name), folder) for top, _, found in os.walk(folder) for name in found]
        check(len(names) >= 3, "files:", names)
        for name in names:
            answer = server.ask("/log/" + name)
            equal(answer.body, box.read(os.path.join("data", "log", name)), name)
            kept = answer.headers["cache-control"]
            check(("immutable" in kept) == (name != "checkpoint"), name, kept)
        equal(server.ask("/log/checkpoint").headers["cache-control"], "public, max-age=5, must-revalidate")


@test("nothing but the log's own names is served, however it is asked for")
def nothing_else_is_served(box):
    with served(box) as server:
        folder = os.path.join(box.path("data"), "log")
        for name in ("tile/secret", "secret", "tile/0/secret", "tile/0/000.p/21.bak"):
            box.write(os.path.join("data", "log", name), "not for you")
        equal(os.listdir(folder).count("secret"), 1)
        targets = ["secret", "tile/secret", "tile/0/secret", "tile/0/000.p/21.bak", "tile/0/000.p", "tile/0", "tile", "",
                   "tile/", "tile/0/../secret", "tile/../../banyan.db", "../banyan.db", "../keys/log.key",
                   "tile/..%2f..%2fbanyan.db", "tile/%2e%2e/%2e%2e/keys.db", "tile//0/000.p/21", "tile/8/000",
                   "tile/00/000.p/21", "tile/0/0000", "tile/0/000.p/021", "tile/0/000.p/0", "tile/0/000.p/256",
                   "tile/0/x000/000.p/21", "tile/-1/000", "tile/0/000.p/21/", "tile/0/000.p/21%00", "tile/0/000.p%2f21",
                   "tile/" + "x001/" * 30 + "000", "tile\\0\\000", "checkpoint/", "checkpoint%00", "Checkpoint"]
        for target in targets:
            answer = server.ask("/log/" + target)
            check(answer.status in (400, 404) or target == "" and answer.status == 200, target, answer)
            check(b"not for you" not in answer.body and b"SQLite" not in answer.body, target)
        equal(server.ask("/log/tile/0/000.p/21").status, 200)


@test("readiness says no when the checkpoint file is altered, is of another log or is gone, and yes once it is right")
def readiness_says_no(box):
    with served(box) as server:
        path = os.path.join("data", "log", "checkpoint")
        right = box.read(path)
        lines = right.split(b"\n")
        for wrong in (right.replace(lines[1], b"3", 1), right[:-10] + b"AAAAAAAA=\n", b"", b"\xff" * 100, None):
            if wrong is None:
                os.unlink(box.path(path))
            else:
                box.write(path, wrong)
            answer = server.ask("/readyz")
            equal(answer.status, 503, wrong)
            equal(answer.json()["code"], "unavailable")
            check("retry-after" in answer.headers, "Retry-After is missing")
            check(b"data/" not in answer.body, "a path of the machine is told:", answer.body)
            equal(server.ask("/healthz").status, 200)
        box.write(path, right)
        equal(server.ask("/readyz").status, 200)


@test("readiness says no when the database cannot be read")
def readiness_needs_the_database(box):
    with served(box) as server:
        with sqlite3.connect(box.path("data/banyan.db")) as db:
            db.execute("ALTER TABLE leaves RENAME TO hidden")
        db.close()
        equal(server.ask("/readyz").status, 503)
        with sqlite3.connect(box.path("data/banyan.db")) as db:
            db.execute("ALTER TABLE hidden RENAME TO leaves")
        db.close()
        wait_for("readiness", lambda: server.ask("/readyz").status == 200)


@test("unknown addresses are 404 and wrong methods 405 with Allow, as problem documents")
def problems(box):
    with served(box) as server:
        for target in ("/none", "/healthz/", "/Healthz", "/version.json", "/log/none"):
            answer = server.ask(target)
            equal((answer.status, answer.headers["content-type"]), (404, "application/problem+json"), target)
            equal(answer.json()["code"], "not-found")
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"):
            answer = server.ask("/version", method)
            equal((answer.status, answer.headers["allow"]), (405, "GET, HEAD"), method)
            problem = answer.json()
            equal(sorted(problem), ["code", "detail", "status", "title", "type"])
            equal((problem["type"], problem["status"]), ("/docs/errors#method-not-allowed", 405))


@test("metrics count by operation and class, on their own listener only, and hold nothing of what was asked for")
def metrics_count(box):
    with served(box) as server:
        for target in ("/healthz", "/healthz", "/log/tile/0/000.p/21?secret=s3same", "/none/s3same"):
            server.ask(target, headers={"User-Agent": "s3same"})
        server.ask("/healthz", "POST")
        found = wait_for("five requests", lambda: (lambda all_: all_.get(NONE) == 2 and all_)(server.metrics()))
        equal(found['banyan_requests_total{operation="health",status="2xx"}'], 2)
        equal(found['banyan_requests_total{operation="logTile",status="2xx"}'], 1)
        equal(found["banyan_work_seconds_count"], 5)
        equal(found['banyan_work_seconds_bucket{le="+Inf"}'], 5)
        equal(found["banyan_requests_in_flight"], 0)
        equal(found["banyan_queue_length"], 0)
        equal(found["banyan_entries_waiting"], 0)
        check(b"s3same" not in server.ask("/metrics", port=server.metrics_port).body, "the metrics tell an address")
        equal(server.ask("/metrics").status, 404)
        equal(server.ask("/healthz", port=server.metrics_port).status, 404)
        equal(server.ask("/metrics", "POST", port=server.metrics_port).status, 405)


NONE = 'banyan_requests_total{operation="none",status="4xx"}'


@test("the log has a line for each request, with nothing that is about a person")
def the_log_is_plain(box):
    with served(box) as server:
        answer = server.ask("/log/tile/0/000.p/21?secret=s3same", headers={"User-Agent": "s3same", "Cookie": "a=s3same"})
        wait_for("its line", server.requests)
        server.ask("/s3same")
        with server.wire() as wire:
            wire.send("GET /s3same%zz HTTP/1.1\r\nHost: s3same\r\n\r\n").rest()
        lines = wait_for("three lines", lambda: (lambda all_: len(all_) == 3 and all_)(server.requests()))
        equal(lines[0] | {"time": "", "ms": 0}, {
            "time": "", "operation": "logTile", "status": 200, "bytes": len(answer.body), "ms": 0,
            "request": answer.headers["x-request-id"]})
        equal(sorted((line["operation"], line["status"], line["code"]) for line in lines[1:]),
              [("none", 400, "bad-request"), ("none", 404, "not-found")])
        check("s3same" not in server.said() and "127.0.0.1" not in server.said(), "the log tells who asked for what")


@test("a hundred connections at once are all answered, each with its own answer")
def many_at_once(box):
    with served(box) as server:
        wires = [server.wire() for _ in range(100)]
        try:
            for wire in wires:
                wire.send(get("/log/checkpoint") + get("/version"))
            for wire in wires:
                contains(wire.answer().body.decode(), "example.org/test\n")
                contains(wire.answer().body.decode(), '"version"')
        finally:
            for wire in wires:
                wire.socket.close()
        equal(wait_for("200 lines", lambda: len(server.requests()) == 200), True)


@test("when workers and queue are full the answer is 503 with Retry-After, and what was taken is answered")
def the_queue_is_bounded(box):
    with served(box, "--workers", "1") as server, Blocked(box) as blocked:
        wires = [server.wire() for _ in range(1 + 128 + 5)]
        try:
            wires[0].send(get(blocked.target))
            wait_for("the worker to be held", lambda: server.metrics()["banyan_requests_in_flight"] == 1 and
                     server.metrics()["banyan_queue_length"] == 0)
            for number, wire in enumerate(wires[1:129], 1):
                wire.send(get("/version"))
            wait_for("a full queue", lambda: server.metrics()["banyan_queue_length"] == 128)
            for wire in wires[129:]:
                answer = wire.send(get("/version")).answer()
                equal((answer.status, answer.headers["retry-after"]), (503, "1"))
                equal(answer.json()["code"], "busy")
            blocked.release(b"late")
            equal(wires[0].answer().body, b"late")
            for wire in wires[1:129]:
                equal(wire.answer().status, 200)
            equal(wires[-1].send(get("/version")).answer().status, 200)
        finally:
            for wire in wires:
                wire.socket.close()


@test("told to stop, it takes no new connection, answers what is in flight, closes, and ends with 0")
def it_drains(box):
    with served(box, "--workers", "2") as server, Blocked(box) as blocked:
        with server.wire() as slow, server.wire() as idle:
            idle.send(get("/version")).answer()
            slow.send(get(blocked.target))
            wait_for("it to be in flight", lambda: server.metrics()["banyan_requests_in_flight"] == 1)
            server.process.send_signal(signal.SIGTERM)
            wait_for("the drain", lambda: '"stopping"' in server.said())
            wait_for("no new connection", lambda: refused(server.port))
            check(server.process.poll() is None, "it did not wait")
            last = idle.send(get("/version")).answer()
            equal((last.status, last.headers["connection"].lower()), (200, "close"))
            blocked.release(b"late")
            answer = slow.answer()
            equal((answer.body, answer.headers["connection"].lower()), (b"late", "close"))
            equal(server.process.wait(5), 0)


def refused(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return False
    except OSError:
        return True


@test("a client that takes its answer slowly gets all of it while the server drains")
def it_drains_a_slow_reader(box):
    with served(box) as server, Blocked(box) as blocked:
        content = os.urandom(12 * 1024 * 1024)
        blocked.release(content)
        with server.wire(65536) as slow:
            slow.send(get(blocked.target))
            slow.left = slow.socket.recv(1000)
            server.process.send_signal(signal.SIGTERM)
            wait_for("the drain", lambda: '"stopping"' in server.said())
            time.sleep(0.2)
            check(server.process.poll() is None, "it did not wait for the reader")
            equal(slow.answer().body == content, True, "the whole of it:")
        equal(server.process.wait(5), 0)
        check("cut" not in server.said(), "an answer was cut off")


@test("an answer that is never taken does not keep it from ending, and is logged as cut off")
def it_ends_without_the_client(box):
    with served(box) as server, Blocked(box) as blocked:
        blocked.release(os.urandom(12 * 1024 * 1024))
        with server.wire(4096) as slow:
            slow.send(get(blocked.target))
            slow.socket.recv(1000)
            began = time.monotonic()
            equal(server.stop(), 0)
            took = time.monotonic() - began
            check(9 < took < 13, "it took", took)
        equal(server.requests()[-1].get("cut"), True)


@test("a worker that never comes to an end does not keep it from ending: it says so and gives an error")
def it_ends_without_the_worker(box):
    with served(box) as server, Blocked(box) as blocked:
        with server.wire() as slow:
            slow.send(get(blocked.target))
            wait_for("it to be in flight", lambda: server.metrics()["banyan_requests_in_flight"] == 1)
            server.process.send_signal(signal.SIGTERM)
            wait_for("the drain", lambda: '"stopping"' in server.said())
            server.process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            equal(server.process.wait(30), 8)
            check(time.monotonic() - began < 5, "a second signal hurries it")
        contains(server.said(), "not ready")
        server.process.returncode = 0


@test("the service manager is told when it is ready and when it stops")
def it_notifies(box):
    for abstract in (False, True):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            name = "\0banyan-test-" + os.path.basename(box.folder) if abstract else os.path.join(box.folder, "notify")
            manager.bind(name)
            manager.settimeout(30)
            with served(box, env={"NOTIFY_SOCKET": name.replace("\0", "@")}) as server:
                equal(manager.recv(100), b"READY=1")
                equal(server.ask("/healthz").status, 200)
                server.process.send_signal(signal.SIGTERM)
                equal(manager.recv(100), b"STOPPING=1")
                equal(server.process.wait(30), 0)
        shutil.rmtree(box.path("data"))


@test("readers and a writer at the same time get in nobody's way")
def readers_beside_a_writer(box):
    with served(box) as server:
        stop = threading.Event()
        faults = []

        def read():
            while not stop.is_set():
                for target in ("/readyz", "/log/checkpoint"):
                    answer = server.ask(target)
                    if answer.status != 200:
                        faults.append(answer)

        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        try:
            for number in range(8):
                text = VENUE.replace("new-field", f"new-field-{number}")
                box.banyan("venue", "add", box.write("venue.yaml", text), "--programme", "village-trees")
        finally:
            stop.set()
            for reader in readers:
                reader.join()
        equal(faults, [])


if __name__ == "__main__":
    main()
