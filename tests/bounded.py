"""Python in a process of its own that has little memory and time: a safety net, not a measure."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
ENVIRONMENT: Final = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
MEMORY: Final = 2 << 30
"""Bytes of address space; far above what anything within the bounds needs."""
SECONDS: Final = 300
"""Of processor time, and of waiting; far above too."""


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run_bounded(*words: str, given: bytes = b"", cwd: Path = ROOT) -> subprocess.CompletedProcess[bytes]:
    """Run `python WORDS`; it must end by itself."""
    return subprocess.run(
        [sys.executable, *words],
        input=given,
        env=ENVIRONMENT,
        cwd=cwd,
        capture_output=True,
        check=False,
        preexec_fn=_limited,
        timeout=2 * SECONDS,
    )
