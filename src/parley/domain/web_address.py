"""Addresses on the web that others are asked to fetch: https, and a name of the public internet."""

import re
from urllib.parse import urlsplit

LENGTH = 2_048

# An ending beyond these says nothing of what a file is.
KNOWN_ENDINGS = frozenset(
    (
        *("jpg", "jpeg", "png", "gif", "webp", "svg", "bmp", "tif", "tiff", "heic", "avif"),
        *("mp4", "3gp", "mov", "avi", "mkv", "webm", "wmv", "mpeg"),
        *("aac", "amr", "mp3", "m4a", "ogg", "opus", "wav", "flac", "wma", "aif"),
        *("pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "csv", "zip", "html", "htm"),
    )
)

_NAME = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*\.[a-z][a-z0-9-]{0,62}")
_SPACES = re.compile(r"[\x00-\x20\x7f\\]")
_INTERNAL = (".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet")
_HTTPS_PORT = 443


def find_fault(address: str) -> str | None:
    """Why it is no address to be handed out, or None. IP addresses are none, in whatever form."""
    if len(address) > LENGTH or _SPACES.search(address):
        return f"it must have at most {LENGTH} characters, without spaces"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "it is no web address"
    if parts.scheme != "https":
        return "it must begin with https://"
    if "@" in parts.netloc or port not in (None, _HTTPS_PORT):
        return "it must name a host alone: no user, no password, no port"
    return _fault_of_host(parts.hostname or "")


def ending_of(address: str) -> str:
    """The ending of the file's name, in lower case and without its dot; empty if there is none."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_internal_name(host: str) -> bool:
    name = host.lower().rstrip(".")
    return name.endswith(_INTERNAL) or f".{name}" in _INTERNAL


def _fault_of_host(host: str) -> str | None:
    try:
        name = host.encode("idna").decode().lower().rstrip(".")
    except UnicodeError:
        return "its host is no name"
    if not _NAME.fullmatch(name):
        return "its host must be a name of the public internet, not an IP address"
    if is_internal_name(name):
        return "its host is an internal one"
    return None
