"""Addresses that are handed out for others to fetch."""

import pytest

from parley.domain.web_address import ending_of, find_fault


@pytest.mark.parametrize(
    "address",
    [
        "https://files.example.com/menu.png",
        "https://files.example.com:443/a?b=c#d",
        "https://bücher.example/đơn-hàng.pdf",
        "https://a-b.c.example/",
        "https://FILES.EXAMPLE.COM/A.PNG",
    ],
)
def test_a_public_https_address_is_handed_out(address: str) -> None:
    assert find_fault(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "menu.png",
        "//files.example.com/a",
        "http://files.example.com/a.png",
        "ftp://files.example.com/a",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "https://",
        "https:///a",
        "https://localhost/a",
        "https://intranet/a",
        "https://db.internal/a",
        "https://printer.local/a",
        "https://a.localhost/a",
        "https://127.0.0.1/a",
        "https://10.0.0.8/a",
        "https://169.254.169.254/latest/meta-data",
        "https://8.8.8.8/a",
        "https://2130706433/a",
        "https://0x7f.1/a",
        "https://0177.0.0.1/a",
        "https://127.1/a",
        "https://[::1]/a",
        "https://[::ffff:127.0.0.1]/a",
        "https://[fe80::1%25eth0]/a",
        "https://[x",
        "https://user@files.example.com/a",
        "https://user:secret@files.example.com/a",
        "https://files.example.com@10.0.0.8/a",
        "https://files.example.com:8443/a",
        "https://files.example.com:99999/a",
        "https://files.example.com:port/a",
        "https://files.example.com\\@10.0.0.8/a",
        "https://files.example.com/a b",
        "https://files.example.com/a\nb",
        "https://files.example.com/\x00",
        "https://files..example.com/a",
        "https://" + "a" * 64 + ".example/a",
        "https://files.example.com/" + "a" * 2048,
        "https://%31%30.0.0.8/a",
        "https://１０.0.0.8/a",
    ],
)
def test_an_address_that_leads_elsewhere_is_not(address: str) -> None:
    fault = find_fault(address)
    assert fault is not None
    assert "\n" not in fault


@pytest.mark.parametrize(
    ("address", "ending"),
    [
        ("https://a.example/menu.PNG?size=2#top", "png"),
        ("https://a.example/archive.tar.gz", "gz"),
        ("https://a.example/menu", ""),
        ("https://a.example", ""),
        ("https://a.example/v1.2/menu", ""),
        ("https://[x", ""),
    ],
)
def test_the_ending_is_that_of_the_file(address: str, ending: str) -> None:
    assert ending_of(address) == ending
