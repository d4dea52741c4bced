"""The app in a process of its own, to be killed: `python -m tests.loop.app_process PROJECT`.

It opens a project, starts a training of many tiny epochs, labels one image after the other, and
prints the id of each once its label is stored.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from engine.jobs.local import LocalExecutor
from engine.loop.bootstrap import open_project
from tests.loop.builders import label, project_wish


def main(path: Path) -> None:
    """Be the app until somebody kills it."""
    project = open_project(path, executor=LocalExecutor(slots=1, threads=1))
    ids = project.pool.ids()
    label(project, ids[:8])
    project.rounds.train(project_wish(epochs=40, device="cpu", threads=1))
    for image_id in ids[8:]:
        label(project, [image_id])
        print(image_id, flush=True)
        project.poll()
        time.sleep(0.2)
    while True:
        project.poll()
        time.sleep(0.2)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
