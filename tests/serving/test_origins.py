"""The playground answers to this machine's names and addresses, and to those that were added."""

import asyncio
import socket
from types import SimpleNamespace

import pytest
import tornado.process
from asking import PUBLIC, token_of
from bokeh.application import Application
from bokeh.server.tornado import BokehTornado
from hypothesis import given
from hypothesis import strategies as st
from tornado.testing import AsyncHTTPTestCase
from unwrapped import unwrapped

from playground.serving import machine, origins
from playground.serving.origins import host_name, is_here

FOREIGN = (
    "rebound.example",
    "localhost.rebound.example",
    "203.0.113.5",
    "[2001:db8::5]",
    "127.0.0.1.rebound.example",
)


def own_hosts():
    name = socket.gethostname()
    return [
        "localhost",
        "LOCALHOST",
        "localhost.",
        "127.0.0.1",
        "127.0.0.2",
        "[::1]",
        name,
        f"{name.partition('.')[0]}.local",
    ]


@pytest.mark.parametrize("name", own_hosts())
def test_this_machines_own_names_are_answered(served, name):
    host = f"{name}:{served.server.port}"
    page = served.page(Host=host)
    assert served.open_line(token_of(page), Host=host, Origin=f"http://{host}") == "ACK"


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize(
    "path",
    [
        "/playground",
        "/",
        "/static/js/bokeh.min.js",
        "/liveness",
        "/playground/ws",
        "/nothing",
        "/favicon.ico",
    ],
)
def test_a_foreign_name_gets_a_few_words_on_every_route(served, name, path):
    answer = served.ask(path, Host=f"{name}:{served.server.port}")
    assert answer.code == 403
    assert answer.headers["Content-Type"].startswith("text/plain")
    told = answer.body.decode()
    assert f"make serve ALLOW={name}:{served.server.port}" in told
    assert len(told) < 500


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_a_foreign_name_is_refused_by_whatever_method(served, method):
    assert served.ask("/playground", method, Host="rebound.example").code == 403


@pytest.mark.parametrize(
    "host", ["rebound.example:localhost", "localhost:rebound", "[localhost]", "::1", ".", "[fe80::1%25eth0]"]
)
@pytest.mark.parametrize("full_name", ["", "lab.school.example"])
def test_what_is_no_name_is_refused_also_where_the_network_has_told_none(host, full_name):
    server = SimpleNamespace(full_name=Known(full_name), websocket_origins={"localhost:5006"})
    request = SimpleNamespace(host=host, connection=SimpleNamespace(stream=None))
    assert not origins._is_own(server, request)


def test_a_line_to_a_foreign_name_is_refused_though_its_origin_is_the_same(served):
    own = token_of(served.page())
    host = f"rebound.example:{served.server.port}"
    for more in ({}, {"Sec_Fetch_Site": "same-origin"}):
        assert served.open_line(own, Host=host, Origin=f"http://{host}", **more) == 403


@pytest.mark.parametrize(
    "origin", ["http://rebound.example", "http://localhost:1", "null", "", "http://[", "https://a@b"]
)
def test_a_line_from_another_sites_page_is_refused(served, origin):
    assert served.open_line(token_of(served.page()), Origin=origin) == 403


def test_the_machines_own_address_is_answered_where_the_request_arrives_at_it():
    assert is_here("192.168.1.7", "192.168.1.7")
    assert is_here("192.168.1.7", "::ffff:192.168.1.7")
    assert is_here("fe80::1", "fe80::1%eth0")
    assert not is_here("192.168.1.7", "192.168.1.8")
    assert not is_here("192.168.1.7", None)
    assert is_here("127.0.0.1", None)


@pytest.mark.parametrize("address", machine.addresses())
def test_each_address_that_is_told_of_is_answered(served, address):
    host = f"[{address}]" if ":" in address else address
    assert f"http://{host}:{served.server.port}/playground" in served.server.log.read_text()
    with socket.create_connection((address, served.server.port), timeout=10) as line:
        line.sendall(f"GET /liveness HTTP/1.1\r\nHost: {host}:{served.server.port}\r\n\r\n".encode())
        assert line.recv(1000).startswith(b"HTTP/1.1 200")


def test_the_start_says_which_addresses_work(served, proxied):
    told = served.server.log.read_text()
    assert f"The playground answers at:\n  http://localhost:{served.server.port}/playground\n" in told
    assert f"  http://{socket.gethostname().lower()}:{served.server.port}/playground\n" in told
    told = proxied.server.log.read_text()
    assert f"  http://localhost:{proxied.server.port}/lab/playground\n" in told
    assert f"and to these names, which were added: {PUBLIC}\n" in told


class Known:
    """Stands for the full name that the network has told."""

    asked = ()

    def __init__(self, name="lab.school.example"):
        self.name = name

    def __str__(self):
        return self.name

    def ask(self, *patience):
        self.asked = patience


def running(address=None, port=5006, tls=None, added=()):
    """Stands for a server that has just started."""
    server = SimpleNamespace(
        full_name=Known(),
        prefix="/lab",
        app_paths={"/playground"},
        websocket_origins={"localhost:5006", *added},
    )
    return SimpleNamespace(
        _tornado=server, address=address, port=port, _http=SimpleNamespace(ssl_options=tls)
    )


