"""Whether a file is a workbook that can be read without harm: its size, its parts, what it would load."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Final

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from protection_rules.authoring.workbook.faults import refused
from protection_rules.files import read_bounded
from protection_rules.limits import LARGEST_UNPACKED, LARGEST_WORKBOOK, MOST_PARTS

LAST_ROW: Final = 1_048_576
"""Rows that a sheet can have."""

_ENCRYPTED_OR_OLD: Final = b"\xd0\xcf\x11\xe0"
_MACROS: Final = re.compile(r"(?i)vbaproject|vbadata|macrosheets|dialogsheets|activex|ctrlprops|customui")
_LOADS: Final = re.compile(r"(?i)externallinks|embeddings|connections\.xml|querytables|webextensions")
_DECLARED: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_ENCODINGS: Final = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
_PACKED: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ROW: Final = re.compile(rb"<(?:\w+:)?row\s(?:[^>]*\s)?r\s*=\s*[\"'](\d{1,18})[\"']")
_HYPERLINK: Final = "/hyperlink"


def read_workbook(path: Path) -> bytes:
    """The bytes of a workbook in which nothing is executed, loaded from elsewhere or too large.

    Raises WorkbookRefused, which says what is the matter.
    """
    try:
        data = read_bounded(path, LARGEST_WORKBOOK + 1)
    except (OSError, ValueError):
        raise refused("not_there") from None
    if len(data) > LARGEST_WORKBOOK:
        raise refused("too_large", most=LARGEST_WORKBOOK // 1_000_000)
    if data.startswith(_ENCRYPTED_OR_OLD):
        raise refused("locked_or_old")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise refused("no_workbook") from None
    return data


def _check(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise refused("too_much_inside", most=LARGEST_UNPACKED // 1_000_000)
    packed = {part.compress_type for part in parts}
    if "xl/workbook.xml" not in names or len(names) < len(parts) or not packed <= _PACKED:
        raise refused("no_workbook")
    for name in names:
        if _MACROS.search(name):
            raise refused("macros")
        if _LOADS.search(name):
            raise refused("loads")
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            # no more is unpacked than the archive says there is
            _check_part(part.filename, archive.read(part))


def _check_part(name: str, data: bytes) -> None:
    """Whether a part's XML defines nothing of its own and points to nothing outside."""
    declared = _DECLARED.search(data)
    if b"\x00" in data or (declared is not None and declared[1].lower() not in _ENCODINGS):
        raise refused("no_workbook")
    if b"<!" in re.sub(rb"<!--|<!\[CDATA\[", b"", data):
        raise refused("definitions")
    rows = [0, *(int(row) for row in _ROW.findall(data)), LAST_ROW + 1]
    if any(row >= following for row, following in pairwise(rows)):
        # rows out of their order would be passed over in silence
        raise refused("no_workbook")
    if name == "[Content_Types].xml" and b"macroEnabled" in data:
        raise refused("macros")
    if name.endswith(".rels"):
        try:
            relations = fromstring(data)
        except (ParseError, DefusedXmlException, ValueError):
            raise refused("no_workbook") from None
        for relation in relations:
            outside = relation.get("TargetMode", "").casefold() == "external"
            if outside and not relation.get("Type", "").endswith(_HYPERLINK):
                raise refused("loads")
