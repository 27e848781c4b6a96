"""Building the web app: which lock may stand for which installation."""

import json

from build_web import names_other_packages

VITE = {"version": "8.3.8", "integrity": "sha512-a"}
DARWIN = {"version": "8.3.8", "integrity": "sha512-b", "optional": True, "os": ["darwin"]}


def lock(**packages: object) -> bytes:
    return json.dumps({"lockfileVersion": 3, "packages": packages}).encode()


def test_a_registry_with_more_or_fewer_other_platforms_installs_the_same() -> None:
    assert not names_other_packages(lock(vite=VITE), lock(vite=VITE, darwin=DARWIN))
    assert not names_other_packages(lock(vite=VITE, darwin=DARWIN), lock(vite=VITE))


def test_another_version_bytes_or_package_do_not_fit_the_lock() -> None:
    assert names_other_packages(lock(vite=VITE), lock(vite={**VITE, "version": "8.4.0"}))
    assert names_other_packages(lock(vite=VITE), lock(vite={**VITE, "integrity": "sha512-c"}))
    assert names_other_packages(lock(vite=VITE), lock(vite=VITE, left_pad=VITE))
    assert names_other_packages(lock(vite=VITE, left_pad=VITE), lock(vite=VITE))
