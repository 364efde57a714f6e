"""Who is one asker, where limits count by address."""

from ipaddress import IPv6Address, ip_address

_NETWORK = 64
"""Bits of an IPv6 address that name a household or a machine; the rest are its own to choose."""


def asker(address: str) -> str:
    """The address, of IPv6 its network: whoever has one has 2^64 addresses. Others as they are."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return f"{IPv6Address(int(known) >> _NETWORK << _NETWORK)}/{_NETWORK}"
