"""What must hold before anything starts: a data folder of our own, and a port that is free."""

import fcntl
import socket
from pathlib import Path
from typing import IO

from parley import places
from parley.kit.postgres_install import make_folder

LOOPBACK = "127.0.0.1"


class CannotStart(Exception):
    """Parley cannot start; the text says why and what helps."""


def take_data_folder(data: Path) -> IO[bytes]:
    """Held until the returned file is closed. Raises CannotStart when another `parley up` holds it."""
    try:
        make_folder(data)
        (data / places.LOGS).mkdir(exist_ok=True)
        lock = (data / places.LOCK).open("ab")
    except OSError as error:
        raise CannotStart(f"The data folder {data} cannot be used: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        running = places.find_running(data)
        at = f" at {running.url}" if running else ""
        raise CannotStart(
            f"Another Parley runs on {data}{at}. Stop it first, or give this one a folder of its own: --data DIR."
        ) from None
    return lock


def require_free(host: str, port: int) -> None:
    """Raises CannotStart naming the port."""
    try:
        _bind(host, port)
    except socket.gaierror as error:
        raise CannotStart(f"There is no address {host!r} here. Try --host 127.0.0.1.") from error
    except OSError as error:
        raise CannotStart(
            f"Port {port} on {host} cannot be used ({error.strerror}). Choose another one: --port {port + 1}."
        ) from error


def choose_port(preferred: int) -> int:
    """`preferred` where it is free on the loopback, else any other."""
    if preferred:
        try:
            return _bind(LOOPBACK, preferred)
        except OSError:
            pass
    return _bind(LOOPBACK, 0)


def _bind(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        return probe.getsockname()[1]
