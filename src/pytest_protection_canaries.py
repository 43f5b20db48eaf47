"""The option `--protection-canaries` of pytest: marks planted in case profiles must not be seen anywhere.

The kit itself is loaded only where it is asked for; it stands in `protection_rules.canaries`.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

NAME = "protection_canaries"
OVERLAYS = "protection_canaries_overlays"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option, and the setting that does the same."""
    told = "plant marks in case profiles and fail tests in which a mark can be seen (docs/canaries.md)"
    group = parser.getgroup("protection-rules")
    group.addoption("--protection-canaries", action="store_true", help=told)
    parser.addini(NAME, told, type="bool", default=False)
    laid = "folders of overlays whose facts the planted profiles give too"
    group.addoption(
        "--protection-canaries-overlay", dest=OVERLAYS, action="append", type=Path, default=[], help=laid
    )
    parser.addini(OVERLAYS, f"{laid}, from the folder of this file", type="paths", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Load the kit, if it was asked for."""
    config.addinivalue_line(
        "markers", f"{NAME}_allow(*surfaces): let what sound profiles hold be seen on these surfaces"
    )
    plugin: object = Unasked()
    if config.getoption(NAME) or config.getini(NAME):
        from protection_rules.canaries.plugin import CanaryWatch  # noqa: PLC0415  # loads the whole library

        plugin = CanaryWatch(config, config.getoption(OVERLAYS) or config.getini(OVERLAYS))
    config.pluginmanager.register(plugin, "protection-canaries")


class Unasked:
    """The fixtures of the kit, for a run without it."""

    @pytest.fixture(scope="session")
    def protection_canary_profiles(self) -> NoReturn:
        """Skip the test."""
        self._skip()

    @pytest.fixture
    def protection_canaries(self) -> NoReturn:
        """Skip the test."""
        self._skip()

    def _skip(self) -> NoReturn:
        pytest.skip("canaries are planted with --protection-canaries only")
