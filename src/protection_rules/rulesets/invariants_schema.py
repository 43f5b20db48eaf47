"""The JSON Schema of invariants.yaml."""

from __future__ import annotations

from typing import Any, Final, get_args

from protection_rules.facts.vocabulary import VOCABULARY, Vocabulary
from protection_rules.limits import MOST_CHECKS, MOST_INVARIANTS
from protection_rules.rulesets.invariant_model import (
    STANDINGS,
    STATUSES,
    Comparison,
    OptionSection,
    Part,
    Place,
)
from protection_rules.rulesets.model import MODALITIES, URGENCIES, About, Basis, Polarity
from protection_rules.rulesets.schemas import (
    _YES_NO,
    LONGEST_LABEL,
    LONGEST_TEXT,
    NAME,
    RULE_ID,
    Schema,
    _document,
    _enum,
    _identified,
    _list,
    _names,
    _object,
    _text,
)

INVARIANT_ID: Final = r"^I-[0-9]{2,3}$"
SIDES: Final = ("safe", "unsafe", "unknown", "any")
"""Values of a fact by what they call for; `unknown` is also what was not asked, `any` every value."""

_CONDITION: Final[Schema] = {"$ref": "#/$defs/condition"}
_VALUE: Final[Schema] = {"anyOf": [{"type": "string"}, {"type": "integer"}]}


def _some(values: tuple[str, ...], description: str) -> Schema:
    return _list({"enum": list(values)}, minItems=1, uniqueItems=True, description=description)


def _facts() -> Schema:
    return _list({"enum": list(VOCABULARY)}, minItems=1, uniqueItems=True)


def _selector() -> Schema:
    return _object(
        {
            "rules": _names(RULE_ID),
            "actions": _names(NAME) | {"description": "actions of actions.yaml"},
            "kinds": _names(NAME) | {"description": "kinds of action, of actions.yaml"},
            "effect": _some(
                get_args(Polarity), "what the advice does; must_not turns protective and disclosing round"
            ),
            "modality": _some(MODALITIES, "how strongly the action is advised, or advised against"),
            "urgency": _some(URGENCIES, "how soon"),
            "basis": _some(get_args(Basis), "what the rule rests on"),
            "reviewers": _names(NAME) | {"description": "all of these review it"},
            "reads": _facts() | {"description": "the rule's condition reads all of these facts"},
            "status": _some(STATUSES, "how sure the advice is"),
        },
        required=[],
        minProperties=1,
    )


def _checks() -> Schema:
    selector: Schema = {"$ref": "#/$defs/selector"}
    about = _enum(get_args(About), "checked for the case, or for each item of a list")
    option = _enum(get_args(OptionSection), "checked for each listed place or service")
    places = _some(get_args(Place), "whose texts are meant")
    words = {"type": "string", "minLength": 2, "maxLength": LONGEST_LABEL}
    expressions = _list(words, minItems=1, uniqueItems=True)
    side = {"anyOf": [{"enum": list(SIDES)}, _list(_VALUE, minItems=1)]}
    compared = _enum(get_args(Comparison), "what must hold of the standing after the change")
    advised = _object({"about": about, "when": _CONDITION, "advice": selector}, required=["when", "advice"])
    kinds: Schema = {
        "required": advised | {"description": "wherever the condition holds, such advice is given"},
        "forbidden": advised | {"description": "wherever the condition holds, no such advice is given"},
        "never_stands": _object(
            {"about": option, "when": _CONDITION, "standings": _some(STANDINGS, "standings it never has")},
            required=["about", "when", "standings"],
        ),
        "order": _object(
            {
                "about": option,
                "when": _CONDITION,
                "before_it": _CONDITION,
                "same": {"enum": list(VOCABULARY)},
            },
            required=["about", "when", "before_it", "same"],
        ),
        "change": _object(
            {
                "facts": {"anyOf": [{"const": "all"}, _facts()]},
                "other_than": _facts(),
                "from": side,
                "to": side,
                "keep": {"anyOf": [{"const": "all"}, selector]},
                "exempt": _names(RULE_ID),
                "standings": _object(dict.fromkeys(get_args(OptionSection), compared), required=[]),
            },
            required=["facts", "from", "to"],
        ),
        "never_say": _object(
            {"in": places, "where": selector, "en": expressions, "ar": expressions},
            required=["in", "en", "ar"],
        ),
        "must_say": _object(
            {
                "where": selector,
                "in": _some(get_args(Part), "which texts of each rule"),
                "en": expressions,
                "ar": expressions,
            },
            required=["where", "in", "en", "ar"],
        ),
        "rules_have": _object(
            {
                "where": selector,
                "reviewed": _YES_NO,
                "reviewers": _names(NAME) | {"description": "one of these at least"},
                "override_reasons": _names(NAME) | {"description": "all of these"},
                "reveals": _YES_NO,
                "grounds": _YES_NO,
            },
            required=[],
            minProperties=1,
        ),
        "never_asked": _facts(),
        "alike_in_both_languages": places,
    }
    return _object(kinds, required=[], minProperties=1, maxProperties=1)


def invariants_schema(vocabulary: Vocabulary | None = VOCABULARY) -> Schema:
    """invariants.yaml. Without a vocabulary, whatever stands as a condition is accepted."""
    direction = _object(
        {
            "fact": {"enum": list(VOCABULARY)},
            "safe": _list(_VALUE, minItems=1, description="call for the least protection"),
            "unsafe": _list(_VALUE, minItems=1, description="call for the most protection"),
        },
        required=["fact"],
        minProperties=2,
    )
    without = _object({"facts": _facts(), "reason": _text(LONGEST_TEXT)}, required=["facts", "reason"])
    invariant = _object(
        {
            "id": _identified(INVARIANT_ID),
            "title": _text(LONGEST_LABEL),
            "statement": _text(LONGEST_TEXT),
            "checks": _list(_checks(), minItems=1, maxItems=MOST_CHECKS),
            "left_to_people": _text(LONGEST_TEXT),
        },
        required=["id", "title", "statement", "checks"],
    )
    body = _object(
        {
            "directions": _list(direction),
            "without_direction": _list(without),
            "invariants": _list(invariant, minItems=1, maxItems=MOST_INVARIANTS),
        },
        required=["directions", "without_direction", "invariants"],
    )
    schema: dict[str, Any] = _document("Invariants", body, vocabulary)
    schema["$defs"] = schema["$defs"] | {"selector": _selector()}
    return schema
