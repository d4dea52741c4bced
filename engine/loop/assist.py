"""What helps while one labels: outlines found from clicks and boxes, in a worker kept warm."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from engine.domain.examples import Example, Freedom
from engine.domain.images import ImageRecord
from engine.domain.prompts import Prompt
from engine.domain.requests import FindRequest, OutlineRequest, PrepareRequest, Reply, SeenImage
from engine.domain.view import ViewSettings
from engine.jobs.interactive import InteractiveWorker
from engine.loop.weights import weights_dir

_OUTLINE, _PREPARE, _FIND = "outline", "prepare", "find"
# What Ultralytics publishes, the best to begin with first: quick and good, then better and slow.
_SAM_NAMES = (
    "sam2.1_t.pt",
    "mobile_sam.pt",
    "sam2.1_s.pt",
    "sam2.1_b.pt",
    "sam2.1_l.pt",
    "sam2_t.pt",
    "sam2_s.pt",
    "sam2_b.pt",
    "sam2_l.pt",
    "sam_b.pt",
    "sam_l.pt",
    "sam_h.pt",
)


def sam_weights_at_hand() -> tuple[str, ...]:
    """Return the SAM weights in the weights folder, the best to begin with first. Any thread."""
    paths = (weights_dir() / name for name in _SAM_NAMES)
    return tuple(str(path) for path in paths if path.is_file())


class Assist:
    """Asks the interactive worker of a project. Any thread, and none of its methods waits."""

    def __init__(self, project_dir: Path) -> None:
        cache_dir = project_dir / "cache"
        self._pyramids_dir = cache_dir / "pyramids"
        self._worker = InteractiveWorker(cache_dir / "interactive.log")

    @property
    def pid(self) -> int | None:
        """The worker's process, while it runs."""
        return self._worker.pid

    def prepare(self, record: ImageRecord, view: ViewSettings, *, weights: str) -> Future[Reply]:
        """Have the worker get ready for an image; see `outline`."""
        request = PrepareRequest(self.seen(record, view), weights)
        return self._worker.ask(request, topic=_PREPARE)

    def outline(
        self,
        record: ImageRecord,
        view: ViewSettings,
        prompt: Prompt,
        *,
        reach_px: float,
        weights: str,
    ) -> Future[Reply]:
        """Ask for the outline of an object; only the latest such request is replied to.

        Args:
            record: The image.
            view: How it is shown, for the worker sees what the expert sees.
            prompt: Where the object is; one that can be followed.
            reach_px: How far the object may go around points, in pixels of the image.
            weights: The SAM weights to find it with; empty for GrabCut.
        """
        request = OutlineRequest(self.seen(record, view), prompt, reach_px, weights)
        return self._worker.ask(request, topic=_OUTLINE)

    def find_rest(
        self, image: SeenImage, examples: tuple[Example, ...], *, freedom: Freedom
    ) -> Future[Reply]:
        """Ask for the rest of what examples show in their image; only the latest counts."""
        return self._worker.ask(FindRequest(image, examples, freedom), topic=_FIND)

    def seen(self, record: ImageRecord, view: ViewSettings) -> SeenImage:
        """Return an image as a worker is to see it."""
        return SeenImage(str(record.path), record.content_hash, str(self._pyramids_dir), view)

    def shutdown(self) -> bool:
        """End the worker; return whether it ended in time."""
        return self._worker.shutdown()
