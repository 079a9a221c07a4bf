"""What an answer of Slack means."""

import socket
import ssl
from http.client import IncompleteRead, RemoteDisconnected
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from scheduler.answers import DEFAULT_PAUSE, Meaning, understand


def answer(status=200, headers=None, **body):
    def call():
        response = SlackResponse(
            client=WebClient(),
            http_verb="POST",
            api_url="chat.postMessage",
            req_args={},
            data=body,
            headers=headers or {},
            status_code=status,
        )
        return response.validate()

    return understand(call)


def failure(error: Exception):
    def call():
        raise error

    return understand(call)


def test_a_message_that_stands():
    assert answer(ok=True, ts="1.2", channel="D1").data["ts"] == "1.2"


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("fatal_error", Meaning.PERHAPS),
        ("internal_error", Meaning.PERHAPS),
        ("service_unavailable", Meaning.NOT_DONE),
        ("ratelimited", Meaning.TOO_MANY),
        ("token_revoked", Meaning.CLOSED),
        ("missing_scope", Meaning.CLOSED),
        ("channel_not_found", Meaning.NEVER),
        ("is_archived", Meaning.NEVER),
        ("invalid_blocks", Meaning.NEVER),
        ("a_word_of_tomorrow", Meaning.NEVER),
        ("Received a response in a non-JSON format: <html>", Meaning.PERHAPS),
    ],
)
def test_words(word, meaning):
    assert answer(ok=False, error=word).meaning is meaning


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_in_trouble_may_have_done_it(status):
    assert answer(status, ok=False, error="anything").meaning is Meaning.PERHAPS


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after": "0"}, 1),
        ({"Retry-After": "soon"}, DEFAULT_PAUSE),
        ({}, DEFAULT_PAUSE),
    ],
)
def test_too_many(headers, pause):
    found = answer(429, headers, ok=False, error="ratelimited")
    assert (found.meaning, found.pause) == (Meaning.TOO_MANY, pause)


@pytest.mark.parametrize(
    "error",
    [
        URLError(ConnectionRefusedError(111, "refused")),
        URLError(socket.gaierror(-2, "unknown")),
        URLError(ssl.SSLError("handshake")),
        URLError(OSError(101, "unreachable")),
    ],
)
def test_what_never_left(error):
    assert failure(error).meaning is Meaning.NOT_DONE


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError("read"),
        ConnectionResetError(104, "reset"),
        RemoteDisconnected("closed"),
        IncompleteRead(b""),
        URLError(TimeoutError("connect or send")),
        URLError(BrokenPipeError(32, "pipe")),
    ],
)
def test_what_may_have_arrived(error):
    assert failure(error).meaning is Meaning.PERHAPS


def test_a_bug_of_ours_travels_on():
    with pytest.raises(ZeroDivisionError):
        failure(ZeroDivisionError())
