"""What this machine is called: the names and addresses by which its own visitors find it. The standard library only."""

import ipaddress
import socket
import threading
import time
from contextlib import suppress

PATIENCE = 2.0  # seconds for the network to say this machine's full name, when a server starts
REST = 10.0  # seconds until it is asked again, after a name that was not known


def here() -> set[str]:
    """The names by which this machine calls itself now, in small letters; `lab.local` is how a network without a
    server of names finds `lab`."""
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    return {"localhost", name, short, f"{short}.local"} - {"", ".local"}


def addresses() -> list[str]:
    """The addresses by which other machines reach this one, as far as it is easily told: its own towards the outside,
    and what its name stands for. Nothing is sent."""
    found = []
    for family, outside in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            # These are documentation's own addresses: a datagram's socket only looks for the way.
            probe.connect((outside, 9))
            found.append(probe.getsockname()[0])
    return [one for one in dict.fromkeys(found) if not ipaddress.ip_address(one).is_loopback]


class FullName:
    """This machine's full name, like lab.school.example, which only the network knows: asked for beside, since that
    can take long where there is no network, and again when a visitor uses a name that is not known."""

    def __init__(self) -> None:
        self._name = ""
        self._asked = -REST

    def __str__(self) -> str:
        return self._name

    def ask(self, patience: float = 0.0) -> None:
        """Asks the network anew, but not again before REST has passed; waits so many seconds for what it says."""
        if time.monotonic() - self._asked < REST:
            return
        self._asked = time.monotonic()
        asking = threading.Thread(target=self._look_up, daemon=True)
        asking.start()
        asking.join(patience)

    def _look_up(self) -> None:
        name = socket.getfqdn().lower().rstrip(".")
        # What a network says of this machine is believed only where it begins with the machine's own name.
        self._name = name if name.partition(".")[0] == socket.gethostname().lower().partition(".")[0] else ""
