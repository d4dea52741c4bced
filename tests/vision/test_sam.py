"""SAM networks of random weights: that all of it runs and fits, not what they find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.errors import DataError, NotFoundError
from engine.domain.prompts import Prompt
from engine.domain.requests import (
    OutlineReply,
    OutlineRequest,
    PrepareReply,
    PrepareRequest,
    SeenImage,
)
from engine.domain.shapes import Box
from engine.domain.view import ViewSettings
from engine.jobs.interactive import InteractiveWorker
from tests.vision.blobs import write_blobs
from tests.vision.builders import probe

pytestmark = pytest.mark.slow

_SAVE = """
import torch
from ultralytics.models.sam import build
torch.manual_seed(0)
tensors = getattr(build, "build_" + sys.argv[1])().state_dict()
if sys.argv[1] == "sam2_t":  # as SAM 2.1 comes: nested, and with parts for videos
    tensors = {"model": {**tensors, "no_obj_embed_spatial": torch.zeros(1, 64)}}
torch.save(tensors, sys.argv[2])
print("null")
"""
_OPEN = """
import torch
from pathlib import Path
from engine.domain.errors import EngineError
from engine.domain.prompts import Prompt, PromptPoint
from engine.domain.shapes import Box, MultiPolygon, bounding_box
from engine.domain.view import ViewSettings
from engine.imaging.levels import read_levels
from engine.imaging.seen import SeenPicture
from engine.vision.sam import Sam
sam = Sam.load(Path(sys.argv[1]), device="cpu")
picture = SeenPicture(read_levels(Path(sys.argv[2])), ViewSettings())
embed, embedded = sam._predictor.get_im_features, []
def counted(im):
    embedded.append(tuple(im.shape))
    return embed(im)
sam._predictor.get_im_features = counted
def around(parts):
    boxes = [bounding_box(part).xyxy_px for part in parts]
    return [f(sides) for f, sides in zip((min, min, max, max), zip(*boxes))]
"""


@pytest.fixture(scope="module", params=["mobile_sam", "sam2_t"])
def weights(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights as Ultralytics publishes them, but random, under a name that tells nothing."""
    path = tmp_path_factory.mktemp("sam") / "mine.pt"
    probe(_SAVE, request.param, path)
    return path


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[InteractiveWorker]:
    worker = InteractiveWorker(tmp_path / "log", threads=1)
    yield worker
    assert worker.shutdown()


def test_every_prompt_is_followed_inside_the_image_and_it_is_looked_at_once(
    weights: Path, tmp_path: Path
) -> None:
    path, _ = write_blobs(tmp_path / "blobs.png")
    code = f"""{_OPEN}
sides = []
for prompt in (
    Prompt(Box(30, 50, 110, 130)),
    Prompt(points=(PromptPoint(70, 90),)),
    Prompt(points=(PromptPoint(70, 90), PromptPoint(10, 10, is_on_object=False))),
    Prompt(Box(30, 50, 110, 130), (PromptPoint(70, 90),)),
):
    sides += [around(parts) for parts in [sam.find_outline(picture, prompt)] if parts]
print(json.dumps([sides, embedded, sam.notice]))
"""
    sides, embedded, notice = probe(code, weights, path)
    assert all(0 <= x1 < x2 <= 300 and 0 <= y1 < y2 <= 200 for x1, y1, x2, y2 in sides)
    assert embedded == [[1, 3, 1024, 1024]]
    assert notice == ""


def test_outline_lies_where_the_network_says(weights: Path, tmp_path: Path) -> None:
    path, _ = write_blobs(tmp_path / "large.jpg", scale=8)
    code = f"""{_OPEN}
def decide(features, *prompts, **_):
    # The network's answer is a quarter of its input's size: the box that it was told.
    corners = prompts[0].reshape(-1)[:4] / 4
    x1, y1, x2, y2 = (int(round(float(corner))) for corner in corners)
    logits = torch.full((1, 256, 256), -8.0)
    logits[:, y1:y2, x1:x2] = 8.0
    return logits, torch.ones(1)
sam._predictor._inference_features = decide
print(json.dumps(around(sam.find_outline(picture, Prompt(Box(240, 400, 880, 1040))))))
"""
    # A pixel of the answer is 9.4 of the image.
    assert probe(code, weights, path) == pytest.approx([240, 400, 880, 1040], abs=12)


