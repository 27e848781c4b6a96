"""No process outlives the supervisor that started it, however that ends."""

import os
import signal
import sys
import threading

STOP_WITH_PARENT = "PARLEY_STOP_WITH_PARENT"


def stop_with_parent() -> None:
    """Our standard input is a pipe that the parent holds: when it closes, the parent has gone."""
    threading.Thread(target=_wait_for_the_end, daemon=True, name="parent").start()


def _wait_for_the_end() -> None:
    # The raw descriptor: a buffered reader would hold a lock at the interpreter's end.
    descriptor = sys.stdin.fileno()
    while os.read(descriptor, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
