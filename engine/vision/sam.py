"""Outlines by Segment Anything weights that Ultralytics reads: SAM, MobileSAM, SAM 2 and 2.1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from ultralytics.models.sam import build
from ultralytics.models.sam.modules.sam import SAM2Model
from ultralytics.models.sam.predict import Predictor, SAM2Predictor

from engine.domain.errors import DataError, NotFoundError, ResourceError
from engine.domain.flood import Mask
from engine.domain.prompts import Prompt
from engine.domain.shapes import Box, Polygon
from engine.imaging.seen import SeenPart, SeenPicture
from engine.vision.devices import choose_device, free_memory
from engine.vision.libraries import prepare_ultralytics
from engine.vision.mask_outlines import outline_in_image, pixel_at, seeds_of_largest
from engine.vision.weights import LOADING_ERRORS

T = TypeVar("T")
Tensors = Mapping[str, torch.Tensor]

_SIDE_PX = 1024
_ON_CPU = "The GPU's memory ran out, so objects are traced on the CPU, which takes longer."
# Parts of SAM 2.1 that follow objects through videos.
_VIDEO_PARTS = ("no_obj_embed_spatial", "obj_ptr_tpos_proj.")
_VIT_BUILDERS: dict[int, Callable[[], torch.nn.Module]] = {
    768: build.build_sam_vit_b,
    1024: build.build_sam_vit_l,
    1280: build.build_sam_vit_h,
}
# By the width and the number of blocks of the encoder.
_SAM2_BUILDERS: dict[tuple[int, int], Callable[[], torch.nn.Module]] = {
    (96, 12): build.build_sam2_t,
    (96, 16): build.build_sam2_s,
    (112, 24): build.build_sam2_b,
    (144, 48): build.build_sam2_l,
}


class Sam:
    """A SAM network and the image it looked at last. One thread."""

    def __init__(self, network: torch.nn.Module, device: torch.device) -> None:
        kind = SAM2Predictor if isinstance(network, SAM2Model) else Predictor
        options = {"imgsz": _SIDE_PX, "mode": "predict", "save": False, "verbose": False}
        self._predictor: Any = kind(overrides=options)  # untyped in Ultralytics
        self._network = network
        self._picture: SeenPicture | None = None
        self._part: SeenPart | None = None
        self.notice = ""
        """What the expert should know of where it runs."""
        self._use(device)

    @classmethod
    def load(cls, path: Path, *, device: str = "auto") -> Sam:
        """Load weights onto a device; without running code that hides in them.

        Raises:
            NotFoundError: There is no such file.
            DataError: It holds no SAM network, or more than numbers.
            ResourceError: This installation cannot load weights safely.
        """
        prepare_ultralytics()
        return cls(load_sam(path), choose_device(device))

    def look(self, picture: SeenPicture) -> None:
        """Look at an image, which takes seconds without a GPU, unless it was the last one.

        Raises:
            DataError: The file of the image is gone or damaged.
            ResourceError: Memory does not suffice.
        """
        if picture is not self._picture:
            self._picture = None
            width, height = picture.size
            part = picture.part(Box(0, 0, width, height), max_side_px=_SIDE_PX)
            self._careful(lambda: self._embed(part))
            self._picture, self._part = picture, part

    def find_outline(self, picture: SeenPicture, prompt: Prompt) -> tuple[Polygon, ...]:
        """Return the pieces of the object that a prompt means; none where there is nothing.

        Raises:
            DataError: The file of the image is gone or damaged.
            ResourceError: Memory does not suffice.
        """
        self.look(picture)
        part = self._part
        assert part is not None
        mask = self._careful(lambda: self._mask(part, prompt))
        seeds = [pixel_at(part, each.x, each.y) for each in prompt.points if each.is_on_object]
        return outline_in_image(mask, part, seeds + seeds_of_largest(mask), size=picture.size)

    def _embed(self, part: SeenPart) -> None:
        # As OpenCV reads images.
        self._predictor.set_image(np.ascontiguousarray(part.rgb[..., ::-1]))

    def _mask(self, part: SeenPart, prompt: Prompt) -> Mask:
        """Return the likeliest mask for a prompt, at the size of the part."""
        if self._predictor.features is None:
            self._embed(part)
        given = {}
        if prompt.box is not None:
            corners = np.array(prompt.box.xyxy_px).reshape(2, 2)
            given["bboxes"] = _in_part(part, corners).reshape(1, 4)
        if prompt.points:
            places = np.array([(point.x, point.y) for point in prompt.points])
            given["points"] = _in_part(part, places)[None]
            given["labels"] = np.array([[int(point.is_on_object) for point in prompt.points]])
        # A single point may mean a thing or its part; several say which.
        is_unclear = prompt.box is None and len(prompt.points) == 1
        masks, boxes = self._predictor.inference_features(
            self._predictor.features,
            src_shape=part.rgb.shape[:2],
            dst_shape=(_SIDE_PX, _SIDE_PX),
            multimask_output=is_unclear,
            **given,
        )
        if masks is None:
            return np.zeros(part.rgb.shape[:2], dtype=bool)
        mask: Mask = masks[int(boxes[:, 4].argmax())].cpu().numpy()
        return mask

    def _careful(self, act: Callable[[], T]) -> T:
        """Do something on the GPU, or on the CPU where the GPU's memory runs out."""
        try:
            return act()
        except torch.OutOfMemoryError as error:
            if self._device.type == "cpu":
                raise ResourceError(
                    "The memory does not suffice for these SAM weights.",
                    hint="Choose smaller weights or GrabCut beside the canvas.",
                ) from error
        free_memory(self._device)
        self.notice = _ON_CPU
        self._use(torch.device("cpu"))
        return act()

    def _use(self, device: torch.device) -> None:
        self._device = device
        self._predictor.args.device = device
        self._predictor.reset_image()
        self._predictor.setup_model(self._network, verbose=False)


