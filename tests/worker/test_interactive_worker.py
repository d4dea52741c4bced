"""The interactive worker as a process of its own, and what it finds with GrabCut."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from engine.domain.errors import DataError
from engine.domain.polygon_edits import Outlined, to_geometry
from engine.domain.project import Task
from engine.domain.prompts import Prompt, PromptPoint
from engine.domain.requests import (
    OutlineReply,
    OutlineRequest,
    PrepareReply,
    PrepareRequest,
    SeenImage,
)
from engine.domain.shapes import Box, MultiPolygon, Polygon, bounding_box
from engine.domain.view import ViewSettings
from engine.formats.registry import detect_format
from engine.jobs.dialogue import encode_request
from engine.jobs.interactive import InteractiveWorker
from engine.jobs.local_worker import worker_environment
from engine.simulation.sandbox import make_sandbox
from tests.jobs.builders import wait_until
from tests.vision.blobs import Blob, iou, write_blobs

COMMAND = [sys.executable, "-m", "engine.worker", "--interactive"]


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InteractiveWorker]:
    worker = InteractiveWorker(tmp_path_factory.mktemp("cache") / "log", threads=1)
    yield worker
    assert worker.shutdown()


def seen(path: Path, view: ViewSettings | None = None) -> SeenImage:
    return SeenImage(str(path), "0", str(path.parent / "pyramids"), view or ViewSettings())


def find(
    worker: InteractiveWorker, path: Path, prompt: Prompt, *, reach_px: float = 60.0
) -> Outlined | None:
    request = OutlineRequest(seen(path), prompt, reach_px)
    reply = worker.ask(request, topic="outline").result(timeout=60)
    assert isinstance(reply, OutlineReply)
    return reply.outline


def around(blob: Blob, margin_px: float = 4.0) -> Box:
    box = bounding_box(blob.outline)
    return Box(box.x1 - margin_px, box.y1 - margin_px, box.x2 + margin_px, box.y2 + margin_px)


def on(blob: Blob) -> PromptPoint:
    return PromptPoint(*blob.center)


def test_box_around_an_object_gives_its_outline(worker: InteractiveWorker, tmp_path: Path) -> None:
    path, blobs = write_blobs(tmp_path / "blobs.png")
    for blob in blobs:
        assert iou(find(worker, path, Prompt(around(blob))), blob.outline) > 0.9


def test_click_on_an_object_gives_its_outline(worker: InteractiveWorker, tmp_path: Path) -> None:
    path, blobs = write_blobs(tmp_path / "blobs.png")
    for blob in blobs:
        assert iou(find(worker, path, Prompt(points=(on(blob),))), blob.outline) > 0.9


def test_point_that_is_not_on_the_object_takes_its_place_out(
    worker: InteractiveWorker, tmp_path: Path
) -> None:
    path, (first, second, *_) = write_blobs(tmp_path / "blobs.png")
    both = bounding_box(MultiPolygon((first.outline, second.outline)))
    x, y = second.center
    whole = find(worker, path, Prompt(both))
    less = find(worker, path, Prompt(both, (on(first), PromptPoint(x, y, is_on_object=False))))
    assert iou(less, first.outline) > iou(whole, first.outline)
    assert less is not None
    assert not to_geometry(less).contains(to_geometry(second.outline).representative_point())


def test_outline_of_a_ring_has_a_hole(worker: InteractiveWorker, tmp_path: Path) -> None:
    rows, columns = np.mgrid[:200, :200]
    distance = np.hypot(rows - 100, columns - 100)
    pixels = np.where((distance < 60) & (distance > 25), 200, 40).astype(np.uint8)
    path = tmp_path / "ring.png"
    Image.fromarray(pixels).save(path)
    outline = find(worker, path, Prompt(Box(30, 30, 170, 170)))
    assert outline is not None
    assert not isinstance(outline, MultiPolygon)
    assert len(outline.holes_px) == 1


def test_outline_in_a_turned_photo_lies_in_the_upright_image(
    worker: InteractiveWorker, tmp_path: Path
) -> None:
    path, blobs = write_blobs(tmp_path / "plain.png")
    turned = tmp_path / "turned.jpg"
    with Image.open(path) as image:
        exif = Image.Exif()
        exif[0x0112] = 6
        image.transpose(Image.Transpose.ROTATE_90).save(turned, exif=exif, quality=95)
    for blob in blobs:
        assert iou(find(worker, turned, Prompt(around(blob))), blob.outline) > 0.88


def test_outline_in_a_24_megapixel_photo_is_as_good(
    worker: InteractiveWorker, tmp_path: Path
) -> None:
    path, blobs = write_blobs(tmp_path / "large.jpg", scale=20)
    for blob in blobs[:2]:
        assert iou(find(worker, path, Prompt(around(blob, 60))), blob.outline) > 0.9
        found = find(worker, path, Prompt(points=(on(blob),)), reach_px=1500)
        assert iou(found, blob.outline) > 0.9


@pytest.mark.parametrize(
    "prompt",
    [
        Prompt(Box(0, 0, 300, 200)),
        Prompt(Box(-50, -50, 900, 900)),
        Prompt(Box(10, 10, 10.5, 10.5)),
        Prompt(points=(PromptPoint(0, 0),)),
        Prompt(points=(PromptPoint(300, 200),)),
        Prompt(points=(PromptPoint(5, 5), PromptPoint(5, 5, is_on_object=False))),
        Prompt(Box(0, 0, 1, 1), (PromptPoint(290, 190, is_on_object=False),)),
    ],
)
def test_prompt_at_the_edge_of_sense_gives_an_outline_in_the_image_or_none(
    worker: InteractiveWorker, tmp_path: Path, prompt: Prompt
) -> None:
    path, _ = write_blobs(tmp_path / "blobs.png")
    outline = find(worker, path, prompt)
    if outline is not None:
        box = bounding_box(outline)
        assert box.x1 >= 0
        assert box.y1 >= 0
        assert box.x2 <= 300
        assert box.y2 <= 200


def test_image_of_one_color_gives_an_outline_or_none(
    worker: InteractiveWorker, tmp_path: Path
) -> None:
    path = tmp_path / "plain.png"
    Image.new("L", (80, 60), 90).save(path)
    find(worker, path, Prompt(Box(10, 10, 40, 40)))
    find(worker, path, Prompt(points=(PromptPoint(20, 20),)))


def test_image_that_is_gone_is_said_in_words(worker: InteractiveWorker, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"gone\.png cannot be read"):
        find(worker, tmp_path / "gone.png", Prompt(Box(0, 0, 9, 9)))


def test_worker_once_prepared_replies(worker: InteractiveWorker, tmp_path: Path) -> None:
    path, _ = write_blobs(tmp_path / "blobs.png")
    reply = worker.ask(PrepareRequest(seen(path)), topic="prepare").result(timeout=60)
    assert reply == PrepareReply()


def test_worker_without_requests_ends_by_itself_and_starts_again(tmp_path: Path) -> None:
    path, _ = write_blobs(tmp_path / "blobs.png")
    worker = InteractiveWorker(tmp_path / "log", threads=1, idle_s=0.2)
    request = PrepareRequest(seen(path))
    worker.ask(request, topic="prepare").result(timeout=60)
    wait_until(lambda: worker.pid is None)
    assert worker.ask(request, topic="prepare").result(timeout=60) == PrepareReply()
    assert worker.shutdown()


def test_worker_when_its_owner_is_killed_ends_too(tmp_path: Path) -> None:
    path, _ = write_blobs(tmp_path / "blobs.png")
    code = (
        "import sys, time; from pathlib import Path\n"
        "from tests.worker.test_interactive_worker import *\n"
        "worker = InteractiveWorker(Path(sys.argv[1]).parent / 'log', threads=1)\n"
        "request = PrepareRequest(seen(Path(sys.argv[1])))\n"
        "worker.ask(request, topic='prepare').result()\n"
        "print(worker.pid, flush=True)\n"
        "time.sleep(3600)"
    )
    command = [sys.executable, "-c", code, str(path)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as owner:
        assert owner.stdout is not None
        orphan = psutil.Process(int(owner.stdout.readline()))
        owner.kill()
    assert psutil.wait_procs([orphan], timeout=60)[1] == []


def test_worker_keeps_what_libraries_print_out_of_its_replies(tmp_path: Path) -> None:
    path, _ = write_blobs(tmp_path / "blobs.png")
    worker = subprocess.Popen(
        [*COMMAND, "5"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=worker_environment(threads=1),
    )
    output, _ = worker.communicate(b"nonsense\n" + encode_request(PrepareRequest(seen(path))))
    # The end of its input ends it at once, which need not be after its replies.
    assert worker.returncode == 0
    assert all(line.startswith(b"{") for line in output.splitlines())


def test_objects_of_cluttered_pictures_are_found_by_boxes_and_clicks(
    worker: InteractiveWorker, tmp_path: Path
) -> None:
    # Objects hide each other here, grounds are busy, and some pictures are taken badly.
    folder = make_sandbox(
        tmp_path / "sandbox", num_train=6, num_val=1, num_test=1, side_px=320, task=Task.SEGMENT
    )
    by_box, by_click = [], []
    for image in detect_format(folder).read(folder, task=Task.SEGMENT).images:
        for labeled in image.shapes:
            assert isinstance(labeled.shape, Polygon | MultiPolygon)
            place = to_geometry(labeled.shape).representative_point()
            box = Prompt(bounding_box(labeled.shape))
            click = Prompt(points=(PromptPoint(place.x, place.y),))
            by_box.append(iou(find(worker, image.path, box), labeled.shape))
            by_click.append(iou(find(worker, image.path, click, reach_px=80), labeled.shape))
    assert len(by_box) > 40
    assert np.mean(by_box) > 0.88
    assert np.mean(by_click) > 0.82
