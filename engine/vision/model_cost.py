"""What it takes to run a model on one image."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import torch
from ultralytics.utils.torch_utils import get_flops

from engine.domain.metrics import ModelCost
from engine.domain.project import Task
from engine.vision.weights import load_weights

_NUM_WARM_UP, _NUM_TIMED = 3, 15


def measure_cost(weights: Path, *, task: Task, imgsz: int, device: torch.device) -> ModelCost:
    """Run a model on blank images of a size and return what one takes.

    The layers are joined as they are for use. The time is that of the network alone in PyTorch,
    on a machine that may have other work: the median keeps what disturbs it now and then out.

    Raises:
        DataError: The file holds no model for the task.
    """
    model = load_weights(weights, task).to(device).eval()
    model.fuse(verbose=False)  # type: ignore[no-untyped-call]  # untyped in Ultralytics
    image = torch.zeros(1, 3, imgsz, imgsz, device=device)
    with torch.inference_mode():
        seconds = [_timed(model, image) for _ in range(_NUM_WARM_UP + _NUM_TIMED)]
    gflops = float(get_flops(model, imgsz))  # type: ignore[no-untyped-call]  # untyped there
    return ModelCost(
        parameters=sum(each.numel() for each in model.parameters()),
        gflops=gflops or None,
        latency_ms=1000 * statistics.median(seconds[_NUM_WARM_UP:]),
    )


def _timed(model: torch.nn.Module, image: torch.Tensor) -> float:
    began_at = time.perf_counter()
    model(image)
    if image.device.type == "cuda":
        torch.cuda.synchronize(image.device)
    elif image.device.type == "mps":
        torch.mps.synchronize()
    return time.perf_counter() - began_at
