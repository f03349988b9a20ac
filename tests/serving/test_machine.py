"""What this machine is called, and by which addresses others reach it."""

import ipaddress
import socket
from types import SimpleNamespace

import pytest

from playground.serving import machine


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Lab.School.Example", {"localhost", "lab.school.example", "lab", "lab.local"}),
        ("lab", {"localhost", "lab", "lab.local"}),
        ("", {"localhost"}),
    ],
)
def test_the_machines_names(monkeypatch, name, names):
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    assert machine.here() == names


@pytest.fixture
def network(monkeypatch):
    """Has a way to the outside from these addresses, by family; a list of where it was looked for."""

    def ways(**own):
        asked = []

        class Probe:
            def __init__(self, family, kind):
                assert kind == socket.SOCK_DGRAM  # any other would send something
                self.way = own.get(socket.AddressFamily(family).name)

            def __enter__(self):
                return self

            def __exit__(self, *_):
                asked.append("closed")

            def connect(self, outside):
                asked.append(outside[0])
                if self.way is None:
                    raise OSError("Network is unreachable")

            def getsockname(self):
                return (self.way, 4711)

        monkeypatch.setattr(machine.socket, "socket", Probe)
        return asked

    return ways


def test_the_machines_addresses_are_those_from_which_there_is_a_way_to_the_outside(network):
    asked = network(AF_INET="192.168.1.7", AF_INET6="fd00::7")
    assert machine.addresses() == ["192.168.1.7", "fd00::7"]
    assert asked[1::2] == ["closed"] * 2
    for outside, for_documentation in zip(asked[::2], ("192.0.2.0/24", "2001:db8::/32"), strict=True):
        assert ipaddress.ip_address(outside) in ipaddress.ip_network(for_documentation)


@pytest.mark.parametrize(
    ("ways", "addresses"),
    [
        ({}, []),
        ({"AF_INET6": "fd00::7"}, ["fd00::7"]),
        ({"AF_INET": "192.168.1.7"}, ["192.168.1.7"]),
        ({"AF_INET": "127.0.0.1", "AF_INET6": "::1"}, []),
        ({"AF_INET": "192.168.1.7", "AF_INET6": "192.168.1.7"}, ["192.168.1.7"]),
    ],
)
def test_others_do_not_reach_it_by_what_it_calls_itself_or_by_a_network_that_it_has_not(
    network, ways, addresses
):
    network(**ways)
    assert machine.addresses() == addresses


class TestTheFullName:
    """What only the network knows of this machine."""

    @pytest.fixture
    def clock(self, monkeypatch):
        """Stands, from when the machine was switched on, until somebody sets it."""
        clock = SimpleNamespace(now=0.0)
        monkeypatch.setattr(machine.time, "monotonic", lambda: clock.now)
        return clock

    @pytest.fixture
    def network(self, monkeypatch, clock):
        """Says a name when it is waited for; a list of how long it was waited for."""

        def says(name, own="lab"):
            waited = []

            class Asking:
                def __init__(self, target, daemon):
                    assert daemon, "a server would wait for the network before it ends"
                    self.target = target

                def start(self):
                    pass

                def join(self, patience):
                    waited.append(patience)
                    self.target()

            monkeypatch.setattr(machine.threading, "Thread", Asking)
            monkeypatch.setattr(socket, "gethostname", lambda: own)
            monkeypatch.setattr(socket, "getfqdn", lambda: name)
            return waited

        return says

    @pytest.mark.parametrize(
        ("own", "said", "name"),
        [
            ("lab", "Lab.School.Example", "lab.school.example"),
            ("Lab.local", "lab.school.example", "lab.school.example"),
            ("lab", "lab.school.example.", "lab.school.example"),
            ("lab", "lab", "lab"),
            ("lab", "rebound.example", ""),
            ("lab", "laboratory.example", ""),
        ],
    )
    def test_is_taken_in_small_letters_where_it_begins_with_the_machines_own(self, network, own, said, name):
        network(said, own)
        full = machine.FullName()
        full.ask()
        assert str(full) == name

    def test_is_nothing_before_it_was_asked_for(self):
        assert str(machine.FullName()) == ""

    def test_is_waited_for_no_longer_than_one_wants(self, network):
        waited = network("lab.school.example")
        machine.FullName().ask()
        machine.FullName().ask(patience=2.5)
        assert waited == [0.0, 2.5]

    def test_is_asked_again_only_after_a_rest(self, network, clock):
        waited = network("lab.school.example")
        full = machine.FullName()
        for clock.now in (0.0, machine.REST / 2, machine.REST, machine.REST * 1.5, machine.REST * 2):
            full.ask()
        assert len(waited) == 3

    def test_is_asked_for_beside(self, monkeypatch):
        monkeypatch.setattr(socket, "gethostname", lambda: "lab")
        monkeypatch.setattr(socket, "getfqdn", lambda: "lab.school.example")
        full = machine.FullName()
        full.ask(patience=60)
        assert str(full) == "lab.school.example"
