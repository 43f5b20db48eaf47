from __future__ import annotations

import pytest
from hypothesis import settings

from protection_rules import Engine

# The suite asks the same questions on every machine, so that what passes once passes again;
# `make hunt` asks others each time.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.register_profile("hunt", deadline=None, print_blob=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine.load()
