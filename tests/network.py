"""Tests reach this machine alone: any other connection or name look-up fails loudly."""

import ipaddress
import socket
import sys
from functools import cache
from typing import Any

import pytest

__all__ = ["only_this_machine"]


class NetworkInTests(RuntimeError):
    """A test tried to reach another machine; no OSError, so that no retry hides it."""


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> None:
    """Refuse, for this whole process, connections that leave the machine.

    Python's own sockets, asyncio's included; not uvloop's and not those of other programs.
    """
    _install()


@cache
def _install() -> None:
    sys.addaudithook(_audit)  # cannot be removed again: hence once a process


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        target, address = arguments
        if target.family != socket.AF_UNIX and not _is_here(str(address[0])):
            raise NetworkInTests(f"connection to {address[0]}:{address[1]}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        name = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
        if name and not _is_number(name) and not _is_here(name):
            raise NetworkInTests(f"look-up of {name}")


def _is_here(name: str) -> bool:
    if name in ("localhost", socket.gethostname()) or name.endswith(".localhost"):
        return True
    return _is_number(name) and ipaddress.ip_address(name.partition("%")[0]).is_loopback


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True
