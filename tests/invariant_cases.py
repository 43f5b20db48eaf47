"""Random cases for the invariants: from nearly everything known to nearly nothing, some mostly safe."""

from __future__ import annotations

from protection_rules.facts.case import Case, Value
from protection_rules.facts.vocabulary import NOT_ASKED, UNKNOWN, FactEntry
from protection_rules.rulesets.invariant_model import Invariants
from tests.generate import Generator

UNKNOWN_RATES = (0.02, 0.1, 0.3, 0.6)
SAFE_RATES = (0.0, 0.4, 0.8)


class CaseGenerator(Generator):
    """Cases whose share of unknown and of safe values differs from one to the next.

    Where most is known and safe, places and services can stand well; where much is unknown, the
    treatment of unknowns shows. Any value of any fact can come up in either.
    """

    def __init__(self, seed: int, invariants: Invariants) -> None:
        super().__init__(seed)
        self._safe = {direction.fact: direction.safe for direction in invariants.directions if direction.safe}
        self._unknown_rate = self._safe_rate = 0.0

    def case(self) -> Case:
        self._unknown_rate = self._random.choice(UNKNOWN_RATES)
        self._safe_rate = self._random.choice(SAFE_RATES)
        return super().case()

    def value(self, fact: FactEntry) -> Value:
        choose = self._random
        if fact.kind != "recorded" and choose.random() < self._unknown_rate:
            return frozenset({UNKNOWN}) if fact.kind == "choices" else UNKNOWN
        if fact.path in self._safe and choose.random() < self._safe_rate:
            return choose.choice(self._safe[fact.path])
        match fact.kind:
            case "number":
                bounds = fact.attributes
                near = choose.randint(bounds.minimum, min(200, bounds.maximum))
                return choose.choice([bounds.minimum, bounds.maximum, near])
            case "choices":
                marked = [frozenset({marker} & {NOT_ASKED}) for marker in fact.markers if marker != UNKNOWN]
                return choose.choice([*marked, *[self._some(fact.codes) for _ in range(4)]])
            case _:
                return choose.choice(fact.codes)
