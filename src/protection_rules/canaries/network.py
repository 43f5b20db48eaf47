"""What is sent over sockets, seen before it is encrypted."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from protection_rules.canaries.stand_in import standing_in
from protection_rules.canaries.surfaces import Sighting, said
from protection_rules.canaries.system import calling_line


@contextmanager
def overhearing(see: Callable[[Sighting], None]) -> Iterator[None]:
    """Everything that Python code sends over a socket is seen."""

    def overheard(send: Any) -> Any:
        def sent(self: Any, data: Any, *rest: Any, **more: Any) -> Any:
            see(Sighting("network", f"socket, {calling_line()}", tuple(said(data))))
            return send(self, data, *rest, **more)

        return sent

    ssl = sys.modules.get("ssl")
    senders: list[tuple[type, tuple[str, ...]]] = [(socket.socket, ("send", "sendall", "sendto", "sendmsg"))]
    if ssl is not None:
        senders += [(ssl.SSLSocket, ("send", "sendall", "write")), (ssl.SSLObject, ("write",))]
    with ExitStack() as stack:
        for sender, names in senders:
            for name in names:
                stack.enter_context(standing_in(sender, name, overheard))
        yield
