"""Ultralytics made private, safe and quick to start, before anything uses it."""

from __future__ import annotations

import copy
import importlib.metadata
import re

import PIL.Image
import torch
import ultralytics.data.dataset as ultralytics_dataset
import ultralytics.data.utils as ultralytics_data
import ultralytics.engine.trainer as ultralytics_trainer
from ultralytics.nn import tasks as ultralytics_tasks
from ultralytics.utils import callbacks as ultralytics_callbacks
from ultralytics.utils import patches as ultralytics_patches

from engine.domain.errors import ResourceError
from engine.vision.label_cache import load_label_cache

# The same GPUs that Ultralytics knows to train to NaN in half precision.
_BAD_HALF_PRECISION = re.compile(
    r"(nvidia|geforce|quadro|tesla).*?(1660|1650|1630|t400|t550|t600|t1000|t1200|t2000|k40m)",
    re.IGNORECASE,
)


def prepare_ultralytics() -> None:
    """Replace the parts of Ultralytics that ask a server, run foreign code or only cost time.

    Each is looked up by name in its module when used, so replacing it there is enough. Calling
    this twice does nothing more.

    Raises:
        ResourceError: This torch or Ultralytics cannot load weights without running their code.
    """
    # Nothing public tells.
    if not ultralytics_tasks._SafeLoad.restricted():  # type: ignore[no-untyped-call]  # noqa: SLF001
        raise ResourceError(
            "This installation cannot load weights safely.",
            hint="Install current releases of torch and ultralytics.",
        )
    for module, name, replacement in (
        # Asks a server for a font that only plots use, even with YOLO_OFFLINE set.
        (ultralytics_data, "check_font", lambda _font="": None),
        # Loggers of other products, Ultralytics' platform among them.
        (ultralytics_callbacks, "add_integration_callbacks", lambda _instance: None),
        # Downloads a second model to test half precision with.
        (ultralytics_trainer, "check_amp", is_half_precision_sound),
        # A label cache is a pickle, and a snapshot may come from elsewhere.
        (ultralytics_dataset, "load_dataset_cache_file", load_label_cache),
        # Wants to install a package wherever any code of this process opens a damaged image.
        (PIL.Image, "open", ultralytics_patches._image_open),  # noqa: SLF001
    ):
        setattr(module, name, replacement)


def is_half_precision_sound(model: torch.nn.Module) -> bool:
    """Return whether a model may train in half precision where it is."""
    device = next(model.parameters()).device
    if device.type != "cuda" or _BAD_HALF_PRECISION.search(torch.cuda.get_device_name(device)):
        return False
    probe = copy.deepcopy(model).eval()
    with torch.inference_mode(), torch.autocast("cuda"):
        output = probe(torch.rand(1, 3, 128, 128, device=device))
    while not isinstance(output, torch.Tensor):
        output = output[0]  # the predictions stand first, at whatever depth
    return bool(torch.isfinite(output).all())


def library_versions() -> dict[str, str]:
    """Return the versions that a model version records."""
    names = ("torch", "torchvision", "ultralytics", "numpy", "opencv-python")
    return {name: importlib.metadata.version(name) for name in names}
