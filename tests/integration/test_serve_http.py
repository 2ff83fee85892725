#!/usr/bin/env python3
"""HTTP that is malformed, smuggled, too large or too slow: refused, without a crash and without losing step."""

import random
import socket
import time

from harness import check, contains, equal, main, small_village, test
from serving import Server, get, wait_for


def served(box, *words):
    return Server(box.copy_of(small_village), *words)


def all_answers(server, data):
    """Every answer to the bytes, until the server closes or says nothing more."""
    with server.wire() as wire:
        wire.send(data)
        wire.socket.shutdown(socket.SHUT_WR)
        answers = []
        while True:
            answer = wire.answer()
            if answer is None:
                return answers
            answers.append(answer)


def refused(server, data, status=400, code="bad-request", own=True):
    """One answer with the status and the connection closed, whatever else was behind it."""
    answers = all_answers(server, data)
    equal([answer.status for answer in answers], [status], repr(data[:200]))
    if own:
        equal(answers[0].headers["content-type"], "application/problem+json", repr(data[:200]))
        equal(answers[0].json()["code"], code, repr(data[:200]))
    return answers[0]


BEHIND = get("/healthz")
CLOSE = ["Connection: close"]

# Each with a second request behind it, which must not be answered.
SMUGGLED = {
    "length and coding": b"POST /version HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "coding and length": b"POST /version HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "two lengths": b"GET /version HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 40\r\n\r\n",
    "the same length twice": b"GET /version HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
    "two codings": b"GET /version HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"
                   b"\r\n0\r\n\r\n",
    "blank before the colon": b"GET /version HTTP/1.1\r\nHost: a\r\nContent-Length : 40\r\n\r\n",
    "tab before the colon": b"GET /version HTTP/1.1\r\nHost: a\r\nTransfer-Encoding\t: chunked\r\n\r\n",
    "a folded line": b"GET /version HTTP/1.1\r\nHost: a\r\nX-A: b\r\n Content-Length: 40\r\n\r\n",
    "a folded coding": b"GET /version HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    "a bare line feed": b"GET /version HTTP/1.1\r\nHost: a\r\nX-A: b\nContent-Length: 40\r\n\r\n",
    "a bare line feed at the end": b"GET /version HTTP/1.1\r\nHost: a\r\nX-A: b\r\n\n",
    "a bare line feed first": b"GET /version HTTP/1.1\nHost: a\r\n\r\n",
    "a bare carriage return": b"GET /version HTTP/1.1\r\nHost: a\r\nX-A: b\rContent-Length: 40\r\n\r\n",
    "NUL in a value": b"GET /version HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\n\r\n",
    "NUL in the host": b"GET /version HTTP/1.1\r\nHost: a\0.example.org\r\n\r\n",
    "NUL in a name": b"GET /version HTTP/1.1\r\nHost: a\r\nX\0A: b\r\n\r\n",
    "NUL in the target": b"GET /version\0.txt HTTP/1.1\r\nHost: a\r\n\r\n",
    "NUL in the method": b"GET\0X /version HTTP/1.1\r\nHost: a\r\n\r\n",
    "control in a value": b"GET /version HTTP/1.1\r\nHost: a\r\nX-A: b\x01c\r\n\r\n",
    "control in the target": b"GET /version\x01 HTTP/1.1\r\nHost: a\r\n\r\n",
    "an empty name": b"GET /version HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
    "a name that is no token": b"GET /version HTTP/1.1\r\nHost: a\r\nX(A): b\r\n\r\n",
    "no host": b"GET /version HTTP/1.1\r\n\r\n",
    "no host in 1.0": b"GET /version HTTP/1.0\r\n\r\n",
    "two hosts": b"GET /version HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
    "an empty host": b"GET /version HTTP/1.1\r\nHost:\r\n\r\n",
    "a host with a path": b"GET /version HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "a host with a user": b"GET /version HTTP/1.1\r\nHost: a@b\r\n\r\n",
    "two hosts in one": b"GET /version HTTP/1.1\r\nHost: a, b\r\n\r\n",
    "another absolute host": b"GET http://b/version HTTP/1.1\r\nHost: a\r\n\r\n",
    "an absolute target of another scheme": b"GET ftp://a/version HTTP/1.1\r\nHost: a\r\n\r\n",
    "a target without slash": b"GET version HTTP/1.1\r\nHost: a\r\n\r\n",
    "an asterisk": b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    "an authority": b"CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n",
    "a blank in the target": b"GET /ver sion HTTP/1.1\r\nHost: a\r\n\r\n",
    "two blanks before the target": b"GET  /version HTTP/1.1\r\nHost: a\r\n\r\n",
    "a quotation mark": b"GET /\"version HTTP/1.1\r\nHost: a\r\n\r\n",
    "a fragment": b"GET /version#x HTTP/1.1\r\nHost: a\r\n\r\n",
    "bytes above 127": "GET /versión HTTP/1.1\r\nHost: a\r\n\r\n".encode(),
    "a broken escape": b"GET /version%4 HTTP/1.1\r\nHost: a\r\n\r\n",
    "no hexadecimal escape": b"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
    "an escaped NUL": b"GET /version%00 HTTP/1.1\r\nHost: a\r\n\r\n",
    "an escaped line feed in the query": b"GET /version?a=%0a HTTP/1.1\r\nHost: a\r\n\r\n",
    "escaped bytes that are no UTF-8": b"GET /%ff%fe HTTP/1.1\r\nHost: a\r\n\r\n",
    "an escaped slash": b"GET /log%2fcheckpoint HTTP/1.1\r\nHost: a\r\n\r\n",
    "a backslash": b"GET /log%5ccheckpoint HTTP/1.1\r\nHost: a\r\n\r\n",
    "dots": b"GET /log/../version HTTP/1.1\r\nHost: a\r\n\r\n",
    "escaped dots": b"GET /log/%2e%2E/version HTTP/1.1\r\nHost: a\r\n\r\n",
    "one dot": b"GET /./version HTTP/1.1\r\nHost: a\r\n\r\n",
    "an empty segment": b"GET //version HTTP/1.1\r\nHost: a\r\n\r\n",
    "a chunked body of another coding": b"POST /version HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
}
# Refused by libmicrohttpd itself, without a problem document.
NOT_OURS = {"NUL in a name", "an empty name"}
STATUS = {"a chunked body of another coding": (501, "not-implemented")}


