"""Who comes from one network counts as one, and a school of one address is one network."""

import asyncio
from types import SimpleNamespace

import pytest
from bokeh.application.application import Application
from bokeh.server.contexts import ApplicationContext
from bokeh.server.views.ws import WSHandler

from playground.serving import floods
from playground.serving.networks import network_of
from playground.serving.turns import Buckets

NETWORKS = [
    ["192.168.1.7"],
    ["192.168.1.8", "::ffff:192.168.1.8", "::ffff:c0a8:108"],  # as proxies write it
    ["2001:db8:1:2::1", "2001:db8:1:2:ffff::", "2001:0DB8:1:2:3:4:5:6"],
    ["2001:db8:1:3::1"],
    ["fe80::1", "fe80::2"],
    ["::1"],
    ["0.0.0.0"],  # of who comes by a socket that is a file
]


@pytest.mark.parametrize("addresses", NETWORKS, ids=lambda addresses: addresses[0])
def test_of_ipv4_the_address_counts_and_of_ipv6_its_first_half(addresses):
    assert len({network_of(one) for one in addresses}) == 1


def test_no_two_networks_count_together():
    assert len({network_of(addresses[0]) for addresses in NETWORKS}) == len(NETWORKS)


def test_what_is_no_address_stands_for_itself():
    """Tornado takes some of these from a proxy that passes on what a visitor says of himself."""
    assert network_of("127.1") == "127.1"


def test_lines_from_one_network_share_what_they_may_send():
    application = SimpleNamespace()

    async def read(protocol):
        pass

    async def go():
        for address in ("2001:db8::1", "2001:db8::2"):
            handler = object.__new__(WSHandler)
            handler.application, handler.request = application, SimpleNamespace(remote_ip=address)
            await floods._read_in_turn(read, SimpleNamespace(handler=handler))

    asyncio.run(go())
    assert list(application.flows) == [network_of("2001:db8::1")]


def test_visitors_from_one_network_share_the_sessions_that_it_may_have():
    floods.install()
    context = ApplicationContext(Application())
    context.door = floods.Door()
    context.door.supplies = Buckets(2, 1e-9)

    async def go():
        for number in range(3):
            asked = SimpleNamespace(
                remote_ip=f"2001:db8::{number}", connection=SimpleNamespace(stream=None), arguments={}
            )
            await context.create_session_if_needed(str(number), asked)

    with pytest.raises(floods.Busy):
        asyncio.run(go())
    assert len(context.door.supplies._of) == 1
    assert list(context._sessions) == ["0", "1"]
