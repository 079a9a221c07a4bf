"""A client with signed requests over connections that stay open, and servers as processes of their own."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from benchmarks import stage

HOST, PATIENCE = "127.0.0.1", 20.0
ROOT = Path(__file__).parents[1]


def interaction(payload: dict[str, Any]) -> bytes:
    return _signed(urlencode({"payload": json.dumps(payload)}))


def slash_command(payload: dict[str, Any]) -> bytes:
    return _signed(urlencode(payload))


def send(port: int, requests: Sequence[bytes], clients: int) -> tuple[float, list[float]]:
    """Requests a second, and the seconds each took: every client sends its share, one after the other."""
    took: list[list[float]] = [[] for _ in range(clients)]
    shares = [requests[number::clients] for number in range(clients)]
    threads = [threading.Thread(target=_send, args=(port, *pair)) for pair in zip(shares, took, strict=True)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    answered = [one for share in took for one in share]
    assert len(answered) == len(requests), "a request was not answered well"
    return len(requests) / seconds, answered


@contextmanager
def served(
    arguments: Sequence[str], folder: Path, settings: dict[str, str], health: int | None = None
) -> Iterator[int]:
    """A process with a port of its own, from when it answers there, or on `health`, until it is told to stop."""
    port = health or free_port()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PORT": str(port), **settings}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen([sys.executable, *arguments], cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        connection = HTTPConnection(HOST, port, timeout=1)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status < 500:
                return
        except OSError:
            threading.Event().wait(0.05)
        finally:
            connection.close()
    raise RuntimeError("the server did not come up")


def _send(port: int, requests: Sequence[bytes], took: list[float]) -> None:
    with socket.create_connection((HOST, port), timeout=PATIENCE) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for request in requests:
            began = time.perf_counter()
            connection.sendall(request)
            if not _answer(connection).startswith(b"HTTP/1.1 200"):
                return
            took.append(time.perf_counter() - began)


def _answer(connection: socket.socket) -> bytes:
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _more(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    if b"content-length" in fields:
        missing = int(fields[b"content-length"]) - len(body)
        while missing > 0:
            missing -= len(_more(connection))
    else:
        while not body.endswith(b"0\r\n\r\n"):
            body += _more(connection)
    return head


def _more(connection: socket.socket) -> bytes:
    part = connection.recv(65536)
    if not part:
        raise ConnectionError("the server hung up")
    return part


def _signed(body: str) -> bytes:
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(stage.SECRET).generate_signature(timestamp=timestamp, body=body)
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {timestamp}\r\nX-Slack-Signature: {signature}\r\n"
        f"Content-Length: {len(body.encode())}\r\n\r\n"
    )
    return head.encode() + body.encode()
