"""Nobody fills the server's memory with a request's body."""

import socket

import pytest
from tornado.http1connection import HTTP1ConnectionParameters
from tornado.httpserver import HTTPServer
from unwrapped import unwrapped

from playground.serving import bodies
from playground.serving.bodies import MOST_BODY


def most_of(**named):
    """The longest body that a server made like this takes; None is as Tornado has it."""
    return HTTPServer(lambda request: None, **named).conn_params.max_body_size


def first_answer(server, *pieces):
    """What a server says to a request that is never ended."""
    with socket.create_connection(("localhost", server.port), timeout=60) as line:
        for piece in pieces:
            line.sendall(piece)
        return line.recv(100)


def head(path, *fields):
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", *fields]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode()


@pytest.mark.parametrize("path", ["/nothing", "/playground", "/static/js/bokeh.min.js"])
def test_a_longer_body_is_refused_before_it_comes(server, path):
    said = first_answer(server, head(path, f"Content-Length: {MOST_BODY + 1}"))
    assert said.startswith(b"HTTP/1.1 400")


def test_so_is_one_that_does_not_say_how_long_it_is(server):
    chunk = b"%x\r\n" % (MOST_BODY + 1)
    said = first_answer(server, head("/nothing", "Transfer-Encoding: chunked"), chunk)
    assert said.startswith(b"HTTP/1.1 400")


def test_a_form_is_taken(server):
    said = first_answer(server, head("/nothing", f"Content-Length: {MOST_BODY}"), b"x" * MOST_BODY)
    assert said.startswith(b"HTTP/1.1 404")


def test_who_makes_a_server_may_bound_it_otherwise():
    bodies.install()
    assert most_of() == MOST_BODY
    assert most_of(max_body_size=1) == 1


def test_tornado_itself_still_takes_as_much_as_it_can_hold(monkeypatch):
    monkeypatch.setattr(HTTPServer, "initialize", unwrapped(HTTPServer, "initialize"))
    assert most_of() is None
    assert HTTP1ConnectionParameters().max_body_size is None
