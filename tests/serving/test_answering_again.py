"""A server that tests share is found answering by the next one, whatever the one before has done to it."""

import urllib.request

import pytest
from serving import Server

SAYS_YES = """
import http.server, sys
class SaysYes(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
port = int(sys.argv[sys.argv.index("--port") + 1])
http.server.HTTPServer(("localhost", port), SaysYes).serve_forever()
"""


@pytest.mark.parametrize("done", [Server.hold, Server.stop, Server.kill, Server.go_on])
def test_it_answers_again(done):
    with Server(program=("-c", SAYS_YES)) as server:
        done(server)
        server.answer_again()
        with urllib.request.urlopen(f"{server.base}/liveness", timeout=60) as answer:
            assert answer.status == 200
