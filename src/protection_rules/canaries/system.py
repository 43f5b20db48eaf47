"""What leaves the process: files, other processes, the environment, the network; seen by an audit hook.

An audit hook cannot be taken away again. There is one for the process; it does nothing while no watch is on.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from protection_rules.canaries.surfaces import Sighting, Surface, said

_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC

_SAYING: Final[Mapping[str, Surface]] = {
    "os.putenv": "environment",
    "syslog.syslog": "logs",
    **dict.fromkeys(("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system"), "processes"),
    **dict.fromkeys(("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"), "network"),
    **dict.fromkeys(("urllib.Request", "http.client.connect", "http.client.send"), "network"),
}
"""Events whose arguments are what is shown."""

_NOT_THE_HOST: Final = (f"{Path(os.__file__).parent}{os.sep}", f"{Path(__file__).parent}{os.sep}", "<")


class Trail:
    """What one watch has seen leave the process."""

    def __init__(self, see: Callable[[Sighting], None]) -> None:
        self._see = see
        self._written: dict[str, tuple[int, int] | None] = {}
        """Files opened for writing, with the time and size at which they were last read."""
        self._others: set[str] = set()

    def notice(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An event of the interpreter."""
        match event, arguments:
            case "open", (path, mode, flags):
                if (mode and set(mode) & set("wax+")) or (flags or 0) & _WRITING:
                    self._note(path)
            case ("os.rename" | "os.link" | "os.symlink", (_, path, *_)) | ("sqlite3.connect", (path, *_)):
                self._note(path)
            case "os.mkdir", (path, *_):
                self._see(Sighting("files", "name of a folder", (os.fsdecode(path),)))
            case (("os.remove" | "shutil.rmtree"), (path, *_)):
                self.read_files(under=Path(os.fsdecode(path)))
            case _ if event in _SAYING:
                self._see(Sighting(_SAYING[event], f"{event}, {calling_line()}", tuple(said(arguments))))

    def _note(self, path: Any) -> None:
        if isinstance(path, str | bytes | os.PathLike):
            self._written.setdefault(str(Path(os.fsdecode(path)).absolute()))

    def note_files(self, paths: Iterable[Path], *, ours: bool) -> None:
        """Files that have appeared or changed; `ours` if nobody but the test can have written them."""
        for path in paths:
            if not ours and str(path) not in self._written:
                self._others.add(str(path))
            self._note(path)

    def read_files(self, under: Path | None = None) -> None:
        """Look into the files written so far, or into those under a folder that is about to go."""
        top = under and under.absolute()
        for name, before in list(self._written.items()):
            path = Path(name)
            if path.suffix == ".pyc" or (top and top not in {path, *path.parents}):
                continue
            with suppress(OSError):
                state = path.stat()
                now = (state.st_mtime_ns, state.st_size)
                if path.is_file() and now != before:
                    self._written[name] = now
                    ours = name not in self._others
                    self._see(Sighting("files", name, (name, path.read_bytes()), ours))


_trails: Final[list[Trail]] = []
_own = threading.local()
_hooked = False


@contextmanager
def trailing(trail: Trail) -> Iterator[None]:
    """The trail notices what happens."""
    global _hooked  # noqa: PLW0603  # the interpreter takes one hook for good
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked = True
    _trails.append(trail)
    try:
        yield
    finally:
        _trails.remove(trail)


@contextmanager
def unnoticed() -> Iterator[None]:
    """What this thread does here is the kit's own doing."""
    before = getattr(_own, "doing", False)
    _own.doing = True
    try:
        yield
    finally:
        _own.doing = before


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if not _trails or getattr(_own, "doing", False):
        return
    with unnoticed(), suppress(Exception):
        for trail in _trails:
            trail.notice(event, arguments)


def calling_line() -> str:
    """The line of the innermost code that belongs neither to Python nor to the kit."""
    frame = sys._getframe()  # noqa: SLF001  # inspect reads the sources of every frame
    while frame.f_back and frame.f_code.co_filename.startswith(_NOT_THE_HOST):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def snapshot(folder: Path) -> dict[Path, tuple[int, int]]:
    """The files under a folder with time and size, but for hidden folders and installed software."""
    files: dict[Path, tuple[int, int]] = {}
    waiting = [folder]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as found:
            entries = list(found)
            if any(entry.name == "pyvenv.cfg" for entry in entries):
                continue
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith((".", "__pycache__", "node_modules")):
                        waiting.append(Path(entry.path))
                elif entry.is_file(follow_symlinks=False):
                    state = entry.stat(follow_symlinks=False)
                    files[Path(entry.path)] = (state.st_mtime_ns, state.st_size)
    return files
