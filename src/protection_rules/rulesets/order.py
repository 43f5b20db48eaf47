"""Names that use one another: an order in which each comes after those it uses, and their circles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping


def after_what_they_use(
    uses: Mapping[str, Iterable[str]], on_circle: Callable[[tuple[str, ...]], None]
) -> list[str]:
    """The names, each after those it uses; names that are used and not there are left out.

    Where names use one another in a circle, `on_circle` is told of it, with the name that closes it
    at both ends, and the order is as if the circle were open there.
    """
    order: list[str] = []
    settled: set[str] = set()
    for start in uses:
        path = {start: iter(uses[start])} if start not in settled else {}
        while path:
            name, rest = next(reversed(path.items()))
            used = next(rest, None)
            if used is None:
                order.append(name)
                settled.add(name)
                del path[name]
            elif used in path:
                names = list(path)
                on_circle((*names[names.index(used) :], used))
            elif used in uses and used not in settled:
                path[used] = iter(uses[used])
    return order
