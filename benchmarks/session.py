"""What an update of an open case costs beside a fresh evaluation of the same facts, in one run.

    python -m benchmarks.session [--cases 40] [--updates 25] [--seed 1]

Each update changes one fact. Three pairs are measured, each in turn after every update, and each
pair is checked to say the same: finding the rules that match in the working memory of durable_rules;
an update with everything that it gives back beside an evaluation; the same without a cross-check.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

from tests.profiles import known_value, random_profiles

from protection_rules import CaseProfile, Engine
from protection_rules.facts.update import updated
from protection_rules.facts.vocabulary import SECTIONS, VOCABULARY
from protection_rules.matchers.durable import DurableMatcher
from protection_rules.matchers.match import lower_rules
from protection_rules.matchers.working_memory import WorkingMemory

KNOWN = (0.05, 0.3, 0.6)
"""Shares of facts that are known when a case is opened."""
TARGET = 0.3
"""What an update may cost of a fresh evaluation."""

_Result = TypeVar("_Result")


class Costs:
    """Seconds of processor time by what was done."""

    def __init__(self) -> None:
        self._seconds: dict[str, list[float]] = {}

    def of(self, name: str, do: Callable[[], _Result]) -> _Result:
        """Do it, and note what it cost."""
        began = time.process_time()
        result = do()
        self._seconds.setdefault(name, []).append(time.process_time() - began)
        return result

    def median(self, name: str) -> float:
        """The median, in milliseconds."""
        return 1000 * statistics.median(self._seconds[name])


def measured(engine: Engine, known: float, cases: int, updates: int, seed: int) -> dict[str, Any]:
    """Medians for cases of which a share of the facts is known."""
    random, costs = Random(seed), Costs()
    matcher = DurableMatcher(lower_rules(engine.book.rules, VOCABULARY), VOCABULARY)
    facts = [fact for section in SECTIONS.values() if not section.many for fact in section.facts.values()]
    for start in random_profiles(cases, seed, known, most_items=3):
        profile, memory = CaseProfile.from_mapping(start), WorkingMemory(matcher)
        memory.match(profile.case)
        with engine.open(profile) as checked, engine.open(profile, cross_check=False) as unchecked:
            for _ in range(updates):
                fact = random.choice(facts)
                update = {fact.section: {fact.name: known_value(random, fact)}}
                profile = updated(profile, update, VOCABULARY)
                case = profile.case
                moved = costs.of("match_update", lambda memory=memory, case=case: memory.match(case))
                fresh = costs.of("match_fresh", lambda case=case: matcher.match(case))
                costs.of("update", lambda update=update: checked.update(update))
                whole = costs.of("evaluate", lambda profile=profile: engine.evaluate(profile))
                costs.of("update_unchecked", lambda update=update: unchecked.update(update))
                costs.of(
                    "evaluate_unchecked", lambda profile=profile: engine.evaluate(profile, cross_check=False)
                )
                if moved != fresh or whole != checked.assessment:
                    raise SystemExit("an update does not say what a fresh evaluation says")
        memory.close()
    pairs = {"match": ("match_update", "match_fresh"), "whole": ("update", "evaluate")}
    pairs["whole_unchecked"] = ("update_unchecked", "evaluate_unchecked")
    return {
        name: {
            "update_ms": round(costs.median(update), 3),
            "fresh_ms": round(costs.median(evaluation), 3),
            "ratio": round(costs.median(update) / costs.median(evaluation), 3),
        }
        for name, (update, evaluation) in pairs.items()
    }


def main() -> None:
    """Measure, and print one JSON document."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--cases", type=int, default=40)
    options.add_argument("--updates", type=int, default=25)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    engine = Engine.load()
    found = {
        f"{known:.0%} known": measured(engine, known, given.cases, given.updates, given.seed)
        for known in KNOWN
    }
    print(json.dumps({"target": TARGET, "measured": found}, indent=2))


if __name__ == "__main__":
    main()