def told_at_start(capsys, server):
    started = []
    origins._tell_addresses(started.append, server)
    assert started == [server]
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("everywhere", [None, "", "0.0.0.0", "::"])
def test_the_start_says_the_full_name_and_all_addresses_where_the_server_has_all(
    capsys, monkeypatch, everywhere
):
    monkeypatch.setattr(origins, "addresses", lambda: ["192.0.2.7", "2001:db8::7"])
    monkeypatch.setattr(socket, "gethostname", lambda: "Lab")
    server = running(everywhere)
    names = ("localhost", "lab", "lab.school.example", "192.0.2.7", "[2001:db8::7]")
    assert told_at_start(capsys, server) == [
        "The playground answers at:",
        *(f"  http://{name}:5006/lab/playground" for name in names),
    ]
    assert server._tornado.full_name.asked == (machine.PATIENCE,)


def test_the_start_says_the_one_address_that_was_chosen_and_what_was_added(capsys):
    server = running("127.0.0.1", tls=object(), added={"play.example:80", "a.example:8443"})
    assert told_at_start(capsys, server) == [
        "The playground answers at:",
        "  https://127.0.0.1:5006/lab/playground",
        "and to these names, which were added: a.example:8443, play.example",
    ]


def test_the_start_says_nothing_where_nobody_could_follow_it(capsys, monkeypatch):
    assert told_at_start(capsys, running(port=None)) == []  # behind a socket that is a file
    for worker, lines in ((0, 2), (1, 0)):
        monkeypatch.setattr(tornado.process, "task_id", lambda worker=worker: worker)
        assert len(told_at_start(capsys, running("127.0.0.1"))) == lines


def arrived(family, address):
    """Stands for a request that has come in at an address of a socket of this family."""
    line = SimpleNamespace(family=family, getsockname=lambda: address)
    return SimpleNamespace(connection=SimpleNamespace(stream=SimpleNamespace(socket=line)))


def test_where_a_request_has_arrived_is_asked_of_its_own_connection():
    assert origins._arrived_at(arrived(socket.AF_INET, ("192.0.2.7", 5006))) == "192.0.2.7"
    assert origins._arrived_at(arrived(socket.AF_INET6, ("2001:db8::7", 5006, 0, 0))) == "2001:db8::7"
    assert origins._arrived_at(arrived(socket.AF_UNIX, "/run/playground")) is None
    for connection in (SimpleNamespace(), SimpleNamespace(stream=SimpleNamespace(socket=None))):
        assert origins._arrived_at(SimpleNamespace(connection=connection)) is None


def test_the_full_name_is_asked_for_anew_where_a_name_is_not_known():
    server = running()._tornado
    request = SimpleNamespace(host="lab.school.example:5006", connection=SimpleNamespace())
    server.full_name.asked = None
    assert origins._is_own(server, request)
    assert server.full_name.asked == ()  # without waiting for it
    assert not origins._is_own(server, SimpleNamespace(host="rebound.example", connection=SimpleNamespace()))


@pytest.mark.parametrize(
    ("origin", "refused"),
    [(None, []), ("http://localhost:5006", []), ("http://rebound.example", [403, "finished"])],
)
def test_a_line_that_names_no_page_has_no_visitor_to_deceive(origin, refused):
    """Programs name none; every browser does."""
    done = []

    async def prepare(handler):
        pass

    handler = SimpleNamespace(
        _finished=False,
        application=running()._tornado,
        request=SimpleNamespace(headers={"Origin": origin} if origin else {}, host="localhost:5006"),
        set_status=done.append,
        finish=lambda: done.append("finished"),
    )
    asyncio.run(origins._refuse_lines_of_other_sites(prepare, handler))
    assert done == refused
    handler._finished = True  # by an answer that says more
    asyncio.run(origins._refuse_lines_of_other_sites(prepare, handler))
    assert done == refused


@pytest.mark.parametrize("host", [PUBLIC, f"{PUBLIC}:8443", "127.0.0.1"])
@pytest.mark.parametrize("origin", [f"https://{PUBLIC}", f"http://{PUBLIC}"])
def test_a_name_that_was_added_is_answered_behind_a_proxy(proxied, host, origin):
    page = proxied.page(Host=host)
    assert proxied.open_line(token_of(page), Host=host, Origin=origin) == "ACK"


def test_a_name_beside_the_added_one_is_refused(proxied):
    for name in (f"x.{PUBLIC}", f"{PUBLIC}.example", PUBLIC.replace(".", "-")):
        assert proxied.ask("/lab/playground", Host=name).code == 403
        assert proxied.open_line(token_of(proxied.page()), Origin=f"https://{name}") == 403


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("Lab.School.Example:5006", "lab.school.example"),
        ("lab.", "lab"),
        ("[FE80::1]:5006", "fe80::1"),
        ("*.school.example:*", "*.school.example"),
        ("*", "*"),
        ("you@localhost", ""),
        ("localhost:5006:5006", ""),
        ("local host", ""),
        ("localhost/", ""),
        ("[::1", ""),
        ("", ""),
    ],
)
def test_the_name_in_a_host(host, name):
    assert host_name(host) == name


@given(st.text(max_size=60))
def test_whatever_stands_in_a_host_is_taken_apart_without_a_fault(host):
    assert is_here(host_name(host), "192.0.2.7") in (True, False)


def test_installing_twice_wraps_once():
    origins.install()
    once = origins.WSHandler.prepare, origins.BokehTornado.get_handler_delegate
    origins.install()
    assert (origins.WSHandler.prepare, origins.BokehTornado.get_handler_delegate) == once


def test_bokeh_itself_still_answers_to_any_name(monkeypatch):
    find = unwrapped(BokehTornado, "get_handler_delegate")
    monkeypatch.setattr(BokehTornado, "get_handler_delegate", find)

    class Case(AsyncHTTPTestCase):
        def get_app(self):
            return BokehTornado({"/playground": Application()})

        def runTest(self):
            assert self.fetch("/static/js/bokeh.min.js", headers={"Host": "rebound.example"}).code == 200

    Case().debug()