def _in_part(part: SeenPart, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places of the upright image, (n, 2), in pixels of a part."""
    return np.asarray((places - (part.left, part.top)) / part.scale)


def load_sam(path: Path) -> torch.nn.Module:
    """Return the SAM network in a weights file, whatever its name, on the CPU and in eval mode.

    Raises:
        NotFoundError: There is no such file.
        DataError: It holds none, or more than numbers.
    """
    if not path.is_file():
        raise NotFoundError(
            f"There are no weights {path}.", hint="Choose others, or GrabCut, beside the canvas."
        )
    try:
        read = torch.load(path, map_location="cpu", weights_only=True)
        tensors = read.get("model", read)
        network = _builder(tensors)()
        found = network.load_state_dict(tensors, strict=False)
    except LOADING_ERRORS as error:
        raise _no_sam(path) from error
    beside = [name for name in found.unexpected_keys if not name.startswith(_VIDEO_PARTS)]
    if found.missing_keys or beside:
        raise _no_sam(path)
    return network.eval()


def _builder(tensors: Tensors) -> Callable[[], torch.nn.Module]:
    """Return what builds the network that tensors belong to; a LookupError where none does."""
    if (places := tensors.get("image_encoder.trunk.pos_embed")) is not None:
        blocks = {name.split(".")[3] for name in tensors if "image_encoder.trunk.blocks." in name}
        return _SAM2_BUILDERS[places.shape[1], len(blocks)]
    if (places := tensors.get("image_encoder.pos_embed")) is not None:
        return _VIT_BUILDERS[places.shape[-1]]
    if "image_encoder.patch_embed.seq.0.c.weight" in tensors:
        return build.build_mobile_sam
    raise LookupError("no image encoder that is known")


def _no_sam(path: Path) -> DataError:
    return DataError(
        f"{path.name} are not SAM weights: the file is damaged, of another kind, or holds more "
        "than numbers.",
        hint="Use weights that Ultralytics publishes, such as mobile_sam.pt or sam2.1_t.pt.",
    )
