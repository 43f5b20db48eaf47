"""How much the library takes in: every bound on what others write, in one place.

A profile or a ruleset folder beyond a bound is refused with a fault that says so. The bounds stand
far above what people write, and low enough that nothing within them exhausts memory or patience.
`docs/rulesets.md` lists them.
"""

from __future__ import annotations

from typing import Final

# any file

LARGEST_DOCUMENT: Final = 4_000_000
"""Characters of a file."""
LARGEST_FILE: Final = 4 * LARGEST_DOCUMENT
"""Bytes of a file that are read at all; what is longer is refused as a document."""
DEEPEST_NESTING: Final = 60
"""Levels of nesting of a document, and of a condition with its terms written out."""
MOST_VALUES: Final = 100_000
"""Values, lists and mappings in a document, and in a profile given as Python data."""

# profiles

MOST_ITEMS: Final = 200
"""Items that one list of a profile may have."""
LONGEST_CODE: Final = 100
"""Characters of a name or a code in a profile that are looked at; no known one is as long."""
DEEPEST_PROFILE: Final = 4
"""Levels inside a section that are looked at; whatever lies deeper has no place in a profile."""
MOST_FAULTS: Final = 1_000
"""Faults of a profile, or of a ruleset folder, that are told at once."""

# rulesets

MOST_FILES: Final = 100
"""Ruleset files in one folder."""
LARGEST_FOLDER: Final = 8_000_000
"""Bytes of the YAML files of one folder together."""
MOST_RULES: Final = 1_000
"""Rules in one folder."""
LARGEST_CONDITION: Final = 1_000
"""Parts of a condition with its terms written out."""
DEEPEST_TERMS: Final = 20
"""Terms that may use one another in a row."""
MOST_STEPS: Final = 8_000_000
"""Steps that all rules together may take where every list of a profile is full (see `rulesets.extent`)."""
MOST_EXPRESSIONS: Final = 2_000
"""Words and phrases of one terminology.yaml, or of all invariants."""
MOST_INVARIANTS: Final = 200
"""Invariants of one folder."""
MOST_CHECKS: Final = 20
"""Checks of one invariant."""
MOST_AUDIENCES: Final = 50
"""Audiences of one folder."""
MOST_LINES: Final = 200
"""Lines that one audience may be shown."""
LONGEST_ID: Final = 200
"""Characters of an id, a name, a version or a fingerprint in a ruleset file."""

# workbooks

LARGEST_WORKBOOK: Final = 10_000_000
"""Bytes of a workbook."""
LARGEST_UNPACKED: Final = 40_000_000
"""Bytes of its parts together, unpacked."""
MOST_PARTS: Final = 500
"""Parts of a workbook."""
MOST_ROWS: Final = 5_000
"""Rows of a table in a workbook."""
MOST_COLUMNS: Final = 100
"""Columns of a table in a workbook that are looked at."""

# decision records

LARGEST_RECORDS: Final = 100_000_000
"""Bytes of a file of decision records."""
LONGEST_RECORD: Final = 1_000_000
"""Bytes of one decision record, that is of one line."""

# what is told of them

LONGEST_MESSAGE: Final = 2_000
"""Characters of what is said about one fault of a ruleset folder."""
