"""Which addresses may be called."""

import pytest

from parley.kit.egress_guard import (
    URL_LIMIT,
    EgressRefused,
    is_public,
    origin_of,
    parse_url,
    require_allowed_url,
    require_public_addresses,
)

ALLOWED = [
    "http://example.com/",
    "https://example.com/path?query=1#part",
    "HTTPS://EXAMPLE.COM/",
    "https://example.com:443/",
    "http://example.com:80/",
    "https://sub.domain.example.co.uk/a/b",
    "https://93.184.216.34/",
    "http://1.1.1.1/",
    "https://[2606:4700:4700::1111]/",
    "https://[64:ff9b::808:808]/",
    "https://bücher.example/",
    "https://example.com./",
    "https://3com.example/",
    "https://example.com/http://127.0.0.1/",
]

REFUSED = [
    # loopback, written in every way
    "http://127.0.0.1/",
    "http://127.0.0.1.:80/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.255.255.254/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0x7f.1/",
    "http://0X7F.0.0.0x1/",
    "http://00000127.0.0.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    # this network, unspecified
    "http://0/",
    "http://0.0.0.0/",
    "http://[::]/",
    # private
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.0.1/",
    "http://3232235521/",
    "http://[fc00::1]/",
    "http://[fd12:3456::1]/",
    "http://[fec0::1]/",
    # link-local and metadata
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.1.1/",
    "http://2852039166/",
    "http://[::ffff:169.254.169.254]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fd00:ec2::254]/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    # carrier-grade NAT, tests, documentation, multicast, reserved
    "http://100.64.0.1/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.7/",
    "http://203.0.113.9/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[2001::1]/",
    # other schemes
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://example.com/",
    "ws://example.com/",
    "javascript:alert(1)",
    "data:text/plain,hello",
    # other ports
    "http://example.com:22/",
    "http://example.com:5432/",
    "http://example.com:8080/",
    "https://example.com:0/",
    "https://example.com:99999/",
    # users, odd characters, no host
    "http://user@example.com/",
    "http://user:password@example.com/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1#@example.com/",
    "http://example.com\\@127.0.0.1/",
    "http://exa mple.com/",
    "http://example.com/\r\nHost: internal",
    "http://example.com/\x00",
    "http:///path",
    "http://",
    "//example.com/",
    "/path",
    "",
    "http://[::1",
    "http://exam%70le.com/",
]


@pytest.mark.parametrize("url", ALLOWED)
def test_public_addresses_may_be_called(url: str) -> None:
    assert require_allowed_url(url).scheme in {"http", "https"}


@pytest.mark.parametrize("url", REFUSED)
def test_internal_or_odd_addresses_are_refused(url: str) -> None:
    with pytest.raises(EgressRefused):
        require_allowed_url(url)


def test_the_tables_hold_more_than_sixty_addresses() -> None:
    assert len(set(ALLOWED + REFUSED)) == len(ALLOWED) + len(REFUSED) > 60


def test_a_url_over_the_limit_is_refused_with_the_number() -> None:
    with pytest.raises(EgressRefused, match=str(URL_LIMIT)):
        require_allowed_url("https://example.com/" + "a" * URL_LIMIT)


def test_one_internal_address_among_public_ones_refuses_the_host() -> None:
    with pytest.raises(EgressRefused, match=r"evil\.example.*10\.0\.0\.1"):
        require_public_addresses("evil.example", ["93.184.216.34", "10.0.0.1"])


def test_text_that_is_no_address_is_not_public() -> None:
    assert not is_public("example.com")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("http://example.com", "HTTP://Example.com:80/path"),
        ("https://[::1]:8443/a", "https://[0:0::1]:8443/b"),
    ],
)
def test_one_origin_is_written_one_way(left: str, right: str) -> None:
    assert origin_of(parse_url(left)) == origin_of(parse_url(right))
