"""Secrets: sealed at rest, hashed for sign-in, compared in constant time."""

import base64
import binascii
import hmac
import os
import secrets
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_ID_LIMIT = 32
FORMAT = b"\x01"

# OWASP's floor for argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class CannotUnseal(Exception):
    """The sealed value was changed, belongs to another place, or its key is not in the ring."""


class KeyFileRefused(Exception):
    """The key file is open to others or cannot be read as keys."""


class KeyRing:
    """AES-256-GCM with named keys: `current` seals, all of them open."""

    def __init__(self, keys: Mapping[str, bytes], *, current: str) -> None:
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._current = current
        self._cipher = self._ciphers[current]

    @property
    def current(self) -> str:
        return self._current

    def seal(self, plain: bytes, *, aad: bytes) -> bytes:
        """Encrypt; `aad` names the place (workspace and channel), where alone it opens again."""
        nonce = os.urandom(NONCE_BYTES)
        key_id = self._current.encode()
        head = FORMAT + bytes([len(key_id)]) + key_id
        return head + nonce + self._cipher.encrypt(nonce, plain, head + aad)

    def unseal(self, sealed: bytes, *, aad: bytes) -> bytes:
        """Decrypt, or raise CannotUnseal."""
        key_id, head, rest = _split(sealed)
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise CannotUnseal(f"The key '{key_id}' is not in the key ring.")
        try:
            return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head + aad)
        except InvalidTag:
            raise CannotUnseal(
                "The sealed value was changed or belongs to another place."
            ) from None


def key_id_of(sealed: bytes) -> str:
    """Tell which key sealed a value, to find those that wait for rotation."""
    return _split(sealed)[0]


def load_key_ring(path: Path) -> KeyRing:
    """Read the key file, or make it with one key (mode 0600); its last line is the current key.

    Raises KeyFileRefused.
    """
    if not path.exists():
        add_key(path)
    if path.stat().st_mode & 0o077:
        raise KeyFileRefused(f"{path} is open to other accounts: run `chmod 600 {path}`.")
    return parse_key_ring(path.read_text(), origin=str(path))


def parse_key_ring(text: str, *, origin: str) -> KeyRing:
    """Read lines of `key id, space, base64 of 32 bytes`; `origin` names the source in errors."""
    keys: dict[str, bytes] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        key_id, _, encoded = line.partition(" ")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != KEY_BYTES or len(key_id.encode()) > KEY_ID_LIMIT:
            raise KeyFileRefused(
                f"{origin}: the key '{key_id}' is not base64 of {KEY_BYTES} bytes."
            )
        keys[key_id] = key
    if not keys:
        raise KeyFileRefused(f"{origin} holds no key.")
    return KeyRing(keys, current=next(reversed(keys)))


def add_key(path: Path) -> str:
    """Append a new key, which becomes the current one; give its id."""
    key_id = secrets.token_hex(4)
    line = f"{key_id} {base64.b64encode(os.urandom(KEY_BYTES)).decode()}\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    return key_id


def hash_password(password: str) -> str:
    """Argon2id; some 20 ms of work, so keep it off the event loop."""
    return _HASHER.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Check a password; `None` (no such user) takes as long as a wrong one."""
    try:
        return (
            _HASHER.verify(password_hash or _hash_of_nobody(), password)
            and password_hash is not None
        )
    except (VerificationError, InvalidHashError):
        return False


def is_hash_outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker numbers than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def new_token(prefix: str) -> str:
    """Make a bearer token with 256 random bits; the prefix tells people what it is."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def hash_token(token: str) -> bytes:
    """SHA-256: enough for a random token, and quick on every request."""
    return sha256(token.encode()).digest()


def is_same(left: bytes, right: bytes) -> bool:
    """Compare two secrets without telling by time where they differ."""
    return hmac.compare_digest(left, right)


@cache
def _hash_of_nobody() -> str:
    return _HASHER.hash(secrets.token_hex(16))


def _split(sealed: bytes) -> tuple[str, bytes, bytes]:
    if len(sealed) < len(FORMAT) + 1 or not sealed.startswith(FORMAT):
        raise CannotUnseal("The sealed value has an unknown format.")
    end = len(FORMAT) + 1 + sealed[len(FORMAT)]
    head, rest = sealed[:end], sealed[end:]
    if len(rest) < NONCE_BYTES:
        raise CannotUnseal("The sealed value is cut off.")
    try:
        return head[len(FORMAT) + 1 :].decode(), head, rest
    except UnicodeDecodeError:
        raise CannotUnseal("The sealed value has an unknown format.") from None
