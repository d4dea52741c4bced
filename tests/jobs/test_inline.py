"""The inline executor keeps the contract."""

from __future__ import annotations

import pytest

from engine.jobs.executor import Executor
from engine.jobs.inline import InlineExecutor
from tests.jobs.contract import ExecutorContract
from tests.jobs.stub_worker import play


class TestInlineExecutor(ExecutorContract):
    @pytest.fixture
    def executor(self) -> Executor:
        return InlineExecutor(play)
