"""The results of a run as pages in both languages, with a chart."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.stages import PARTS, REST

from protection_rules.documents import plain, read_document
from protection_rules.facts.text import LANGUAGES, Language, Text, filled
from protection_rules.rulesets.load import load_rules

OWN: Final = "own"
NAMES: Final = {"en": "performance.md", "ar": "performance.ar.md"}
CHART: Final = "performance.svg"
MILLION: Final = 1_000_000
SHORT: Final = 10
"""From here on, numbers are told without a point."""


def words() -> dict[str, Text]:
    """The words of the pages."""
    path = Path(__file__).with_name("words.yaml")
    data: Any = plain(read_document(path.read_text(encoding="utf-8"), path.name))
    return {name: Text(each["en"], each["ar"]) for name, each in data.items()}


def write_pages(results: Mapping[str, Any], folder: Path) -> None:
    """Write performance.md, performance.ar.md and performance.svg."""
    for language in LANGUAGES:
        lines = _Page(results, language).lines()
        (folder / NAMES[language]).write_text("\n".join(lines) + "\n", encoding="utf-8")
    _write_chart(results["matching"], folder / CHART)


class _Page:
    def __init__(self, results: Mapping[str, Any], language: Language) -> None:
        self._results = results
        self._language: Language = language
        self._words = words()

    def _say(self, name: str, **parts: str | int) -> str:
        return filled(self._words[name], **parts).in_language(self._language)

    def lines(self) -> Iterator[str]:
        """The page."""
        machine = {"cpus": os.cpu_count() or 1, "memory": _memory(), "system": platform.system()}
        yield from (f"# {self._say('title')}", "", self._say("other"), "", self._say("intro"), "")
        yield from (self._say("machine", python=platform.python_version(), **machine), "")
        yield from (f"## {self._say('matching')}", "")
        yield from (self._say("matching_text", own=len(load_rules().rules)), "")
        yield from self._matching()
        yield from ("", f"![{self._say('chart')}]({CHART})", "", self._say("not_told"), "")
        yield from (f"## {self._say('evaluation')}", "", self._say("evaluation_text"), "")
        yield from self._row("what", "cost", "ratio")
        yield "|---|---|---|"
        for name, cost, ratio in self._whole():
            yield f"| {self._say(name)} | {cost} | {ratio} |"
        yield from ("", f"## {self._say('shares')}", "", self._say("shares_text"), "")
        yield from self._row("part", "share")
        yield "|---|---|"
        for part in (*PARTS, REST):
            yield f"| {self._say(f'part_{part}')} | {self._results['whole'][f'share_{part}']:.0%} |"
        yield from ("", f"## {self._say('starting')}", "", self._say("starting_text"), "")
        yield from self._row("stage", "cost", "ratio")
        yield "|---|---|---|"
        for stage, taken in self._results["starting"].items():
            ratio = self._say("of_pydantic", ratio=_short(taken / self._results["whole"]["pydantic_ms"]))
            cost = self._say("milliseconds", count=_short(taken))
            yield f"| {self._say(f'stage_{stage}')} | {cost} | {ratio} |"

    def _row(self, *names: str) -> Iterator[str]:
        yield f"| {' | '.join(self._say(name) for name in names)} |"

    def _matching(self) -> Iterator[str]:
        matching = self._results["matching"]
        sizes = [workload for workload in matching if workload != OWN]
        heads = [self._say("rules", count=size) for size in sizes]
        heads = [self._say("engine"), *heads, self._say("own"), self._say("load"), self._say("memory")]
        yield f"| {' | '.join(heads)} |"
        yield f"|{'---|' * len(heads)}"
        for name, largest in sorted(matching[sizes[-1]].items(), key=lambda each: float(each[1]["us"])):
            times = [_short(matching[workload].get(name, {}).get("us")) for workload in (*sizes, OWN)]
            shown = self._say(name) if name in self._words else name
            cells = [shown, *times, _short(largest["load_ms"]), _short(largest["memory"])]
            yield f"| {' | '.join(cells)} |"

    def _whole(self) -> Iterator[tuple[str, str, str]]:
        whole, caseload = self._results["whole"], self._results["caseload"]
        for name in ("compiled", "durable", "evaluate_once", "evaluate"):
            ratio = _short(whole[name] / whole["compiled"])
            yield (
                f"whole_{name}",
                self._say("microseconds", count=_short(whole[name])),
                self._say("of_compiled", ratio=ratio),
            )
        yield (
            "whole_update",
            self._say("microseconds", count=_short(whole["update"])),
            self._say("of_evaluate", ratio=_short(whole["update_ratio"])),
        )
        yield (
            "whole_match_update",
            self._say("microseconds", count=_short(whole["match_update"])),
            self._say("of_durable", ratio=_short(whole["match_update_ratio"])),
        )
        for name in ("load", "import", "cli"):
            ratio = _short(whole[f"{name}_ms"] / whole["pydantic_ms"])
            yield (
                f"whole_{name}",
                self._say("milliseconds", count=_short(whole[f"{name}_ms"])),
                self._say("of_pydantic", ratio=ratio),
            )
        other = self._results["matching"][OWN].get("datalogic-py")
        for form, seconds in caseload.items():
            times = other["us"] * MILLION / 1e6 / seconds if other else None
            ratio = self._say("of_datalogic", ratio=_short(times)) if times else ""
            yield f"whole_{form}", self._say("seconds", count=_short(seconds)), ratio


def _short(number: float | None) -> str:
    """A number with two or three digits that say something."""
    if number is None:
        return ""
    return f"{number:,.0f}" if number >= SHORT else f"{number:.2g}"


def _memory() -> int:
    """Memory of the machine in GB."""
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)


def _write_chart(matching: Mapping[str, Mapping[str, Mapping[str, float]]], path: Path) -> None:
    """Bars by engine and number of rules, the quickest on top. There are no words in it but names."""
    import matplotlib as mpl  # noqa: PLC0415  # only the pages need it

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "performance", "svg.fonttype": "none", "font.family": "sans-serif"})
    from matplotlib import pyplot as plt  # noqa: PLC0415

    sizes = [workload for workload in matching if workload != OWN]
    engines = sorted(matching[sizes[-1]], key=lambda name: matching[sizes[-1]][name]["us"], reverse=True)
    figure, axes = plt.subplots(figsize=(8, 0.55 * len(engines) + 1))
    height = 0.8 / len(sizes)
    for place, size in enumerate(sizes):
        heights = [each + (len(sizes) - 1 - place) * height for each in range(len(engines))]
        times = [matching[size][name]["us"] for name in engines]
        axes.barh(heights, times, height, label=size, color=f"C{place}")
    axes.set_yticks([each + 0.4 - height / 2 for each in range(len(engines))], engines)
    axes.set_xscale("log")
    axes.set_xlabel("µs")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)
