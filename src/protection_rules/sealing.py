"""Bytes under a key: nothing of them can be read or changed without it.

AES-256-GCM of the `cryptography` package. A sealed blob is one byte for its version, 12 random bytes,
and what is sealed, made up to a whole number of steps, so that its length says next to nothing either.
It holds no time, unlike a Fernet token.
"""

from __future__ import annotations

import secrets
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_LENGTH: Final = 32
"""Bytes of a key."""
STEP: Final = 65_536
"""Bytes; what is sealed is made up to a multiple of this."""

_VERSION: Final = b"\x01"
_PURPOSE: Final = b"protection-rules open case "
_NONCE_LENGTH: Final = 12
_LENGTH_BYTES: Final = 4


def seal(content: bytes, key: bytes) -> bytes:
    """The content under the key. Raises ImportError without `cryptography`, ValueError for a bad key."""
    cipher = _cipher(key)
    packed = zlib.compress(content)
    framed = len(packed).to_bytes(_LENGTH_BYTES) + packed
    padded = framed + bytes(-len(framed) % STEP)
    nonce = secrets.token_bytes(_NONCE_LENGTH)
    return _VERSION + nonce + cipher.encrypt(nonce, padded, _PURPOSE + _VERSION)


def unseal(blob: bytes, key: bytes) -> bytes | None:
    """What was sealed; None for anything but an unchanged blob of this version under this key."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # an extra

    cipher = _cipher(key)
    if not isinstance(blob, bytes) or not blob.startswith(_VERSION):
        return None
    nonce, sealed = blob[1 : 1 + _NONCE_LENGTH], blob[1 + _NONCE_LENGTH :]
    with suppress(InvalidTag, ValueError):
        padded = cipher.decrypt(nonce, sealed, _PURPOSE + _VERSION)
        length = int.from_bytes(padded[:_LENGTH_BYTES])
        return zlib.decompress(padded[_LENGTH_BYTES : _LENGTH_BYTES + length])
    return None


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # an extra

    if not isinstance(key, bytes) or len(key) != KEY_LENGTH:
        raise ValueError(f"a key has {KEY_LENGTH} bytes")
    return AESGCM(key)
