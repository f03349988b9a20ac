"""A page of the Network whose messages are kept."""

from playground.network.controller import NetworkController
from playground.session import Session


class Desk:
    """A controller whose messages are kept."""

    def __init__(self, **values):
        self.sent = []
        self.session = Session(**values)
        self.controller = NetworkController(self.session, self.sent.append, [])

    def ask(self, topic, **fields):
        self.sent.clear()
        self.controller.receive({"topic": topic, **fields})
        return self

    def last(self, topic):
        found = [message for message in self.sent if message["topic"] == topic]
        return found[-1] if found else None

    @property
    def error(self):
        message = self.last("error")
        return message["text"] if message else ""
