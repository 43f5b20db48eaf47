"""JSON Schemas of the files that policy staff edit, made from the vocabulary and the model."""

from __future__ import annotations

from typing import Any, Final, get_args

from protection_rules.facts.schema import DIALECT, both, fact_schema, values_schema
from protection_rules.facts.vocabulary import COMMON_VALUES, LIST_SECTIONS, VOCABULARY, FactEntry, Vocabulary
from protection_rules.rulesets.conditions import COMPARISONS
from protection_rules.rulesets.model import (
    TIERS,
    URGENCIES,
    About,
    Basis,
    IfUnknown,
    Modality,
    Polarity,
    Stance,
)

LONGEST_SUMMARY: Final = 140
LONGEST_LABEL: Final = 90
LONGEST_TEXT: Final = 1200
"""Characters that a text may have in each language."""

RULE_ID: Final = r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-[0-9]{2,3}$"
NAME: Final = r"^[a-z][a-z0-9_]{1,59}$"
RULESET_ID: Final = r"^[a-z][a-z0-9-]{1,59}$"
STANDARD_ID: Final = r"^[A-Z][A-Z0-9-]{1,29}$"
GUIDANCE_ID: Final = r"^[A-Z][A-Z0-9.-]{0,19}[a-z]?$"
VERSION: Final = r"^[0-9]+\.[0-9]+\.[0-9]+$"
DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

FINGERPRINT_METHOD: Final = 1
"""Changes whenever the same text of the guidance would give other fingerprints."""
LONGEST_SKETCH: Final = 32
"""Numbers in the sketch of a paragraph."""
DIGEST: Final = r"^[0-9a-f]{16}$"
SKETCH: Final = rf"^([0-9a-f]{{4}}){{1,{LONGEST_SKETCH}}}$"

Schema = dict[str, Any]


def _text(longest: int) -> Schema:
    words = {"type": "string", "minLength": 1, "maxLength": longest}
    return _object({"en": words, "ar": words}, required=["en", "ar"])


def _object(properties: Schema, required: list[str], **more: Any) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        **more,
    }


