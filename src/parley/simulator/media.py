"""Media that contacts sent and that the business uploaded, with the provider's expiry."""

import hashlib
from urllib.parse import urlsplit

from msgspec import Struct

URL_LIFE_SECONDS = 5 * 60
INBOUND_LIFE_SECONDS = 7 * 24 * 3600
UPLOAD_LIFE_SECONDS = 30 * 24 * 3600


# What the provider takes when it has fetched a link; documents may be anything.
_ENDINGS = {
    "image": ("jpg", "jpeg", "png"),
    "video": ("mp4", "3gp"),
    "audio": ("aac", "amr", "mp3", "m4a", "ogg", "opus"),
    "sticker": ("webp",),
}


def why_not_fetched(kind: str, link: str) -> str | None:
    """Nothing is fetched here: a host under `.invalid` is never there, a path with `too-big` leads to too
    many bytes, and a file is what its ending says.
    """
    parts = urlsplit(link)
    ending = parts.path.rpartition(".")[2].lower() if "." in parts.path else ""
    if (parts.hostname or "").endswith(".invalid"):
        return "Downloading media from weblink failed with http code 404, status message Not Found"
    if "too-big" in parts.path:
        return f"Media file size too big for {kind}."
    taken = _ENDINGS.get(kind)
    if taken is not None and ending and ending not in taken:
        return f"Media file of type {ending} is not supported as {kind}."
    return None


class Media(Struct, frozen=True):
    media_id: str
    number_id: str
    mime_type: str
    filename: str | None
    data: bytes
    sha256: bytes
    expires_at: float


class MediaStore:
    """Kept in memory; an expired id is as good as unknown."""

    def __init__(self) -> None:
        self._media: dict[str, Media] = {}

    def keep(
        self,
        data: bytes,
        *,
        media_id: str,
        number_id: str,
        mime_type: str,
        filename: str | None,
        expires_at: float,
    ) -> Media:
        media = Media(
            media_id,
            number_id,
            mime_type,
            filename,
            data,
            hashlib.sha256(data).digest(),
            expires_at,
        )
        self._media[media.media_id] = media
        return media

    def find(self, media_id: str, *, at: float) -> Media | None:
        media = self._media.get(media_id)
        return media if media is not None and at < media.expires_at else None

    def forget(self, media_id: str) -> None:
        self._media.pop(media_id, None)
