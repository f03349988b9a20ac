"""A session is entered by the page that it was made for, and by no other."""

import asyncio
import json
import secrets
from base64 import urlsafe_b64encode
from types import SimpleNamespace

import pytest
from asking import SECRET, token_of
from bokeh.application import Application
from bokeh.server.contexts import ApplicationContext
from bokeh.server.tornado import BokehTornado
from bokeh.settings import settings
from bokeh.util.token import (
    check_token_signature,
    generate_jwt_token,
    generate_session_id,
    get_session_id,
    get_token_payload,
)
from serving import Server
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from playground.serving import session_ids

IN_268_YEARS = 268 * 365 * 24 * 3600


def made(**options):
    session_ids.install()
    return BokehTornado({"/playground": Application()}, **options)


def token(secret, session=None, signed=True, expiration=300):
    session = session or generate_session_id(secret_key=secret, signed=signed)
    return generate_jwt_token(session, secret_key=secret, signed=signed, expiration=expiration)


def test_a_page_enters_its_own_session(served):
    assert served.open_line(token_of(served.page())) == "ACK"


def test_a_page_enters_its_session_again_after_its_line_has_broken(served):
    own = token_of(served.page())
    assert [served.open_line(own) for _ in range(2)] == ["ACK", "ACK"]


def test_a_session_that_lives_is_entered_by_its_page_after_the_token_has_expired(proxied):
    """A page whose laptop was closed for hours comes back to its session, if that is still there."""
    own = token_of(proxied.page())
    assert proxied.open_line(own) == "ACK"
    old = token(SECRET, get_session_id(own), expiration=-3600)
    assert proxied.open_line(old) == "ACK"


def test_an_expired_token_makes_no_new_session(proxied):
    assert proxied.open_line(token(SECRET, expiration=-1)) == 403


def test_a_token_of_the_same_secret_opens_its_session_on_another_process(proxied):
    assert proxied.open_line(token(SECRET)) == "ACK"


def unsigned(text):
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


