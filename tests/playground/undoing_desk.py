"""A visitor of the Network page who changes things and takes them back."""

import asyncio

from playground.network.controller import NetworkController
from playground.network.run_moment import SETTINGS
from playground.session import Session

CSV = "\n".join(f"{row % 5},{row % 7},{'a' if row % 2 else 'b'}" for row in range(40)).encode()


class Desk:
    """A page whose visitor takes more than a moment between two changes, unless the test says otherwise."""

    def __init__(self, **values):
        self.sent = []
        self.now = 0.0
        self.controller = NetworkController(Session(**values), self.sent.append, [])
        self.controller.history._clock = lambda: self.now
        self.say("ready")

    def say(self, topic, wait=10.0, **fields):
        self.now += wait
        self.sent.clear()
        self.controller.receive({"topic": topic, **fields})
        return self

    def set(self, name, value, wait=10.0):
        return self.say("set", wait, name=name, value=value)

    def last(self, topic):
        return ([message for message in self.sent if message["topic"] == topic] or [None])[-1]

    @property
    def said(self):
        return self.last("announce")["text"]

    @property
    def session(self):
        return self.controller.session

    @property
    def trainer(self):
        return self.controller.experiment.trainer

    @property
    def settings(self):
        return {name: getattr(self.session, name) for name in SETTINGS}

    @property
    def weights(self):
        return self.trainer.network.parameters.tobytes()

    def everything(self):
        """All that a visitor could find to be another: to the bit, and in the address."""
        self.controller.send_address()
        experiment, trainer = self.controller.experiment, self.trainer
        return {
            "settings": self.settings,
            "address": self.last("address")["query"],
            "weights": self.weights,
            "start": experiment.start.parameters.tobytes(),
            "points": trainer.data.points.tobytes(),
            "curves": {name: list(values) for name, values in trainer.history.items()},
            "epochs": trainer.epochs,
            "best": trainer.best and trainer.best[:2],
            "optimizer": {name: array.tobytes() for name, array in trainer.optimizer.state.items()},
            "next": trainer.next_batch.tolist(),
            "doubt": str(experiment.doubt),
        }

    def undo_all(self):
        while self.controller.history.last:
            self.say("undo")

    def redo_all(self):
        while self.controller.history.next:
            self.say("redo")


def trained(**values):
    """In the middle of the second epoch."""
    return Desk(**values).say("one_epoch").say("one_step")


async def training(desk, until):
    """Acknowledges what is sent until the page is as the test wants it."""
    async with asyncio.timeout(60):
        while True:
            if desk.last("frames"):  # the last ones too: the next that is said forgets them
                desk.controller.receive({"topic": "ack", "id": desk.last("frames")["id"]})
            if until():
                break
            await asyncio.sleep(0.01)
