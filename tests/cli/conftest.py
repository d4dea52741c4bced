from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from engine.cli.main import app
from tests.cli.builders import environment


class Answer:
    """How a command ended and what it said."""

    def __init__(self, exit_code: int, out: str, err: str) -> None:
        self.exit_code = exit_code
        self.out = out
        self.err = err

    @property
    def json(self) -> Any:
        """The one object on stdout."""
        assert self.exit_code == 0, self.err
        return json.loads(self.out)

    @property
    def error_line(self) -> str:
        """The one line that says what is wrong."""
        assert self.exit_code == 1
        (line,) = self.err.splitlines()
        return line


@pytest.fixture(autouse=True, scope="session")
def _hear_interrupts() -> Iterator[None]:
    """Have commands hear Ctrl-C, which a shell that starts tests in the background takes away."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def loupe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Run a command in this process, in an empty folder, without network or weights."""
    monkeypatch.chdir(tmp_path)
    for name, value in environment().items():
        monkeypatch.setenv(name, value)

    def run(*arguments: object) -> Answer:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run
