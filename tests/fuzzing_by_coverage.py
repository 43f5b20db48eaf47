"""Fuzzing one target with coverage as the guide.

`python -m tests.fuzzing_by_coverage TARGET SECONDS SEED FOLDER` saves what it finds in the folder.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["protection_rules"]):
    from tests.fuzzing import LONGEST, TARGETS, limited, tried


def main() -> None:
    """Fuzz until the time is over or an invariant is broken; the input is then saved."""
    name, seconds, seed, build = sys.argv[1:]
    limited()
    target = TARGETS[name]()
    folder = Path(build) / name
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(target.seeds()):
        (corpus / f"seed-{number:03}").write_bytes(data)

    def vary(data: bytes, most: int, number: int) -> bytes:
        return target.vary(data, random.Random(number))[:most]

    def read(data: bytes) -> None:
        tried(target, data)

    options = [
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        f"-max_len={LONGEST}",
        f"-artifact_prefix={folder}/broken-",
        "-rss_limit_mb=0",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], read, custom_mutator=vary)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
