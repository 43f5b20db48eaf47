"""Changes to YAML files at random: to their bytes, to their words, to their structure."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from ruamel.yaml import YAML

from protection_rules.documents import DocumentError, plain, read_document

MARK: Final = "Qzxmarkqzx"
"""A value that no message may repeat."""

TOKEN: Final = re.compile(r"\s+|\w+(?:\.\w+)?|[^\w\s]", re.UNICODE)
ODD_BYTES: Final = (
    b"\0", b"\x1b[31m", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc2\x9b", b"\xe2\x80\xae", b"\xe2\x80\xa8",
    b"\r", b"\t", b"\x85", b"\xc2\x85", b"\xf0\x9f\x98\x80", b"\\ud83d\\ude00", b"\\ud83d", b"\\u0000", b"\\e", b"\n---\n", b"\n...\n",
)  # fmt: skip
ODD_TOKENS: Final = (
    "&a", "*a", "!!str", "!!python/name:os.system", "!", "<<", "%TAG ! x\n", "%YAML 1.1\n", "---", "...", "? ", ": ", "- ", "|", ">-", "|2",
    "{", "}", "[", "]", ",", "'", '"', "#", "@", "`", "~", "null", "true", "yes", "no", "unknown", "none", "not_asked", "always", "all", "any",
    "not", "surely", "possibly", "at_least", "some", "every", "count", "of", "en", "ar", "id", "0", "-1", "1e999", ".inf", ".nan", "9" * 30,
    "0x1F", "1.0", "2025-01-27", "{0.__class__}", "%s", "{}", "<script>", "=1+1", "../x", MARK, "م", "\u202e", "\u2028", "x" * 300,
)  # fmt: skip
ODD_VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, 1, -1, 10**17, 1.5, 1e308, "", " ", "yes", "no", "unknown", "none", "not_asked", "always", MARK, "x" * 200,
    "\u202e", "م", "{}", [], {}, [[]], [{}], {"": ""}, ["yes"], {"en": "a"}, {"ar": "ا"}, {"en": "a", "ar": "ا"}, [MARK], {MARK: MARK},
)  # fmt: skip


class Mutator:
    """Changes made of what the seeds are made of."""

    def __init__(self, seeds: Sequence[bytes], conditions: Sequence[str] = ()) -> None:
        texts = [seed.decode("utf-8", "replace") for seed in seeds]
        self._seeds = list(seeds)
        self._tokens = sorted({token for text in texts for token in TOKEN.findall(text)})
        self._pieces = [piece for text in texts for piece in _pieces(_read(text))]
        self._conditions = [plain(read_document(text, "condition")) for text in conditions]
        self._ways: tuple[Callable[[bytes, random.Random], bytes], ...] = (
            self._in_bytes,
            self._in_tokens,
            *[self._in_structure] * 4,
            *[self._in_conditions] * (4 if self._conditions else 0),
        )

    def changed(self, data: bytes, chosen: random.Random) -> bytes:
        """The data with one or a few changes."""
        way = chosen.choice(self._ways)
        for _ in range(chosen.choice((1, 1, 2, 4))):
            data = way(data, chosen)
        return data

    # bytes

    def _in_bytes(self, data: bytes, chosen: random.Random) -> bytes:
        start = chosen.randint(0, len(data))
        end = min(len(data), start + int(chosen.expovariate(0.05)))
        match chosen.randrange(6):
            case 0:
                return data[:start] + data[end:]
            case 1:
                return data[:end] + data[start:end] * chosen.choice((1, 2, 50)) + data[end:]
            case 2:
                return data[:start] + chosen.choice(ODD_BYTES) + data[start:]
            case 3:
                return data[:start] + bytes([chosen.randrange(256)]) + data[start + 1 :]
            case 4:
                other = chosen.choice(self._seeds)
                cut = chosen.randint(0, len(other))
                return data[:start] + other[cut : cut + chosen.randint(1, 400)] + data[start:]
            case _:
                return data[:start]

    # words

    def _in_tokens(self, data: bytes, chosen: random.Random) -> bytes:
        tokens = TOKEN.findall(data.decode("utf-8", "replace"))
        if not tokens:
            return data
        place = chosen.randrange(len(tokens))
        match chosen.randrange(6):
            case 0:
                tokens[place] = chosen.choice(self._tokens)
            case 1:
                tokens[place] = chosen.choice(ODD_TOKENS)
            case 2:
                tokens.insert(place, chosen.choice(ODD_TOKENS))
            case 3:
                del tokens[place]
            case 4:
                other = chosen.randrange(len(tokens))
                tokens[place], tokens[other] = tokens[other], tokens[place]
            case _:
                tokens[place:place] = tokens[place : place + chosen.randint(1, 30)]
        return "".join(tokens).encode("utf-8", "replace")

    # structure

    def _in_structure(self, data: bytes, chosen: random.Random) -> bytes:
        document = _read(data.decode("utf-8", "replace"))
        holders = [piece for piece in _pieces(document) if isinstance(piece, dict | list) and piece]
        if not holders:
            return self._in_tokens(data, chosen)
        holder = chosen.choice(holders)
        key = chosen.choice(list(holder)) if isinstance(holder, dict) else chosen.randrange(len(holder))
        match chosen.randrange(9):
            case 0:
                del holder[key]
            case 1:
                holder[key] = chosen.choice(ODD_VALUES)
            case 2:
                holder[key] = chosen.choice(self._pieces)
            case 3 if isinstance(holder, dict):
                holder[chosen.choice([MARK, *self._tokens])] = holder.pop(key)
            case 3:
                holder[key:key] = [holder[key]] * chosen.choice((1, 2, 300))
            case 4:
                holder[key] = chosen.choice(
                    ([holder[key]], {"all": [holder[key]]}, {"not": holder[key]}, {"x": holder[key]})
                )
            case 5 if isinstance(holder, dict):
                holder[chosen.choice(self._tokens)] = chosen.choice(self._pieces)
            case _:
                holder[key] = chosen.choice(self._alike(holder[key]))
        try:
            return _written(document, chosen)
        except (ValueError, RecursionError):
            return data

    def _in_conditions(self, data: bytes, chosen: random.Random) -> bytes:
        """Another condition, for a rule or inside one."""
        document = _read(data.decode("utf-8", "replace"))
        owners = [piece for piece in _pieces(document) if isinstance(piece, dict) and "when" in piece]
        if not owners:
            return self._in_structure(data, chosen)
        owner = chosen.choice(owners)
        other = chosen.choice(self._conditions)
        match chosen.randrange(5):
            case 0:
                owner["unless"] = other
            case 1:
                owner["when"] = {chosen.choice(("all", "any")): [owner["when"], other]}
            case 2:
                owner["when"] = {chosen.choice(("not", "surely", "possibly")): owner["when"]}
            case 3:
                owner["when"] = {"at_least": {"count": chosen.randint(1, 2), "of": [owner["when"], other]}}
            case _:
                owner["when"] = other
        return _written(document, chosen)

    def _alike(self, value: Any) -> list[Any]:
        """Pieces of the same kind."""
        return [piece for piece in self._pieces if type(piece) is type(value)] or [value]


def _read(text: str) -> Any:
    try:
        return plain(read_document(text, "seed"))
    except DocumentError:
        return None


def _pieces(document: Any) -> list[Any]:
    found, pending = [], [document]
    while pending:
        piece = pending.pop()
        found.append(piece)
        pending += piece.values() if isinstance(piece, dict) else piece if isinstance(piece, list) else ()
    return found


def _written(document: Any, chosen: random.Random) -> bytes:
    """As JSON or as YAML, in one of the ways that people and programs write it."""
    if chosen.random() < 0.7:
        return json.dumps(
            document, ensure_ascii=chosen.random() < 0.3, indent=chosen.choice((None, 1))
        ).encode("utf-8", "replace")
    stream = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.representer.ignore_aliases = lambda _: True
    yaml.allow_unicode = True
    yaml.default_flow_style = chosen.choice((None, False))
    yaml.dump(document, stream)
    return stream.getvalue().encode("utf-8", "replace")
