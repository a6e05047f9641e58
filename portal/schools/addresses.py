"""Addresses by which the computers of a school, or of the office, reach this site.

The table says what a network belongs to; nobody's address is ever stored.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from .models import AddressRange

Network = IPv4Network | IPv6Network
_SECONDS = 60.0


@dataclass(frozen=True)
class Ranges:
    """All registered networks; the narrowest that holds an address decides."""

    of_schools: tuple[tuple[Network, int], ...]
    of_office: tuple[Network, ...]

    def school_at(self, address: str) -> int:
        """The key of the school whose network holds an address; 0 for none."""
        if not self.of_schools:
            return 0
        return next((pk for net, pk in self.of_schools if _holds(net, address)), 0)

    def is_office(self, address: str) -> bool:
        """Whether an address lies in a network of the office."""
        return any(_holds(net, address) for net in self.of_office)


_held: tuple[float, Ranges] | None = None


def ranges() -> Ranges:
    """The registered networks, which each process reads from the table once a minute."""
    global _held
    now = time.monotonic()
    if _held is None or _held[0] < now:
        _held = (now + _SECONDS, _read())
    return _held[1]


def forget_ranges(**kwargs: object) -> None:
    """Read the table again at the next question."""
    global _held
    _held = None


def _read() -> Ranges:
    rows = AddressRange.objects.values_list("network", "school_id")
    networks = [(ip_network(network, strict=False), school) for network, school in rows]
    networks.sort(key=lambda row: -row[0].prefixlen)
    return Ranges(
        of_schools=tuple((net, school) for net, school in networks if school),
        of_office=tuple(net for net, school in networks if not school),
    )


def _holds(network: Network, address: str) -> bool:
    try:
        return ip_address(address) in network
    except ValueError:  # a socket has no address
        return False
