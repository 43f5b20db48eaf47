"""What is left to look for of a rule that is possible, besides what makes it certain."""

from __future__ import annotations

from protection_rules.logic.lowering import FALSE, Both, Either, Lowered, Meets, OneOf


def only_possible(certain: Lowered, possible: Lowered) -> Lowered:
    """What holds wherever `possible` does and `certain` does not, and nowhere where `possible` does not.

    Where both do, it may hold or not. So whoever finds it or `certain` has found all that is possible,
    and most of it once.
    """
    if certain == possible:
        return FALSE
    match certain, possible:
        case OneOf(fact=fact, values=sure), OneOf(fact=same, values=maybe) if fact == same:
            return OneOf(fact, maybe - sure)
        case Meets(fact=fact, members=sure), Meets(fact=same, members=maybe) if fact == same:
            return Meets(fact, maybe - sure)
        case Either(parts=sure), Either(parts=maybe) if len(sure) == len(maybe):
            # what is in none of the former and in one of the latter is in that and not in its counterpart
            return Either(tuple(map(only_possible, sure, maybe)))
        case Both(parts=sure), Both(parts=maybe) if len(sure) == len(maybe):
            return _in_one_part(sure, maybe)
        case _:
            return possible


def _in_one_part(certain: tuple[Lowered, ...], possible: tuple[Lowered, ...]) -> Lowered:
    parts = [*map(only_possible, certain, possible)]
    otherwise = [place for place, part in enumerate(parts) if part != FALSE]
    if len(otherwise) != 1:
        return Both(possible)
    (place,) = otherwise
    return Both((*possible[:place], parts[place], *possible[place + 1 :]))
