"""Which addresses we may call: rules over URLs and IP addresses, without any network."""

import ipaddress
import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from yarl import URL

URL_LIMIT = 2_048
ALLOWED_SCHEMES = ("http", "https")
ALLOWED_PORTS = (80, 443)

_FORBIDDEN_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network: some systems take it for loopback
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, and a cloud's metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's metadata in public space
        "169.254.0.0/16",  # link-local, and most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# All else of IPv6 is local, mapped, multicast or unassigned.
_GLOBAL_V6 = IPv6Network("2000::/3")
_FORBIDDEN_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # Teredo and other wrappers
        "2001:db8::/32",
        "2002::/16",  # 6to4 wraps any IPv4 address
        "3fff::/20",
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_ENDS_IN_NUMBER = re.compile(r"(^|\.)(\d+|0[xX][0-9a-fA-F]*)\.*$")
_HOST = re.compile(r"[A-Za-z0-9._:-]+")
_UNSAFE_CHARACTERS = re.compile(r"[\x00-\x20\x7f\\]")


class EgressRefused(Exception):
    """The address may not be called; the text says why. Nothing was sent."""


def require_allowed_url(text: str) -> URL:
    """Give the parsed URL if its shape is allowed, or raise EgressRefused; names are judged when resolved."""
    if len(text) > URL_LIMIT:
        raise EgressRefused(f"The URL is longer than {URL_LIMIT} characters.")
    if _UNSAFE_CHARACTERS.search(text):
        raise EgressRefused("The URL holds a space, a control character or a backslash.")
    url = parse_url(text)
    if url.scheme not in ALLOWED_SCHEMES:
        raise EgressRefused("Only http and https can be called.")
    if url.user is not None or url.password is not None:
        raise EgressRefused("The URL must not hold a user name or password.")
    if url.port not in ALLOWED_PORTS:
        raise EgressRefused(
            f"Only the ports {' and '.join(map(str, ALLOWED_PORTS))} can be called."
        )
    _require_allowed_host(url.raw_host or "")
    return url


def parse_url(text: str) -> URL:
    try:
        url = URL(text)
    except ValueError as error:
        raise EgressRefused(f"This is not a URL: {error}") from error
    if not url.is_absolute() or not url.raw_host:
        raise EgressRefused("The URL names no host.")
    return url


def origin_of(url: URL) -> str:
    """Scheme, host and port, written one way."""
    return f"{url.scheme}://{(url.raw_host or '').lower()}:{url.port}"


def require_public_addresses(host: str, addresses: Iterable[str]) -> None:
    """Refuse a host when one of its addresses is not public: the next connection might pick that one."""
    for address in addresses:
        if not is_public(address):
            raise EgressRefused(f"'{host}' is an internal address ({address}).")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; text that is none does not."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    match found:
        case IPv4Address():
            return not any(found in block for block in _FORBIDDEN_V4)
        case IPv6Address():
            return _is_public_v6(found)


def _is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id is not None:
        return False
    if address in _NAT64:
        return is_public(str(IPv4Address(int(address) & 0xFFFF_FFFF)))
    return address in _GLOBAL_V6 and not any(address in block for block in _FORBIDDEN_V6)


def _require_allowed_host(host: str) -> None:
    # Percent signs would hide an address, or name a network card.
    if not _HOST.fullmatch(host):
        raise EgressRefused(f"'{host}' is not a host name.")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        # 2130706433, 0177.0.0.1, 0x7f.1 and the like: the system would read them as addresses.
        if _ENDS_IN_NUMBER.search(host):
            raise EgressRefused(f"'{host}' is an IP address in an unusual form.") from None
        return
    require_public_addresses(host, [str(address)])
