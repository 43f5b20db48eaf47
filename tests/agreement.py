"""Reference, durable and compiled matching on random rules and random profiles.

`python -m tests.agreement --pairs 1000000 --seed 7` is the long run.
"""

from __future__ import annotations

import argparse
import secrets
import sys

from protection_rules.facts.vocabulary import VOCABULARY
from protection_rules.matchers.compiled import CompiledMatcher
from protection_rules.matchers.durable import DurableMatcher
from tests.generate import Generator, reference

RULES = 12
CASES = 40


def disagreements(seed: int, rulesets: int) -> list[str]:
    """What went wrong in so many random rulesets of RULES rules with CASES cases each."""
    found = []
    for number in range(rulesets):
        generator = Generator(seed + number)
        rules = generator.rules(RULES)
        lowered = tuple(rule.lowered() for rule in rules)
        durable, compiled = DurableMatcher(lowered, VOCABULARY), CompiledMatcher(lowered)
        for case_number in range(CASES):
            case = generator.case()
            expected = reference(rules, case)
            for matcher in (durable, compiled):
                difference = expected ^ matcher.match(case)
                if difference:
                    names = sorted({match.rule for match in difference})
                    found.append(f"seed {seed + number}, case {case_number}, {matcher.name}: {names}")
        durable.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=None)
    arguments = parser.parse_args()
    seed = secrets.randbelow(1 << 32) if arguments.seed is None else arguments.seed
    total, step = -(-arguments.pairs // CASES), 250
    for start in range(0, total, step):
        found = disagreements(seed + start, min(step, total - start))
        done = min(total, start + step) * CASES
        sys.stdout.write(f"{done} pairs, seed {seed}: {len(found)} disagreements\n")
        if found:
            sys.stdout.write("\n".join(found) + "\n")
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
