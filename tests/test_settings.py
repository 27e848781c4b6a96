"""The environment is read as plain values, and what cannot be is refused by name."""

from ipaddress import ip_network

import pytest

from parley.settings import SettingRefused, read_settings

ELSEWHERE = {"PARLEY_DATABASE_URL": "postgresql://db.example/parley"}


def test_trusted_proxies_are_addresses_and_networks() -> None:
    settings = read_settings(ELSEWHERE | {"PARLEY_TRUSTED_PROXIES": "10.0.0.1, fd00::/8"})

    assert settings.trusted_proxies == (ip_network("10.0.0.1"), ip_network("fd00::/8"))
    assert read_settings(ELSEWHERE).trusted_proxies == ()


def test_a_trusted_proxy_that_is_no_address_is_refused_by_the_variables_name() -> None:
    with pytest.raises(SettingRefused, match="PARLEY_TRUSTED_PROXIES"):
        read_settings(ELSEWHERE | {"PARLEY_TRUSTED_PROXIES": "loadbalancer"})