def _list(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


def _names(pattern: str) -> Schema:
    return _list({"type": "string", "pattern": pattern}, uniqueItems=True)


def _enum(values: tuple[str, ...], description: str) -> Schema:
    return {"enum": list(values), "description": description}


def _identified(pattern: str) -> Schema:
    return {"type": "string", "pattern": pattern}


_YES_NO: Final[Schema] = {"enum": ["yes", "no"]}


def _rule() -> Schema:
    words = _object(
        {"summary": _text(LONGEST_SUMMARY), "detail": _text(LONGEST_TEXT)}, required=["summary", "detail"]
    )
    grounds = _object(
        {
            "basis": _enum(get_args(Basis), "whether the guidance says it, or a named standard does"),
            "guidance": _names(GUIDANCE_ID),
            "standards": _names(STANDARD_ID),
            "part": _text(LONGEST_TEXT),
        },
        required=["basis", "guidance"],
    )
    return _object(
        {
            "id": _identified(RULE_ID),
            "about": _enum(get_args(About), "what the rule is evaluated for; about a list, for each item"),
            "when": {"$ref": "#/$defs/condition"},
            "unless": {"$ref": "#/$defs/condition"},
            "if_unknown": _enum(
                get_args(IfUnknown),
                "where facts are not known: take the riskier reading, find out first, or say nothing",
            ),
            "modality": _enum(get_args(Modality), "how strongly the action is advised, or advised against"),
            "action": {"type": "string", "description": "an action of actions.yaml"},
            "urgency": _enum(URGENCIES, "how soon"),
            "tier": _enum(TIERS, "rank when rules disagree, strongest first"),
            "overrides": _names(RULE_ID),
            "reveals": _YES_NO | {"description": "yes if the rule's appearing alone discloses something"},
            "limits_questions": _YES_NO
            | {"description": "yes if only what changes immediate advice is asked"},
            "reviewers": _list({"type": "string"}, minItems=1, uniqueItems=True),
            "grounds": grounds,
            "summary": _text(LONGEST_SUMMARY),
            "detail": _text(LONGEST_TEXT),
            "when_unknown": words,
            "override_reasons": _names(NAME),
            "floor": _YES_NO | {"description": "yes if no overlay may weaken the rule or set it aside"},
            "from": _identified(DATE) | {"description": "the first day on which the rule is in force"},
            "until": _identified(DATE) | {"description": "the last day on which the rule is in force"},
        },
        required=[
            "id",
            "when",
            "if_unknown",
            "modality",
            "action",
            "urgency",
            "reviewers",
            "grounds",
            "summary",
            "detail",
        ],
    )


def ruleset_schema(vocabulary: Vocabulary | None = VOCABULARY) -> Schema:
    """A ruleset file. Without a vocabulary, whatever stands under `when` is accepted."""
    body = _object(
        {
            "ruleset": _identified(RULESET_ID),
            "version": _identified(VERSION),
            "decision_point": _identified(NAME),
            "title": _text(LONGEST_LABEL),
            "purpose": _text(LONGEST_TEXT),
            "tier": _enum(TIERS, "the tier of rules that name none"),
            "rules": _list(_rule(), minItems=1),
        },
        required=["ruleset", "version", "decision_point", "title", "purpose", "tier", "rules"],
    )
    return _document("Ruleset", body, vocabulary)


def terms_schema(vocabulary: Vocabulary | None = VOCABULARY) -> Schema:
    """terms.yaml: conditions with a name."""
    term = _object(
        {
            "id": _identified(NAME),
            "about": _enum(("case", *LIST_SECTIONS), "the list section whose item the term is about"),
            "label": _text(LONGEST_LABEL),
            "when": {"$ref": "#/$defs/condition"},
        },
        required=["id", "label", "when"],
    )
    return _document("Terms", _object({"terms": _list(term)}, required=["terms"]), vocabulary)


def actions_schema(vocabulary: Vocabulary | None = VOCABULARY) -> Schema:
    """actions.yaml: what advice can consist of, who reviews it, why it may be departed from."""
    named = _object({"id": _identified(NAME), "label": _text(LONGEST_LABEL)}, required=["id", "label"])
    bar = _object(
        {
            "advised": _enum(("to_do", "not_to_do"), "whether advice to do it bars, or advice against it"),
            "action": {"type": "string", "description": "the action that is not for these items"},
            "about": _enum(LIST_SECTIONS, "the list section of the items"),
            "when": {"$ref": "#/$defs/condition"},
            "standing": _enum(("rules_out", "holds_back"), "what this makes of such an item"),
        },
        required=["advised", "action", "about", "when", "standing"],
    )
    action = _object(
        {
            "id": _identified(NAME),
            "kind": {"type": "string", "description": "one of the kinds above, which order the work"},
            "polarity": _enum(get_args(Polarity), "disclosing: it lets somebody learn something"),
            "standing": _enum(get_args(Stance), "how advice to do it bears on a listed option"),
            "shown_last": _YES_NO
            | {"description": "yes if an option with such advice comes after all that may be chosen"},
            "bars": _list(bar, minItems=1)
            | {"description": "what advice about the case means for listed items"},
            "label": _text(LONGEST_LABEL),
        },
        required=["id", "kind", "polarity", "label"],
    )
    exclusion = _object(
        {"actions": _list({"type": "string"}, minItems=2, maxItems=2), "text": _text(LONGEST_TEXT)},
        required=["actions", "text"],
    )
    properties = {
        "kinds": _list(named),
        "reviewers": _list(named),
        "override_reasons": _list(named),
        "actions": _list(action),
        "exclusions": _list(exclusion),
    }
    body = _object(properties, required=["kinds", "reviewers", "override_reasons", "actions"])
    return _document("Actions", body, vocabulary)


def guidance_schema() -> Schema:
    """guidance.yaml: the register of the guidance's statements."""
    entry = _object(
        {
            "id": _identified(GUIDANCE_ID),
            "section": _text(LONGEST_SUMMARY),
            "place": _text(2 * LONGEST_SUMMARY),
            "line": {"type": "integer", "minimum": 1},
            "kind": _enum(("duty", "risk", "definition", "resource", "contact"), "what kind of statement"),
            "level": _enum(("case", "operation", "both"), "whom it concerns"),
            "decidable": _enum(("yes", "partly", "no"), "whether rules can act on it"),
            "decision_points": _names(NAME),
            "facts": _list({"enum": list(VOCABULARY)}, uniqueItems=True),
            "summary": _text(LONGEST_SUMMARY),
            "no_rule": _text(2 * LONGEST_SUMMARY) | {"description": "why no rule rests on the statement"},
        },
        required=[
            "id",
            "section",
            "place",
            "line",
            "kind",
            "level",
            "decidable",
            "decision_points",
            "facts",
            "summary",
        ],
    )
    source = _object(
        {"title": _text(LONGEST_TEXT), "date": _identified(DATE), "language": {"enum": ["en", "ar"]}},
        required=["title", "date", "language"],
    )
    return _document(
        "Guidance",
        _object({"source": source, "entries": _list(entry)}, required=["source", "entries"]),
        None,
    )


def fingerprints_schema() -> Schema:
    """guidance-fingerprints.yaml: hashes by which a newer text of the guidance is compared."""
    paragraph = _object(
        {
            "line": {"type": "integer", "minimum": 1},
            "words": {"type": "integer", "minimum": 1},
            "hash": {"type": "string", "pattern": DIGEST},
            "sketch": {"type": "string", "pattern": SKETCH},
        },
        required=["line", "words", "hash", "sketch"],
    )
    properties = {
        "method": {"enum": [FINGERPRINT_METHOD], "description": "how the fingerprints were made"},
        "paragraphs": _list(paragraph, minItems=1),
    }
    return _document("Fingerprints", _object(properties, required=["method", "paragraphs"]), None)


def standards_schema() -> Schema:
    """standards.yaml: what elaborations rest on."""
    standard = _object(
        {
            "id": _identified(STANDARD_ID),
            "title": _text(LONGEST_TEXT),
            "verified": _text(LONGEST_TEXT),
            "not_verified": _text(LONGEST_TEXT),
        },
        required=["id", "title", "verified"],
    )
    return _document("Standards", _object({"standards": _list(standard)}, required=["standards"]), None)


def _document(title: str, body: Schema, vocabulary: Vocabulary | None) -> Schema:
    conditions = {"condition": {}} if vocabulary is None else _condition_definitions(vocabulary)
    definitions = {"$defs": conditions}
    return {"$schema": DIALECT, "title": title} | body | definitions


# conditions, for editors


def _condition_definitions(vocabulary: Vocabulary) -> Schema:
    nested: Schema = {"$ref": "#/$defs/condition"}
    several = {"anyOf": [_list(nested, minItems=1), {"$ref": "#/$defs/mapping"}]}
    quantified = _object(dict.fromkeys(LIST_SECTIONS, nested), required=[], minProperties=1, maxProperties=1)
    counted = _object({"count": {"type": "integer", "minimum": 1}, "of": several}, required=["count", "of"])
    properties: Schema = {
        "all": several | {"description": "every part holds"},
        "any": several | {"description": "at least one part holds"},
        "not": nested | {"description": "the part does not hold"},
        "surely": nested | {"description": "the part is true; false where it is undetermined"},
        "possibly": nested | {"description": "the part is not false; true where it is undetermined"},
        "some": quantified | {"description": "at least one listed item meets the part"},
        "every": quantified | {"description": "every listed item meets the part"},
        "none": quantified | {"description": "no listed item meets the part"},
        "at_least": counted | {"description": "at least so many parts hold"},
    }
    properties |= {fact.path: _compared(fact, vocabulary) for fact in vocabulary.values()}
    terms = {NAME: {"enum": ["yes", "no"], "description": "a term of terms.yaml"}}
    mapping = {
        "type": "object",
        "minProperties": 1,
        "properties": properties,
        "patternProperties": terms,
        "additionalProperties": False,
    }
    # a connective matches the pattern of terms too, so the pattern leaves its name out
    reserved = "|".join(name for name in properties if "." not in name)
    mapping["patternProperties"] = {f"^(?!(?:{reserved})$)[a-z][a-z0-9_]{{1,59}}$": terms[NAME]}
    values = {name: each for fact in vocabulary.values() for name, each in _values(fact).items()}
    always = {"const": "always", "description": "the rule always applies"}
    # with two alternatives, an editor would tell of the wrong one
    condition = {"if": {"type": "string"}, "then": always, "else": {"$ref": "#/$defs/mapping"}}
    return {"condition": condition, "mapping": mapping} | values


def _values(fact: FactEntry) -> dict[str, Schema]:
    """The definitions of the values of a fact: those it can be compared with, and those a set includes."""
    match fact.kind:
        case "number":
            return {}
        case "choices":
            markers, codes = values_schema(fact, fact.markers), values_schema(fact, fact.codes)
            return {fact.path: markers, f"{fact.path}.members": codes}
        case _:
            return {fact.path: values_schema(fact, (*fact.codes, *fact.markers))}


def _compared(fact: FactEntry, vocabulary: Vocabulary) -> Schema:
    """What may stand under one fact."""
    described = {key: value for key, value in fact_schema(fact).items() if key in {"title", "description"}}
    ways: list[Schema] = []
    operators: Schema = {}
    if fact.kind != "number":
        value: Schema = {"$ref": f"#/$defs/{fact.path}"}
        values = {"anyOf": [value, _list(value, minItems=1)]}
        ways += values["anyOf"]
        operators |= {"not": values, "not_known_to_be": values}
    if fact.kind == "choices":
        code: Schema = {"$ref": f"#/$defs/{fact.path}.members"}
        operators |= {"includes": code, "includes_any": _list(code, minItems=1)}
    if fact.kind == "number":
        low, high = fact.attributes.minimum, fact.attributes.maximum
        bound = {"type": "integer", "minimum": low, "maximum": high}
        operators |= dict.fromkeys(COMPARISONS, bound)
    if fact.kind == "choice":
        sets = [
            path
            for path, entry in vocabulary.items()
            if set(entry.codes) & set(fact.codes) and entry.kind == "choices"
        ]
        if sets:
            operators["in"] = {"enum": sets}
    if fact.kind != "recorded":
        operators["is_unknown"] = _YES_NO | {
            "enumDescriptions": [both(COMMON_VALUES[answer]) for answer in ("yes", "no")]
        }
    ways.append(_object(operators, required=[], minProperties=1, maxProperties=1))
    return described | {"anyOf": ways}