STRANGER = "another secret, of which nobody has told the server"
FORGED = {
    "without a signature": lambda: token(None, signed=False),
    "without a signature, for long": lambda: token(None, signed=False, expiration=IN_268_YEARS),
    "signed by a stranger": lambda: token(STRANGER),
    "signed by a stranger, for long": lambda: token(STRANGER, expiration=IN_268_YEARS),
    "cut short": lambda: token(SECRET)[:-1],
    "with an id made up": lambda: token(SECRET, session="an id of mine"),
    "no token": lambda: "nonsense",
    "two words": lambda: "a.b",
    "very deep": lambda: unsigned("[" * 20_000) + ".x",
    "with an empty signature": lambda: unsigned(json.dumps({"session_id": "x"})) + ".",
    "nothing": lambda: "",
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_token_that_is_not_the_servers_own_is_refused_before_the_line_opens(proxied, kind):
    before = proxied.server.log.read_text().count("Traceback")
    assert proxied.open_line(FORGED[kind]()) == 403
    assert proxied.server.log.read_text().count("Traceback") == before


def test_a_known_id_with_a_forged_token_is_refused(served):
    known = get_session_id(token_of(served.page()))
    assert served.open_line(token(None, session=known, signed=False, expiration=IN_268_YEARS)) == 403
    assert served.open_line(token(SECRET, session=known)) == 403


def test_a_known_id_in_the_address_opens_a_session_of_ones_own(served):
    own = token_of(served.page())
    known = get_session_id(own)
    for page in (
        served.page(f"?bokeh-session-id={known}"),
        served.page(f"?bokeh-token={own}"),
        served.page(f"?bokeh-session-id={known}&bokeh-token={own}"),
        served.page(Bokeh_Session_Id=known),
        served.page("?bokeh-session-id=made-up"),
    ):
        assert get_session_id(token_of(page)) not in (known, "made-up")


@pytest.mark.parametrize("headers", [{}, {"Bokeh-Session-Id": "known"}])
def test_what_a_request_says_of_a_session_is_forgotten_before_anyone_reads_it(headers):
    line = RequestStartLine("GET", "/?bokeh-session-id=known&rate=1&bokeh-token=known", "HTTP/1.1")
    request = HTTPServerRequest(start_line=line, headers=HTTPHeaders({**headers, "Host": "x"}))
    found = session_ids._forget_ids(lambda *given, **named: (given, named), "server", request, 1, named=2)
    assert found == (("server", request, 1), {"named": 2})
    assert request.arguments == request.query_arguments == {"rate": [b"1"]}
    assert list(request.headers) == ["Host"]


class Asked:
    """Who wants to open a line, to a server that is not running."""

    def __init__(self, said, sessions=()):
        self.application = made(secret_key=SECRET.encode())
        self.application_context = ApplicationContext(Application())
        self.application_context._sessions.update(dict.fromkeys(sessions, "a session"))
        self.request = SimpleNamespace(headers=HTTPHeaders({"Sec-WebSocket-Protocol": said} if said else {}))

        self._finished, self.told, self.answer = False, {}, None

    @property
    def admitted(self):
        return session_ids._admitted(self)

    def set_status(self, status):
        self.told["status"] = status

    def set_header(self, name, value):
        self.told[name] = value

    def finish(self, words):
        self.answer = words


KNOWN = generate_session_id(secret_key=SECRET.encode(), signed=True)
OWN = token(SECRET.encode(), KNOWN)


@pytest.mark.parametrize(
    "said",
    ["", "bokeh", "bokeh,", OWN, f"bokeh, {OWN}, more", f"other, {OWN}", f"{OWN}, bokeh", "bokeh, nonsense"],
)
def test_a_line_is_asked_for_by_a_token_alone(said):
    assert Asked(said).admitted is None


@pytest.mark.parametrize("kind", FORGED)
def test_a_line_is_not_asked_for_by_a_token_that_is_not_the_servers_own(kind):
    assert Asked(f"bokeh, {FORGED[kind]()}").admitted is None


@pytest.mark.parametrize("said", [f"bokeh,{OWN}", "bokeh, nonsense"])
def test_who_may_open_a_line_goes_on_with_the_token_and_who_may_not_is_told(said):
    async def prepare(handler):
        handler.told["prepared"] = True

    asked = Asked(said)
    asyncio.run(session_ids._admit_own_tokens(prepare, asked))
    if "nonsense" in said:
        words = {"prepared": True, "status": 403, "Content-Type": "text/plain; charset=utf-8"}
        assert (asked.told, "Reload the page." in asked.answer) == (words, True)
    else:
        assert (asked.told, asked.answer) == ({"prepared": True}, None)
        assert asked.request.headers["Sec-WebSocket-Protocol"] == f"bokeh, {OWN}"


@pytest.mark.parametrize("said", [f"bokeh, {OWN}", f"bokeh,{OWN}", f" bokeh , {OWN} "])
def test_a_token_is_handed_on_as_it_came(said):
    assert Asked(said).admitted == OWN


def test_an_old_token_becomes_one_of_now_where_its_session_lives_and_says_what_it_said():
    old = generate_jwt_token(
        KNOWN,
        secret_key=SECRET.encode(),
        signed=True,
        expiration=-1,
        extra_payload={"arguments": {"rate": "1"}},
    )
    assert Asked(f"bokeh, {old}").admitted is None
    asked = Asked(f"bokeh, {old}", sessions=[KNOWN])
    fresh = asked.admitted
    payload = get_token_payload(fresh)
    assert check_token_signature(fresh, secret_key=SECRET.encode(), signed=True)
    assert get_session_id(fresh) == KNOWN
    assert payload["arguments"] == {"rate": "1"}
    assert payload["session_expiry"] - get_token_payload(old)["session_expiry"] >= 300
    assert Asked(f"bokeh, {fresh}").admitted == fresh


def test_a_token_is_old_from_the_second_in_which_it_ends(monkeypatch):
    asked = Asked(f"bokeh, {OWN}")
    monkeypatch.setattr(session_ids.time, "time", lambda: get_token_payload(OWN)["session_expiry"])
    assert asked.admitted is None


def test_ids_are_signed_with_a_secret_that_no_other_server_has(monkeypatch):
    monkeypatch.delenv("BOKEH_SECRET_KEY", raising=False)
    one, other = made(), made()
    assert one.sign_sessions
    assert one.secret_key != other.secret_key
    assert len(one.secret_key) >= 43  # 256 bits, of which each character tells six


def test_servers_behind_one_address_can_be_given_one_secret():
    given = made(secret_key=SECRET.encode(), sign_sessions=False)
    assert given.secret_key == SECRET.encode()
    assert given.sign_sessions


def test_the_secret_may_be_bokehs_own_setting(monkeypatch):
    kept = "_secret_key_bytes"  # where Bokeh keeps what it has read of BOKEH_SECRET_KEY
    monkeypatch.setattr(settings, kept, SECRET.encode(), raising=False)
    assert made().secret_key == SECRET.encode()


def test_a_secret_has_so_many_characters_at_least():
    assert made(secret_key=b"x" * 32).secret_key == b"x" * 32
    with pytest.raises(ValueError, match="BOKEH_SECRET_KEY has 31 characters"):
        made(secret_key=b"x" * 31)


def test_a_secret_that_could_be_guessed_stops_the_start():
    with pytest.raises(ValueError, match="BOKEH_SECRET_KEY has 6 characters"):
        made(secret_key=b"secret")


def test_a_choice_that_no_session_could_be_made_by_is_not_followed():
    assert made(generate_session_ids=False).generate_session_ids


def test_worker_processes_share_the_secret():
    """Each asks anew, so that one process makes the page and another opens the line to it."""
    from asking import Served

    with Server(options=("--num-procs", "2")) as server:
        served = Served(server)
        own = token_of(served.page())
        assert {served.open_line(own) for _ in range(8)} == {"ACK"}


def test_who_is_refused_is_told_what_to_do(served):
    answer = served.ask("/playground/ws")
    assert answer.code == 403
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert b"Reload the page." in answer.body


def test_a_line_that_was_refused_already_is_not_answered_again():
    async def prepare(handler):
        handler._finished = True

    refused = SimpleNamespace()  # of which nothing else is asked
    asyncio.run(session_ids._admit_own_tokens(prepare, refused))
    assert vars(refused) == {"_finished": True}


def test_bokeh_by_itself_still_signs_nothing():
    assert not settings.sign_sessions(), (
        "Bokeh signs by itself: is playground/serving/session_ids.py still needed?"
    )
    assert check_token_signature(secrets.token_hex(), signed=False)
