"""Time-ordered identifiers (UUID version 7) and unguessable public handles."""

import base64
import os
import random
import secrets
import time
from collections.abc import Callable

from asyncpg.pgproto.pgproto import UUID

_RANDOM_BITS = 74
_VERSION_7 = 0x7 << 76
_VARIANT = 0x2 << 62
_LOW_62 = (1 << 62) - 1
# Ids of one millisecond go up by a random stride, so that a neighbour's id is no guess.
_STRIDE_BITS = 32
_HANDLE_BYTES = 16


def unix_milliseconds() -> int:
    return time.time_ns() // 1_000_000


class IdSource:
    """Makes ids that rise within this process, also when the clock stands still or goes back.

    Seeded once from the system, since asking it for every id is slow; `seed` makes a test repeatable.
    One source belongs to one thread.
    """

    def __init__(
        self, *, seed: int | None = None, milliseconds: Callable[[], int] = unix_milliseconds
    ) -> None:
        self._is_repeatable = seed is not None
        self._random = random.Random(seed)  # noqa: S311 - ids are no secrets; handles are, see below
        self._milliseconds = milliseconds
        self._last_time = 0
        self._last_random = 0
        if seed is None:
            self._reseed()
            # A forked child must not repeat its parent's ids.
            os.register_at_fork(after_in_child=self._reseed)

    def new_id(self) -> UUID:
        now = self._milliseconds()
        if now > self._last_time:
            self._last_time = now
            # The top bit stays free: room to count up within the millisecond.
            self._last_random = self._random.getrandbits(_RANDOM_BITS - 1)
        else:
            self._last_random += 1 + self._random.getrandbits(_STRIDE_BITS)
            if self._last_random >> _RANDOM_BITS:
                self._last_time += 1
                self._last_random = self._random.getrandbits(_RANDOM_BITS - 1)
        chance = self._last_random
        value = (
            (self._last_time << 80)
            | _VERSION_7
            | ((chance >> 62) << 64)
            | _VARIANT
            | (chance & _LOW_62)
        )
        return UUID(value.to_bytes(16, "big"))

    def new_handle(self) -> str:
        """Make a public handle: 128 unguessable bits in 22 characters that fit a URL."""
        draw = self._random.randbytes if self._is_repeatable else secrets.token_bytes
        drawn = draw(_HANDLE_BYTES)
        return base64.urlsafe_b64encode(drawn).rstrip(b"=").decode()

    def _reseed(self) -> None:
        self._random.seed(int.from_bytes(os.urandom(32), "big"))
