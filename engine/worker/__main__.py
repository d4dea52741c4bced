"""The commands of `python -m engine.worker`: a job folder, `--interactive SECONDS`, `--devices`."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.worker.environment import prepare_environment, step_back


def main(arguments: Sequence[str]) -> int:
    """Run one job in this process, or reply to its owner's requests, or name the devices.

    Returns:
        The exit code.
    """
    prepare_environment()
    if arguments == ["--devices"]:
        return _print_devices()
    if len(arguments) == 2 and arguments[0] == "--interactive":
        from engine.worker.interactive import serve_owner

        serve_owner(idle_s=float(arguments[1]))
        return 0
    from engine.jobs.folder import JobFolder
    from engine.jobs.processes import end_this_process_and_its_children
    from engine.worker.dispatch import run_job

    folder = JobFolder(Path(arguments[0])) if len(arguments) == 1 else None
    if folder is None or not folder.exists():
        sys.stderr.write(
            "Usage: python -m engine.worker JOB_DIR | --interactive IDLE_SECONDS | --devices\n"
        )
        return 2
    if not folder.attempt():  # started by hand
        folder.begin_attempt()
    if not folder.claim():
        sys.stderr.write(f"{folder.path} has a worker already.\n")
        return 1
    step_back()
    run_job(folder, end_worker=end_this_process_and_its_children)
    return 0


def _print_devices() -> int:
    """Print what torch finds as a JSON list of words, on a line of its own."""
    from engine.vision.devices import all_devices, device_in_words

    sys.stdout.write(json.dumps([device_in_words(device) for device in all_devices()]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
