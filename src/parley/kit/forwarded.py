"""The address that a request comes from, told by the proxies that the operator trusts and by nobody else."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
HOPS_MOST = 20


def read_networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks with commas between them. Raises ValueError for what is neither."""
    parts = (part.strip() for part in text.split(","))
    return tuple(ip_network(part, strict=False) for part in parts if part)


def last_untrusted(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """The last hop that is no trusted proxy; empty if the peer has no address. What a caller wrote into
    X-Forwarded-For stands before that hop and counts for nothing; from a peer that is not trusted the
    header is not read at all.
    """
    found = _plain(peer)
    hops = forwarded_for.split(",")[-HOPS_MOST:]
    while hops and _is_trusted(found, trusted):
        before = _plain(hops.pop().strip())
        if not before:
            break
        found = before
    return found


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    return bool(address) and any(ip_address(address) in network for network in trusted)


def _plain(text: str) -> str:
    """One writing for each address; empty for what is none."""
    try:
        found = ip_address(text)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(found)
