"""Whether the rulesets that ship with the package are, byte for byte, those that were last found sound.

Then they are read without being checked once more, which is most of the time that reading takes. The
digest of all their files is recorded by `make versions`, which checks them. Where it is another, be it
by one letter, they are checked like any folder.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from protection_rules.rulesets.content import shipped_rulesets

RECORD: Final = Path(__file__).with_name("sound.sha256")


def digest() -> str:
    """The digest of the names and contents of all files of the rulesets that ship with the package."""
    whole = hashlib.sha256()
    for path in sorted(shipped_rulesets().glob("*.yaml")):
        content = path.read_bytes()
        whole.update(f"{path.name} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def found_sound() -> bool:
    """Whether these rulesets are those that were found sound."""
    try:
        return RECORD.read_text(encoding="ascii").strip() == digest()
    except (OSError, ValueError):
        return False


def note_sound() -> None:
    """Record that the rulesets as they are were found sound."""
    RECORD.write_text(f"{digest()}\n", encoding="ascii")
