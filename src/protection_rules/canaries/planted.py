"""The canaries: profiles and documents that hold marks, ready to be given to a program."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir, mkdtemp
from typing import Any, Final

from ruamel.yaml import YAML

from protection_rules.canaries.faulty import faulty_documents, faulty_profiles
from protection_rules.canaries.hunt import Hashes, Hunt
from protection_rules.canaries.marks import FORMS, Planted, mark, written_marks
from protection_rules.canaries.sound import sound_profiles
from protection_rules.canaries.system import unnoticed
from protection_rules.canaries.telling import Telling
from protection_rules.facts.profile import CaseProfile
from protection_rules.facts.vocabulary import VOCABULARY, Vocabulary

_SUFFIXES: Final = (".yaml", ".json", ".json")


@dataclass(frozen=True, slots=True, repr=False)
class Canary:
    """A profile or a document with marks in it.

    `contents` are the octets of files that hold it: YAML, JSON, and JSON in ASCII. A document that
    cannot be read has one; a faulty profile that only Python can express has none.
    """

    name: str
    contents: tuple[bytes, ...]
    given: Mapping[Any, Any] | None = None
    vocabulary: Vocabulary = VOCABULARY

    @property
    def mapping(self) -> dict[Any, Any]:
        """The profile as plain data, a new copy; a document that cannot be read has none."""
        if self.given is None:
            raise TypeError("a document that cannot be read is no mapping")
        return dict(deepcopy(self.given))

    @property
    def profile(self) -> CaseProfile:
        """The profile itself; raises ProfileError for a faulty one."""
        return CaseProfile.from_mapping(self.mapping, self.vocabulary)

    @property
    def yaml(self) -> str:
        """The profile as YAML text."""
        return self.contents[0].decode()

    @property
    def json(self) -> str:
        """The profile as JSON text."""
        return self.contents[1].decode()

    def __repr__(self) -> str:
        return f"<Canary: {self.name}>"


class Planting:
    """Every canary there is, made when first asked for, and a folder in which they lie as files.

    The profiles give the facts of one vocabulary.
    """

    def __init__(self, vocabulary: Vocabulary = VOCABULARY) -> None:
        self._vocabulary = vocabulary
        self._above = gettempdir()
        self._folder: Path | None = None
        self._files: dict[tuple[str, int, bool], Path] = {}

    @cached_property
    def sound(self) -> tuple[Canary, ...]:
        """Profiles with every field filled."""
        return tuple(
            _canary(f"sound profile {number}", given, self._vocabulary)
            for number, given in enumerate(sound_profiles(self._vocabulary), start=1)
        )

    @cached_property
    def faulty(self) -> tuple[Canary, ...]:
        """Profiles that are refused."""
        return tuple(
            _canary(f"{name} ({form})", given, self._vocabulary)
            for form in FORMS
            for name, given in faulty_profiles(form, self._vocabulary)
        )

    @cached_property
    def broken(self) -> tuple[Canary, ...]:
        """Documents that cannot be read."""
        return tuple(
            Canary(f"{name} ({form})", (content,))
            for form in FORMS
            for name, content in faulty_documents(form)
        )

    def file(self, canary: Canary, form: int = 0, *, marked_name: bool = False) -> Path:
        """A file with one of the canary's contents; its name may hold a mark as well."""
        wanted = (canary.name, form, marked_name)
        if wanted not in self._files:
            name = mark("name of a file") if marked_name else "profile"
            with unnoticed():
                if self._folder is None:
                    self._folder = Path(mkdtemp(prefix="canaries-", dir=self._above))
                path = self._folder / f"{name}-{len(self._files) + 1}{_SUFFIXES[form]}"
                path.write_bytes(canary.contents[form])
            self._files[wanted] = path
        return self._files[wanted]

    def clear(self) -> None:
        """Take the files away."""
        if self._folder is not None:
            rmtree(self._folder)
            self._folder = None
            self._files.clear()

    def hunt(self) -> Hunt:
        """A hunt for all of this."""
        return Hunt(self._hashes, self._telling)

    @cached_property
    def _telling(self) -> Telling:
        return Telling(self._vocabulary)

    @cached_property
    def _hashes(self) -> Hashes:
        whole = Planted("the whole profile", sound=True)
        documents = {content.decode(): whole for canary in self.sound for content in canary.contents}
        return Hashes(written_marks() | documents)


def _canary(name: str, given: Mapping[Any, Any], vocabulary: Vocabulary) -> Canary:
    return Canary(name, tuple(text.encode() for text in _texts(given)), given, vocabulary)


def _texts(given: Mapping[Any, Any]) -> Iterable[str]:
    try:
        as_json = json.dumps(given, ensure_ascii=False)
    except TypeError:
        return ()
    writer = YAML(typ="safe", pure=True)
    writer.allow_unicode = True
    writer.default_flow_style = False
    out = io.StringIO()
    writer.dump(given, out)
    return (out.getvalue(), as_json, json.dumps(given))
