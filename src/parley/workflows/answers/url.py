"""The one web address in an answer."""

import re
from typing import Literal
from urllib.parse import urlsplit

from parley.workflows import limits
from parley.workflows.answers.folding import without_marks
from parley.workflows.answers.reading import Locale, Read
from parley.workflows.model import Model

_WORD = re.compile(r"[^\s<>\"'()\[\]{}|\\^`]+")
_TRAILING = ".,;:!?…。"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_HOST = re.compile(
    r"(?=.{1,253}$)([^\W_]([\w-]{0,61}[^\W_])?\.)+(xn--[a-z0-9-]+|[^\W\d_]{2,63})", re.IGNORECASE
)
_GREATEST_BYTE = 255
_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}")


class UrlAnswer(Model):
    """`example.com/a` is read as `https://example.com/a`. Two different ones are no answer."""

    type: Literal["url"] = "url"

    def read(self, text: str, _locale: Locale, /) -> Read | None:
        words = _WORD.findall(without_marks(text[: limits.VARIABLE_LENGTH]))
        found = {url for url in map(_valid, words) if url}
        return Read(found.pop()) if len(found) == 1 else None


def _valid(word: str) -> str | None:
    candidate = word.strip(_TRAILING)
    is_bare = "://" not in candidate
    if not candidate or len(candidate) > limits.URL_LENGTH or (is_bare and "@" in candidate):
        return None
    if is_bare and _SCHEME.match(candidate) and not re.match(r"[^/:]+:\d{1,5}(/|$)", candidate):
        return None
    url = f"https://{candidate}" if is_bare else candidate
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or port == 0:
        return None
    is_named = _HOST.fullmatch(host) is not None
    return url if is_named or (not is_bare and _is_numeric(host)) else None


def _is_numeric(host: str) -> bool:
    is_address = _ADDRESS.fullmatch(host) is not None
    return is_address and all(int(part) <= _GREATEST_BYTE for part in host.split("."))
