"""Torch without its compiler, and with it when it is asked for."""

from __future__ import annotations

import pytest

from tests.vision.builders import probe

pytestmark = pytest.mark.slow


def test_compiler_when_deferred_stays_away_from_optimizers_and_torchvision():
    code = """
from engine.vision.light_torch import defer_compiler
defer_compiler()
import torch, torchvision
weight = torch.nn.Parameter(torch.ones(2))
optimizer = torch.optim.AdamW([weight])
(weight * 2).sum().backward()
optimizer.step()
torch.use_deterministic_algorithms(True)
print(json.dumps(["torch._dynamo.config" in sys.modules, weight.tolist()[0] < 1,
    torch.are_deterministic_algorithms_enabled()]))
"""
    assert probe(code) == [False, True, True]


def test_compiler_when_asked_for_comes_in_whole():
    code = """
from engine.vision.light_torch import defer_compiler
defer_compiler()
import torch
double = torch.compile(lambda x: x * 2, backend="eager")
print(json.dumps([double(torch.ones(1)).item(), "torch._dynamo.config" in sys.modules]))
"""
    assert probe(code) == [2.0, True]
