"""Who called, behind proxies that are trusted and before those that are not."""

import pytest

from parley.kit.forwarded import last_untrusted, read_networks

PROXIES = read_networks("10.0.0.0/8, 192.168.1.7,fd00::/8")


@pytest.mark.parametrize(
    ("peer", "told", "expected"),
    [
        ("8.8.8.8", "1.1.1.1", "8.8.8.8"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "1.1.1.1", "1.1.1.1"),
        ("10.0.0.1", "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        ("10.0.0.1", "6.6.6.6, 1.1.1.1, 192.168.1.7", "1.1.1.1"),
        ("10.0.0.1", "1.1.1.1, nonsense", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.2"),
        ("::ffff:10.0.0.1", "2001:DB8::1", "2001:db8::1"),
        ("fd00::5", "1.1.1.1", "1.1.1.1"),
        ("", "1.1.1.1", ""),
    ],
)
def test_the_caller_is_the_last_hop_that_is_not_trusted(
    peer: str, told: str, expected: str
) -> None:
    assert last_untrusted(peer, told, PROXIES) == expected


def test_without_trusted_proxies_the_header_is_ignored() -> None:
    assert last_untrusted("10.0.0.1", "1.1.1.1", ()) == "10.0.0.1"


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValueError, match="loadbalancer"):
        read_networks("10.0.0.1, loadbalancer")
