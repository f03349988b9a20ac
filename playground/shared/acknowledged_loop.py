"""Training that sends as it goes: one async task a session, and never a message before the last one has arrived."""

from __future__ import annotations

import asyncio


class AcknowledgedLoop:
    """Starts and stops a task, and knows whether the browser has acknowledged what was sent last."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        self._arrived = asyncio.Event()
        self._arrived.set()
        self._sent = 0
        self.asleep = False  # nobody looks: nothing is sent

    @property
    def running(self) -> bool:
        return self._task is not None

    def start(self) -> None:
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run())

    def stop(self) -> None:
        """Stops at once; what was sent is still shown."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def acknowledge(self, number: object) -> None:
        """The browser has message `number`."""
        if number == self._sent:
            self._arrived.set()

    def forget_unanswered(self) -> None:
        """The page has been connected anew: what it had not answered will never be."""
        self._arrived.set()

    def _next(self) -> int:
        """The number of the message that is sent now."""
        self._sent += 1
        self._arrived.clear()
        return self._sent

    async def _run(self) -> None:
        raise NotImplementedError
