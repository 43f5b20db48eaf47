"""The command line as a program: `protection-rules`, `python -m protection_rules`."""

import gc
import os
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line."""
    # starting makes hundreds of thousands of objects that stay, among which little garbage is to be found
    gc.set_threshold(300_000)
    # a plugin installed for pydantic would be given every profile, and looking for one takes time
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from protection_rules.cli import main as run  # noqa: PLC0415  # only now

    try:
        run()
    finally:
        # what is there at the end goes with the process, and need not be looked through before
        gc.freeze()


if __name__ == "__main__":
    main()