def test_gpu_without_enough_memory_gives_way_to_the_cpu_and_says_so(
    weights: Path, tmp_path: Path
) -> None:
    path, _ = write_blobs(tmp_path / "blobs.png")
    code = f"""{_OPEN}
def full(im):
    raise torch.OutOfMemoryError
def full_at(step):
    sam._device = torch.device("cuda")
    target = sam._predictor
    name = {{"embed": "get_im_features", "decide": "_inference_features"}}[step]
    kept = getattr(target, name)
    def once(*arguments, **options):
        setattr(target, name, kept)
        raise torch.OutOfMemoryError
    setattr(target, name, once)
told = []
for step in ("embed", "decide"):
    full_at(step)
    sam.find_outline(picture, Prompt(Box(30, 50, 110, 130)))
    told.append([sam._device.type, sam.notice])
sam._predictor.get_im_features = full
sam._picture = None
try:
    sam.look(picture)
except EngineError as error:
    told.append(str(error))
print(json.dumps(told))
"""
    first, second, last = probe(code, weights, path)
    assert first == second
    assert first[0] == "cpu"
    assert "traced on the CPU" in first[1]
    assert last.startswith("The memory does not suffice for these SAM weights.")


def test_worker_with_weights_replies(
    weights: Path, tmp_path: Path, worker: InteractiveWorker
) -> None:
    path, _ = write_blobs(tmp_path / "blobs.png")
    image = SeenImage(str(path), "0", str(tmp_path / "pyramids"), ViewSettings())
    ready = worker.ask(PrepareRequest(image, str(weights)), topic="prepare").result(timeout=120)
    assert ready == PrepareReply()
    request = OutlineRequest(image, Prompt(Box(30, 50, 110, 130)), 0.0, str(weights))
    reply = worker.ask(request, topic="outline").result(timeout=120)
    assert isinstance(reply, OutlineReply)


def test_files_that_are_no_sam_weights_are_refused_in_one_sentence(
    tmp_path: Path, worker: InteractiveWorker
) -> None:
    code = """
import torch
from ultralytics.nn.tasks import DetectionModel
folder = Path(sys.argv[1])
class Exploit:
    def __reduce__(self):
        return (Path.touch, (folder / "ran",))
torch.save({"model": Exploit()}, folder / "exploit.pt")
torch.save({"model": DetectionModel("yolo11n.yaml", verbose=False)}, folder / "yolo11n.pt")
torch.save({"weight": torch.zeros(3)}, folder / "other.pt")
torch.save([1, 2], folder / "list.pt")
torch.save({"image_encoder.patch_embed.seq.0.c.weight": torch.zeros(1)}, folder / "half.pt")
(folder / "empty.pt").touch()
(folder / "text.pt").write_text("no weights")
print("null")
"""
    probe(f"from pathlib import Path\n{code}", tmp_path)
    path, _ = write_blobs(tmp_path / "blobs.png")
    image = SeenImage(str(path), "0", str(tmp_path / "pyramids"), ViewSettings())
    files = sorted(tmp_path.glob("*.pt"))
    assert len(files) == 7
    for weights in files:
        with pytest.raises(DataError, match=f"{weights.name} are not SAM weights") as refused:
            worker.ask(PrepareRequest(image, str(weights)), topic="p").result(timeout=120)
        assert "mobile_sam.pt" in refused.value.hint
    assert not (tmp_path / "ran").exists()
    with pytest.raises(NotFoundError, match=r"There are no weights .*gone\.pt"):
        worker.ask(PrepareRequest(image, str(tmp_path / "gone.pt")), topic="p").result(timeout=120)
