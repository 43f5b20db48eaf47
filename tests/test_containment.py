"""What leaves a host's code: where something failed and of which kind, never what it said."""

from __future__ import annotations

import copy
import gc
import io
import logging
import pickle
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from protection_rules import (
    CaseLogFilter,
    CaseProfile,
    ContainedError,
    Engine,
    ProfileError,
    contain_logs,
    contained,
)

MARK = "canary-5121"
ARABIC = "كناري٥١"


class Strict(BaseModel):
    """A host's own model, which repeats what it was given."""

    model_config = ConfigDict(extra="forbid")
    safe_tonight: int


def fails_with_a_cause() -> None:
    try:
        _ = {}[MARK]
    except KeyError as error:
        raise ValueError(f"cannot store {MARK}") from error


def fails_in_a_chain() -> None:
    try:
        _ = {}[ARABIC]
    except LookupError:
        local = {"risk": MARK}
        raise RuntimeError(str(local))  # noqa: B904  # the chain without a cause is what is tested


def everything_of(error: BaseException) -> str:
    """What a reporter of errors would find, with the locals of every frame."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    linked = [each for each in (error.__cause__, error.__context__) if each is not None]
    own = ["".join(told.format()), repr(error), str(error), repr(error.args), repr(vars(error))]
    return "\n".join([*own, *map(everything_of, linked)])


@pytest.mark.parametrize(
    "failing",
    [
        fails_with_a_cause,
        fails_in_a_chain,
        lambda: Strict.model_validate({"safe_tonight": MARK, ARABIC: MARK}),
        lambda: {}[MARK],
        lambda: int(MARK),
        lambda: MARK.encode("ascii", ARABIC) + 1,  # type: ignore[operator]
    ],
)
def test_an_exception_leaves_as_its_kind_and_place(failing: Any) -> None:
    def in_a_host() -> None:
        held = {"risk": {"safe_tonight": MARK}}
        assert held
        failing()

    with pytest.raises(ContainedError) as caught, contained():
        in_a_host()
    error = caught.value
    assert error.trail[0].startswith("test_containment.py:")
    assert str(error).endswith("what it said is withheld, since it may be about a case")
    reported = everything_of(error)
    assert MARK not in reported
    assert ARABIC not in reported
    assert (error.__cause__, error.__context__) == (None, None)


def test_a_failure_inside_the_handling_of_another_is_no_way_out() -> None:
    def handle() -> None:
        try:
            fails_with_a_cause()
        except ValueError:
            with contained():
                int(MARK)

    with pytest.raises(ContainedError) as caught:
        handle()
    assert MARK not in everything_of(caught.value)


def load() -> None:
    held = {"profile": 1, "risk": {"safe_tonight": MARK, ARABIC: MARK}}
    CaseProfile.from_mapping(held)


def test_errors_of_the_library_pass_without_the_frames_that_led_to_them() -> None:
    with pytest.raises(ProfileError) as caught, contained():
        load()
    assert "risk.safe_tonight" in str(caught.value)
    assert MARK not in everything_of(caught.value)
    frames = [frame.f_code.co_name for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
    assert "load" not in frames
    assert "from_mapping" not in frames


def test_what_ends_the_program_passes() -> None:
    with pytest.raises(KeyboardInterrupt), contained():
        raise KeyboardInterrupt
    with pytest.raises(SystemExit), contained():
        raise SystemExit(3)


def test_nothing_happens_where_nothing_fails(engine: Engine) -> None:
    with contained():
        assessment = engine.evaluate({"profile": 1})
    assert assessment.recommendations


def test_a_contained_error_can_be_sent_to_another_process() -> None:
    with pytest.raises(ContainedError) as caught, contained():
        raise ValueError(MARK)
    for again in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert (again.kind, again.trail, str(again)) == ("ValueError", caught.value.trail, str(caught.value))
    assert MARK.encode() not in pickle.dumps(caught.value)


def test_what_the_code_held_is_let_go() -> None:
    class Held:
        pass

    def hold_and_fail() -> None:
        held = Held()
        raise ValueError(held)

    with pytest.raises(ContainedError) as caught, contained():
        hold_and_fail()
    assert caught.value.kind == "ValueError"
    gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, Held)]


# logs


def logged(*message: Any, exception: bool = False, level: int = logging.INFO) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    handler.addFilter(CaseLogFilter())
    logger = logging.getLogger(f"host.{id(stream)}")
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    logger.log(level, *message, exc_info=exception)
    return stream.getvalue().strip()


def test_a_logged_exception_is_its_kind_and_place() -> None:
    try:
        fails_with_a_cause()
    except ValueError:
        told = logged("evaluation failed", exception=True)
    assert told.startswith("INFO evaluation failed (ValueError at test_containment.py:")
    assert MARK not in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (("handled %d cases in %.1f s", 3, 0.25), "INFO handled 3 cases in 0.2 s"),
        (("profile %s", {"risk": {"safe_tonight": MARK}}), "INFO profile <dict: 1>"),
        (("facts %r", [MARK, ARABIC]), "INFO facts <list: 2>"),
        (("facts %(given)s", {"given": {MARK: 1}}), "INFO facts <dict: 1>"),
        (("model %s", Strict(safe_tonight=5121)), "INFO model <Strict>"),
        (({"risk": MARK},), "INFO <dict: 1>"),
        (("incident %s noted", "sexual_violence"), "INFO incident [withheld] noted"),
        (("incident conversion_practice noted",), "INFO incident [withheld] noted"),
        (("risk.threat_sources=family",), "INFO [withheld]=[withheld]"),
        (("medicine: hormones, hiv",), "INFO medicine: [withheld], [withheld]"),
        (("the school opens at 8, phone %s", "yes"), "INFO the school opens at 8, phone yes"),
        (("badly %d formed", MARK), "INFO [withheld]"),
    ],
)
def test_what_is_logged_about_a_case_is_withheld(message: tuple[Any, ...], expected: str) -> None:
    assert logged(*message) == expected


def test_an_error_of_the_library_may_be_logged_as_it_is(engine: Engine) -> None:
    with pytest.raises(ProfileError) as caught:
        engine.evaluate({"profile": 1, "person": {"age_group": MARK}})
    told = logged("refused: %s", caught.value)
    assert MARK not in told
    assert "expected" in told


def test_a_profile_and_an_assessment_are_logged_by_their_kind(engine: Engine) -> None:
    told = logged("%s %s", CaseProfile(), engine.evaluate({"profile": 1}))
    assert told == "INFO <CaseProfile> <Assessment>"


def test_what_is_given_to_a_record_beside_its_words_is_withheld_too() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s %(profile)s %(note)s %(count)s"))
    handler.addFilter(CaseLogFilter())
    logger = logging.getLogger("host.extra")
    logger.addHandler(handler)
    logger.warning("done", extra={"profile": {"risk": MARK}, "note": "hiv noted", "count": 3})
    assert stream.getvalue() == "done <dict: 1> [withheld] noted 3\n"


@pytest.fixture
def factory() -> Iterator[None]:
    before = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(before)


def written_by(name: str) -> list[logging.StreamHandler[io.StringIO]]:
    """Two handlers, of the logger and of the one above all."""
    handlers = [logging.StreamHandler(io.StringIO()) for _ in range(2)]
    logging.getLogger(name).addHandler(handlers[0])
    logging.getLogger().addHandler(handlers[1])
    return handlers


@pytest.mark.parametrize(
    ("guarded", "logger", "withheld"),
    [
        (("casework",), "casework", True),
        (("casework",), "casework.pages.later", True),
        (("other", "casework"), "casework.pages", True),
        ((), "anything", True),
        ((), "root", True),
        (("casework",), "caseworkers", False),
        (("casework.pages",), "casework", False),
    ],
)
@pytest.mark.usefixtures("factory")
def test_contained_logs_say_nothing_of_a_case_whatever_handlers_write_them(
    guarded: tuple[str, ...], logger: str, withheld: bool
) -> None:
    contain_logs(*guarded)
    handlers = written_by(logger)
    try:
        try:
            fails_with_a_cause()
        except ValueError:
            logging.getLogger(logger).exception("facts %s hiv", {"risk": MARK})
    finally:
        for handler, name in zip(handlers, (logger, None), strict=True):
            logging.getLogger(name).removeHandler(handler)
    for handler in handlers:
        written = handler.stream.getvalue()
        assert (MARK in written) == (not withheld)
        assert written.startswith("facts <dict: 1> [withheld] (ValueError at ") == withheld


@pytest.mark.usefixtures("factory")
def test_a_record_that_comes_from_elsewhere_is_made_although_logs_are_contained() -> None:
    contain_logs("casework")
    assert logging.makeLogRecord({"msg": "words"}).getMessage() == "words"


def test_a_filter_on_one_handler_leaves_what_a_handler_before_it_writes_and_one_on_the_logger_does_not() -> (
    None
):
    for on_the_logger in (False, True):
        logger = logging.getLogger(f"host.order.{on_the_logger}")
        handlers = [logging.StreamHandler(io.StringIO()) for _ in range(2)]
        for handler in handlers:
            logger.addHandler(handler)
        (logger if on_the_logger else handlers[1]).addFilter(CaseLogFilter())
        logger.warning("facts %s", [MARK])
        assert [MARK in handler.stream.getvalue() for handler in handlers] == [not on_the_logger, False]
