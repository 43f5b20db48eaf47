"""The YAML language server that editors use, spoken to as an editor does."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

SETTINGS: Final = {
    "yaml": {"schemaStore": {"enable": False}, "validate": True, "hover": True, "completion": True},
}


def server_command() -> list[str] | None:
    """How to start the server: that of `make editor`, or one that is installed; None where there is none."""
    node, home = shutil.which("node"), Path(__file__).parent.parent / ".venv" / "editor"
    program = home / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    if node is not None and program.exists():
        return [node, str(program), "--stdio"]
    found = shutil.which("yaml-language-server")
    return [found, "--stdio"] if found is not None else None


class LanguageServer:
    """A running server. Texts are opened at paths where no file need be."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._asked = self._opened = 0
        self._found: dict[str, list[dict[str, Any]]] = {}

    def __enter__(self) -> Self:
        texts = {
            "hover": {"contentFormat": ["markdown"]},
            "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
        }
        capabilities = {"textDocument": texts, "workspace": {"configuration": True}}
        self._ask("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self._send({"method": "initialized", "params": {}})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def faults(self, path: Path, text: str) -> list[tuple[int, str]]:
        """What the server underlines in a text: the lines, counted from 1, and why."""
        uri = self._open(path, text)
        return [(each["range"]["start"]["line"] + 1, each["message"]) for each in self._found[uri]]

    def hover(self, path: Path, text: str, *, at: str) -> str:
        """What is shown where the pointer rests on the last letter of `at`."""
        place = self._place(path, text, at, after=False)
        told = self._ask("textDocument/hover", place)
        return str(told["contents"]["value"]) if told else ""

    def completions(self, path: Path, text: str, *, after: str) -> dict[str, str]:
        """What is offered after a piece of text, with what is said of it."""
        told = self._ask("textDocument/completion", self._place(path, text, after, after=True))
        return {item["label"]: _words(item.get("documentation")) for item in told["items"]}

    def _place(self, path: Path, text: str, piece: str, *, after: bool) -> dict[str, Any]:
        uri = self._open(path, text)
        end = text.index(piece) + len(piece) - (not after)
        before = text[:end]
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return {"textDocument": {"uri": uri}, "position": position}

    def _open(self, path: Path, text: str) -> str:
        # a name of its own each time: what is told of a text that was closed may come late
        self._opened += 1
        uri = path.with_name(f"{path.stem}-{self._opened}{path.suffix}").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while uri not in self._found:
            self._take(self._receive())
        return uri

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._asked and "method" not in message:
                return message["result"]
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        match message.get("method"):
            case "textDocument/publishDiagnostics":
                self._found[message["params"]["uri"]] = message["params"]["diagnostics"]
            case "workspace/configuration":
                wanted = [each.get("section", "") for each in message["params"]["items"]]
                self._send({"id": message["id"], "result": [SETTINGS.get(name, {}) for name in wanted]})
            case str() if "id" in message:
                self._send({"id": message["id"], "result": None})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server stopped"
        return dict(json.loads(self._process.stdout.read(length)))


def _words(documentation: Any) -> str:
    return str(documentation["value"] if isinstance(documentation, dict) else documentation or "")
