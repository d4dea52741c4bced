"""A job from its folder to its last word, whatever happens on the way."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable
from dataclasses import replace

from engine.domain.errors import EngineError, ResourceError
from engine.domain.events import Failed
from engine.domain.jobs import KIND_OF_SPEC, JobSpec, SearchSpec, TrainSpec
from engine.jobs.folder import JobFolder
from engine.jobs.reporter import Reporter, Stopped
from engine.worker.runners import RUNNERS, Runners

_MAX_WORDS = 300


def run_job(
    folder: JobFolder,
    *,
    runners: Runners = RUNNERS,
    end_worker: Callable[[], object] | None = None,
) -> None:
    """Run a job; afterwards its folder tells the result, or why there is none.

    A job that was asked to pause or to end leaves neither: what it was asked is in `control.json`.

    Args:
        folder: The job.
        runners: What each kind of job runs.
        end_worker: Ends this process where the owner has gone that the job shall end with.

    Raises:
        ResourceError: Not even the failure can be written.
    """
    try:
        with Reporter(folder, end_worker=end_worker) as reporter:
            reporter.raise_if_asked()
            spec = _read_spec(folder)
            result = runners[KIND_OF_SPEC[type(spec)]](spec, reporter)
            folder.write_result(result)
    except Stopped:
        return
    except EngineError as error:
        _fail(folder, Failed(error.message, error.hint, type(error).__name__))
    except MemoryError:
        hint = "Close other programs, or choose a smaller batch or image size."
        _fail(folder, Failed("The worker ran out of memory.", hint, "MemoryError"))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the log has the whole story
        name = type(error).__name__
        _fail(
            folder,
            Failed(f"{name}: {str(error)[:_MAX_WORDS]}", f"{folder.log_path} tells more.", name),
        )


def _read_spec(folder: JobFolder) -> JobSpec:
    spec = folder.spec()
    # job.json never changes; that something can be taken up again is known from the attempt.
    if folder.attempt() > 1 and isinstance(spec, TrainSpec | SearchSpec):
        return replace(spec, resume=True)
    return spec


def _fail(folder: JobFolder, failure: Failed) -> None:
    """Write the failure; on a full disk its last and smallest file may still find room."""
    with contextlib.suppress(ResourceError):
        folder.append_log(traceback.format_exc())
    with contextlib.suppress(ResourceError):
        folder.append(failure)
    folder.write_failure(failure)
