"""Runs the playground as it is run for visitors: `panel serve playground`, in a process of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
LOGS = ROOT / "test-results"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
    return port


class Server:
    """A server that can be stopped, started again on the same port, held and let go on.

    with Server() as server:
        page.goto(server.url)
    """

    def __init__(
        self,
        port: int | None = None,
        environment: dict[str, str] | None = None,
        prefix: str = "",
        options: tuple[str, ...] = (),
        program: tuple[str, ...] = ("-m", "panel"),
    ) -> None:
        """`options` are more of `panel serve`; `prefix`, like "/lab", stands before all its paths; `program` is what
        Python runs."""
        self.port = port or free_port()
        self.base = f"http://localhost:{self.port}{prefix}"
        self.url = f"{self.base}/playground"
        self.log = LOGS / f"server-{self.port}.log"
        self._environment = {**os.environ, **(environment or {})}
        self._options = (*options, "--prefix", prefix) if prefix else options
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server has not been started"
        return self._process.pid

    def start(self, patience: float = 180.0) -> Self:
        """Returns when it answers; raises RuntimeError with the end of its log if it does not."""
        LOGS.mkdir(exist_ok=True)
        command = [
            sys.executable,
            *self._program,
            "serve",
            "playground",
            "--port",
            str(self.port),
            "--liveness",
            *self._options,
        ]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment,
                start_new_session=True,  # with the workers of --num-procs it is a group, which ends together
            )
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._answers():
                return self
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"the server did not start:\n{self.tail()}")

    def stop(self) -> None:
        """Ends it, after five seconds by force."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)  # a held process would not hear the next signal
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._end_group()
        self._process = None

    def _end_group(self) -> None:
        """Workers may outlive the process that made them."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def kill(self) -> None:
        """Ends it without giving it time for anything."""
        assert self._process is not None, "the server has not been started"
        self._process.kill()
        self._process.wait()
        self._end_group()
        self._process = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def hold(self) -> None:
        """Freezes it: connections stay open and nothing answers."""
        os.kill(self.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def answer_again(self) -> None:
        """Has it run, whether it was held, stopped, killed or none of these."""
        if self._process is None or self._process.poll() is not None:
            self.start()
        else:
            self.go_on()

    def tail(self, lines: int = 40) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base}/liveness", timeout=10) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
