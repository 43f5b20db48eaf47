"""The canary kit as a plugin of pytest; `pytest_protection_canaries` loads it where it is asked for."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from protection_rules.canaries.kit import Canaries
from protection_rules.canaries.planted import Planting
from protection_rules.canaries.stand_in import standing_in
from protection_rules.canaries.surfaces import SURFACES, Sighting, Surface
from protection_rules.canaries.watch import Allowance, Watch
from protection_rules.facts.vocabulary import VOCABULARY, Vocabulary
from protection_rules.rulesets.diagnostics import RulesetError
from protection_rules.rulesets.load import load_rules

ALLOW: Final = "protection_canaries_allow"
"""The marker that does what `Canaries.allow` does, for a class or a module of tests as well."""
_FIXTURES: Final = {"protection_canaries", "protection_canary_profiles"}
_OUTPUT: Final[dict[str, Surface]] = {"Captured stdout": "stdout", "Captured stderr": "stderr"}
_TEMPORARY: Final = ("TMPDIR", "TEMP", "TMP")
_WITHHELD: Final = "withheld: it shows what was planted in profiles"


class CanaryWatch:
    """Watches each test that plants canaries, and every test from when they are planted for the session."""

    def __init__(self, config: pytest.Config, overlays: Iterable[Path]) -> None:
        """`overlays` are the folders whose facts the profiles give too."""
        self._captures = config.getoption("capture") == "fd"
        self._for_the_session = False
        self._planting = Planting(_vocabulary(overlays))
        self._watch: Watch | None = None
        self._watching = ExitStack()

    def pytest_report_header(self) -> str:
        """A line at the head of the run."""
        return "protection canaries: on" + ("" if self._captures else ", but idle without --capture=fd")

    def pytest_sessionfinish(self) -> None:
        """Take away the files that hold canaries; processes of pytest-xdist may be ended right after this."""
        self._planting.clear()

    # fixtures

    @pytest.fixture(scope="session")
    def protection_canary_profiles(self) -> Planting:
        """Canaries for fixtures that outlive a test; every test from now on is watched for their marks."""
        self._need_capture()
        self._for_the_session = True
        return self._planting

    @pytest.fixture
    def protection_canaries(
        self,
        request: pytest.FixtureRequest,
        tmp_path_factory: pytest.TempPathFactory,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> Canaries:
        """Canaries for one test, which is watched for marks and facts on every surface."""
        self._need_capture()
        watch = self._watch_over(request.node)
        watch.look_for_facts()
        temporary = tmp_path_factory.mktemp("temporary")
        for name in _TEMPORARY:
            monkeypatch.setenv(name, str(temporary))
        monkeypatch.setattr(tempfile, "tempdir", str(temporary))
        watch.look_into(Path.cwd(), ours=False)
        watch.look_into(temporary, ours=True)
        watch.look_into(tmp_path, ours=True)
        return Canaries(self._planting, watch)

    def _need_capture(self) -> None:
        if not self._captures:
            pytest.skip("canaries watch the output that pytest captures with --capture=fd")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Refuse markers that name no surface."""
        for item in items:
            for marker in item.iter_markers(ALLOW):
                if not {*marker.args} <= {*SURFACES}:
                    known = ", ".join(SURFACES)
                    raise pytest.UsageError(f"{item.nodeid}: {ALLOW} takes surfaces: {known}")

    # the watch over one test

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Watch the tests that use a fixture of the kit, and all once canaries stand for the session."""
        planting = _FIXTURES & {*getattr(item, "fixturenames", ())}
        if self._captures and (planting or self._for_the_session):
            watch = self._watch_over(item)
            if planting:
                watch.look_for_facts()
        try:
            return (yield)
        finally:
            self._watching.close()
            self._watch = None

    def _watch_over(self, item: pytest.Item) -> Watch:
        """The watch over a test, begun if it has not been."""
        if self._watch is None:
            watch = Watch(self._planting.hunt())
            for marker in item.iter_markers(ALLOW):
                for surface in marker.args:
                    watch.allow(Allowance(surface))
            for watching in (watch, _seeing_more(watch)):
                self._watching.enter_context(watching)
            self._watch = watch
        return self._watch

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[Any]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Fail a test in which something leaked, and let no report repeat it."""
        report = yield
        watch = self._watch
        if watch is not None:
            if call.excinfo is not None:
                watch.see_exception(call.excinfo.value, f"raised in {call.when} of the test")
            for name, text in report.sections:
                surface = _OUTPUT.get(name.removesuffix(f" {call.when}"))
                if surface is not None:
                    watch.see(Sighting(surface, f"in {call.when} of the test", (text,)))
            _tell(report, watch, _frames(item, call))
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_warning_recorded(self, warning_message: warnings.WarningMessage) -> None:
        """Let the summary of warnings repeat nothing."""
        if self._watch is not None and self._watch.finds(str(warning_message.message)):
            warning_message.message = UserWarning(_WITHHELD)


def _vocabulary(overlays: Iterable[Path]) -> Vocabulary:
    folders = [*overlays]
    if not folders:
        return VOCABULARY
    try:
        return load_rules(overlays=folders).vocabulary
    except RulesetError as error:
        raise pytest.UsageError(str(error)) from None


def _tell(report: pytest.TestReport, watch: Watch, frames: str) -> None:
    """The leaks as part of the report, and nothing of what leaked."""
    report.sections = [(name, _WITHHELD if watch.finds(text) else text) for name, text in report.sections]
    own = str(report.longrepr) if report.longrepr else ""
    if watch.finds(own):
        own = f"{_WITHHELD}\n{frames}"
        report.longrepr = (*report.longrepr[:2], own) if isinstance(report.longrepr, tuple) else own
    leaks = watch.leaks()
    if leaks:
        report.outcome = "failed"
        report.longrepr = "\n".join([part for part in (own, watch.account(leaks)) if part])
        # what was expected to fail was not expected to leak
        vars(report).pop("wasxfail", None)


def _frames(item: pytest.Item, call: pytest.CallInfo[Any]) -> str:
    """Which exception passed through which lines, without what it says."""
    if call.excinfo is None:
        return ""
    frames = call.excinfo.traceback.cut(path=item.path)
    through = [f"  {entry.path}:{entry.lineno + 1}: in {entry.name}" for entry in frames]
    return "\n".join([f"{call.excinfo.typename}, raised through:", *through])


@contextmanager
def _seeing_more(watch: Watch) -> Iterator[None]:
    """What a test takes from pytest's own capture, and the exceptions that it expects, are seen too."""

    def read(readouterr: Any) -> Any:
        def seen(capture: Any) -> Any:
            result = readouterr(capture)
            watch.see(Sighting("stdout", "captured by the test", (result.out,)))
            watch.see(Sighting("stderr", "captured by the test", (result.err,)))
            return result

        return seen

    def left(leave: Any) -> Any:
        def seen(self: Any, kind: Any, error: BaseException | None, traceback: Any) -> Any:
            if error is not None:
                watch.see_exception(error, "expected by the test")
            return leave(self, kind, error, traceback)

        return seen

    expecting = type(pytest.raises(AssertionError))
    with standing_in(pytest.CaptureFixture, "readouterr", read), standing_in(expecting, "__exit__", left):
        yield
