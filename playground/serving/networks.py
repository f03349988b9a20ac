"""Whom the bounds by address count together: those who come from one network.

A school has one address of IPv4 for all behind it, and who comes by IPv6 has addresses without number: of 16 bytes the
first eight name the network, and whoever is in it may take as many of the others as there are seconds.
"""

import ipaddress


def network_of(address: str) -> str:
    """The address itself, or of one of IPv6 what names its network. A proxy may write one of IPv4 in the way of IPv6,
    and pass on whatever a visitor says of himself."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(known), 64), strict=False))
