"""Every text that something shown may stand for: as it is, unescaped, decoded, unpacked."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import io
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

DEEPEST: Final = 3
"""Encodings, one inside another, that are undone."""
LARGEST_UNPACKED: Final = 64_000_000
"""Bytes that one compressed piece is unpacked to."""

PLAIN: Final = "plain"
Shown = str | bytes


def readings(shown: Shown) -> Iterator[tuple[str, str]]:
    """Texts that were shown, each with its encoding, such as `plain`, `base64` or `base64, then hex`."""
    seen: set[str] = set()
    waiting: deque[tuple[tuple[str, ...], Shown]] = deque([((), shown)])
    while waiting:
        encodings, one = waiting.popleft()
        for text in [one] if isinstance(one, str) else _texts(one):
            if text in seen:
                continue
            seen.add(text)
            yield ", then ".join(encodings) or PLAIN, text
            if len(encodings) < DEEPEST and (not encodings or _legible(text)):
                waiting += [
                    ((*encodings, name), decoded)
                    for name, decode in _ENCODINGS.items()
                    for decoded in decode(text)
                ]
        if isinstance(one, bytes) and len(encodings) < DEEPEST:
            waiting += [((*encodings, "compressed"), unpacked) for unpacked in _unpacked(one)]


def _legible(text: str) -> bool:
    """Whether this is likely to be what somebody wrote, not what chance decoding leaves behind."""
    return text.isprintable() or len(_CONTROLS.findall(text)) < 0.1 * len(text)


_CONTINUING: Final = bytes(range(0x80, 0xC0))
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")


def _is_text(octets: bytes) -> bool:
    """Whether octets are legible text, of which the first and the last letter may be cut in two."""
    with suppress(UnicodeDecodeError):
        text, _ = codecs.utf_8_decode(octets.lstrip(_CONTINUING), "strict", False)  # not the end
        return _legible(text)
    return False


# octets as text


def _texts(octets: bytes) -> Iterator[str]:
    yield octets.decode("utf-8", "ignore")
    if b"\0" in octets or b"\x06" in octets:
        # the Arabic block begins with 06, the Latin one with 00
        for start in (0, 1):
            yield octets[start:].decode("utf-16-le", "ignore")
            yield octets[start:].decode("utf-16-be", "ignore")
    if not octets.isascii():
        yield octets.decode("cp1256", "ignore")


def _unpacked(octets: bytes) -> Iterator[bytes]:
    if octets[:2] == b"PK":
        with suppress(zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
            archive = zipfile.ZipFile(io.BytesIO(octets))
            for member in archive.infolist():
                with archive.open(member) as file:
                    yield member.filename.encode() + b"\n" + file.read(LARGEST_UNPACKED)
    elif octets[:2] == b"\x1f\x8b" or octets[:1] == b"\x78":
        with suppress(zlib.error):
            yield zlib.decompressobj(wbits=47).decompress(octets, LARGEST_UNPACKED)


# texts within a text


def _unbroken(text: str) -> Iterator[str]:
    """The text with its lines joined, and what frames and quotes them taken away."""
    joined = re.sub(r"[ \t\r=|│║┃\"'+\\]{0,200}\n[\s|│║┃\"'+]{0,200}", "", text)
    if joined != text:
        yield joined


def _unescaped(text: str) -> Iterator[str]:
    octets = re.sub(r"(?:\\+x[0-9A-Fa-f]{2}|\\+[0-3][0-7]{2})+", _escaped_octets, text)
    letters = re.sub(r"[\\%]+u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), octets)
    if letters != text:
        yield letters


def _escaped_octets(found: re.Match[str]) -> str:
    pieces = re.findall(r"\\+(?:x([0-9A-Fa-f]{2})|([0-3][0-7]{2}))", found[0])
    return bytes(
        int(hexadecimal, 16) if hexadecimal else int(octal, 8) for hexadecimal, octal in pieces
    ).decode("utf-8", "replace")


def _signed(sign: str) -> Callable[[str], Iterator[str]]:
    """Octets written in hexadecimal, each after a sign."""
    pattern = re.compile(f"(?:{sign}[0-9A-Fa-f]{{2}})+")

    def decode(text: str) -> Iterator[str]:
        decoded = pattern.sub(
            lambda found: bytes.fromhex(found[0].replace(sign, "")).decode("utf-8", "replace"), text
        )
        if decoded != text:
            yield decoded

    return decode


def _entities(text: str) -> Iterator[str]:
    if "&" in text:
        yield html.unescape(text)


def _read_as_latin(text: str) -> Iterator[str]:
    read = re.sub(
        "[\x80-\xff]{2,}", lambda found: found[0].encode("latin-1").decode("utf-8", "replace"), text
    )
    if read != text:
        yield read


def _hexadecimal(text: str) -> Iterator[bytes]:
    for run in re.findall(r"[0-9A-Fa-f](?:[ :-]?[0-9A-Fa-f]){17,}", text):
        digits = re.sub("[ :-]", "", run)
        for start in (0, 1):
            whole = digits[start : len(digits) - (len(digits) - start) % 2]
            yield bytes.fromhex(whole)


def _base32(text: str) -> Iterator[bytes]:
    for run in re.findall("[A-Z2-7]{15,}", text):
        yield from _quanta(run, 8, base64.b32decode)


def _base64(text: str) -> Iterator[bytes]:
    scraps = bytearray()
    for run in re.findall("[A-Za-z0-9+/_-]{12,}", text):
        for octets in _quanta(run.replace("-", "+").replace("_", "/"), 4, base64.b64decode):
            # words in plain writing decode to nothing legible; those are looked through as one
            if _is_text(octets) or octets[:2] in {b"PK", b"\x1f\x8b"}:
                yield octets
            else:
                scraps += octets + b"\n"
    if scraps:
        yield bytes(scraps)


def _quanta(run: str, size: int, decode: Callable[[str], bytes]) -> Iterator[bytes]:
    """A run of letters decoded from each place where a quantum may begin."""
    for start in range(size):
        piece = run[start:]
        with suppress(binascii.Error):
            yield decode(
                piece[: len(piece) - len(piece) % size]
                + _padded(piece[len(piece) - len(piece) % size :], size)
            )


def _padded(rest: str, size: int) -> str:
    """The last letters of a run made a quantum, or nothing where they cannot be one."""
    fits = {4: {2, 3}, 8: {2, 4, 5, 7}}[size]
    return rest + "=" * (size - len(rest)) if len(rest) in fits else ""


_ENCODINGS: Final[dict[str, Callable[[str], Iterator[Shown]]]] = {
    "broken over lines": _unbroken,
    "escaped": _unescaped,
    "percent-encoded": _signed("%"),
    "quoted-printable": _signed("="),
    "HTML entities": _entities,
    "UTF-8 read as Latin-1": _read_as_latin,
    "hex": _hexadecimal,
    "base32": _base32,
    "base64": _base64,
}