@test("each shape by which a second request could be smuggled or an address misread is refused and its connection closed")
def smuggling(box):
    with served(box) as server:
        for name, data in SMUGGLED.items():
            try:
                refused(server, data + BEHIND, *STATUS.get(name, (400, "bad-request")), own=name not in NOT_OURS)
            except (AssertionError, KeyError) as fault:
                raise AssertionError(f"{name}: {fault!r}") from None
        equal(server.ask("/healthz").status, 200)


@test("what is not HTTP at all is refused or closed, and the server goes on")
def garbage(box):
    with served(box) as server:
        for data in (b"GET /\r\n\r\n", b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", b"GET / HTTP/0.9\r\nHost: a\r\n\r\n",
                     b"GET / http/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\nHost a\r\n\r\n",
                     b"GET / HTTP/1.1\r\n: a\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1x\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n",
                     b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"):
            answers = all_answers(server, data)
            check([answer.status for answer in answers] in ([400], [413], [505]), repr(data), answers)
        noise = random.Random(7)
        for number in range(200):
            answers = all_answers(server, noise.randbytes(1 + number * 7) + b"\r\n\r\n")
            check(all(answer.status in (400, 505) for answer in answers), number, answers)
        for data in (b"\r\n", b"\0" * 100, b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\xfc\x03", b"GET / HTTP/1.1", b"G"):
            with server.wire() as wire:
                wire.send(data)
        equal(server.ask("/healthz").status, 200)


@test("an absolute target that names the same host is the same address")
def absolute_form(box):
    with served(box) as server:
        for target in ("http://LOCALHOST/version", "https://localhost/version"):
            equal([answer.status for answer in all_answers(server, get(target, *CLOSE))], [200], target)
        equal([answer.status for answer in all_answers(server, get("/%76ersion?x=%31+2&y", *CLOSE))], [200])


@test("targets, heads and bodies that are too large are refused as such")
def sizes(box):
    with served(box) as server:
        equal([answer.status for answer in all_answers(server, get("/version?" + "a" * 8183, *CLOSE))], [200])
        refused(server, get("/version?" + "a" * 8184) + BEHIND, 414, "target-too-long")
        refused(server, get("/version?" + "a" * 100000) + BEHIND, 414, own=False)
        many = [f"X-{number}: a" for number in range(98)] + CLOSE
        equal([answer.status for answer in all_answers(server, get("/version", *many))], [200])
        refused(server, get("/version", *many, "X-A: b") + BEHIND, 431, "headers-too-large")
        equal([answer.status for answer in all_answers(server, get("/version", *CLOSE, "X-A: " + "b" * 16330))], [200])
        refused(server, get("/version", "X-A: " + "b" * 16400) + BEHIND, 431, "headers-too-large")
        refused(server, get("/version", "X-A: " + "b" * 200000) + BEHIND, 431, own=False)
        refused(server, get("/version", "Content-Length: 5") + b"hello" + BEHIND, 413, "too-large")
        refused(server, get("/version", "Content-Length: 9000000000000000000") + BEHIND, 413, "too-large")
        refused(server, get("/version", "Transfer-Encoding: chunked") + b"5\r\nhello\r\n0\r\n\r\n" + BEHIND, 413,
                "too-large")
        too_many = "&".join(f"a{number}=1" for number in range(65))
        refused(server, get("/version?" + too_many), 400)


@test("a body is refused before it is sent where the client waits to be told")
def expectation(box):
    with served(box) as server, server.wire() as wire:
        wire.send("POST /version HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\nExpect: 100-continue\r\n\r\n")
        answer = wire.answer()
        equal((answer.status, wire.rest()), (413, b""))


@test("pipelined requests are answered in their order, errors among them, and the connection stays in step")
def pipelining(box):
    wanted = [("/version", 200), ("/none", 404), ("/healthz", 200), ("/log/tile/0/000", 404), ("/log/checkpoint", 200),
              ("/healthz/", 404), ("/version", 200)]
    with served(box) as server, server.wire() as wire:
        for _ in range(5):
            wire.send(b"".join(get(target) for target, _ in wanted))
            for target, status in wanted:
                answer = wire.answer()
                equal(answer.status, status, target)
            contains(answer.body.decode(), '"version"')
        for method, status in (("POST", 405), ("HEAD", 200), ("BREW", 405), ("GET", 200)):
            wire.send(f"{method} /version HTTP/1.1\r\nHost: a\r\n\r\n")
            equal(wire.answer(method == "HEAD").status, status, method)
        wire.send(get("/version", "Content-Length: 0") + get("/healthz"))
        equal([wire.answer().status, wire.answer().status], [200, 200])
        wire.send("POST /version HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n" + get("/healthz").decode())
        equal([wire.answer().status, wire.answer().status], [405, 200])


@test("a head that arrives byte by byte is the same request")
def in_pieces(box):
    with served(box) as server, server.wire() as wire:
        wire.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in get("/version?a=b", "X-A: b", "X-Longer: " + "c" * 50):
            wire.send(bytes([byte]))
        equal(wire.answer().status, 200)
        for part in (get("/healthz")[:30], get("/healthz")[30:]):
            wire.send(part)
            time.sleep(0.05)
        equal(wire.answer().json(), {"status": "ok"})
        big = get("/version", *[f"X-{number}: {'d' * 150}" for number in range(90)])
        for at in range(0, len(big), 1000):
            wire.send(big[at:at + 1000])
            time.sleep(0.002)
        equal(wire.answer().status, 200)


@test("HTTP/1.0 is answered and closed, or kept where it asks for that")
def old_http(box):
    with served(box) as server:
        with server.wire() as wire:
            wire.send("GET /healthz HTTP/1.0\r\nHost: a\r\n\r\n")
            equal(wire.answer().json(), {"status": "ok"})
            equal(wire.rest(), b"")
        with server.wire() as wire:
            for _ in range(2):
                wire.send("GET /healthz HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")
                equal(wire.answer().json(), {"status": "ok"})


@test("a client that goes away before its answer leaves nothing behind")
def gone_away(box):
    with served(box) as server:
        for number in range(100):
            wire = server.wire()
            wire.send(get("/log/checkpoint") * (1 + number % 3))
            wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            wire.socket.close()
        wait_for("nothing in flight", lambda: server.metrics()["banyan_requests_in_flight"] == 0)
        equal(server.ask("/healthz").status, 200)


@test("more connections than one address may have are closed, and room is made again")
def per_address(box):
    with served(box) as server:
        wires = [server.wire() for _ in range(256)]
        for wire in wires:
            wire.send(get("/healthz"))
            equal(wire.answer().status, 200)
        with server.wire() as one_more:
            try:
                one_more.send(get("/healthz"))
            except OSError:
                pass
            equal(one_more.rest(), b"")
        for wire in wires:
            wire.socket.close()
        wait_for("room", lambda: served_again(server))


def served_again(server):
    with server.wire() as wire:
        try:
            answer = wire.send(get("/healthz")).answer()
        except OSError:
            return False
        return answer is not None and answer.status == 200


@test("a head that comes too slowly, byte for byte or not at all, is closed after twenty seconds; others are served meanwhile")
def slow_heads(box):
    with served(box) as server, server.wire() as drip, server.wire() as silent, server.wire() as after:
        after.send(get("/healthz")).answer()
        drip.send("GET /healthz HTTP/1.1\r\nHost: a\r\nX-A: ")
        drip.socket.settimeout(0.25)
        began = time.monotonic()
        while not closed(drip):
            check(time.monotonic() - began < 30, "it is still open")
            equal(server.ask("/healthz").status, 200)
        check(time.monotonic() - began > 15, "it was closed early")
        for wire in (silent, after):
            equal(wire.rest(), b"")
        check(time.monotonic() - began < 30, "silent ones are still open")


def closed(wire):
    """Sends a byte more and looks for the end."""
    try:
        wire.send("a")
        return wire.socket.recv(1000) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


if __name__ == "__main__":
    main()
