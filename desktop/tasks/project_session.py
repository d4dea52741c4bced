"""What works for one open project, from its opening to its end."""

from __future__ import annotations

from collections.abc import Callable

from desktop.tasks.change_hub import ChangeHub
from desktop.tasks.poller import Poller
from desktop.tasks.pool import Pool
from desktop.tasks.project_thread import ProjectThread
from desktop.tasks.replies import Replies
from engine.domain.changes import Changes
from engine.domain.errors import EngineError


class ProjectSession:
    """Owns the project thread, the pool that reads images, replies and poller. GUI thread only."""

    def __init__(
        self, hub: ChangeHub, *, failed: Callable[[EngineError], None], decoding_threads: int = 2
    ) -> None:
        self._failed = failed
        self.thread = ProjectThread(hub, failed=failed)
        self.pool = Pool("images", num_threads=decoding_threads, newest_first=True)
        self.replies = Replies()
        self._poller: Poller | None = None

    def report(self, error: EngineError) -> None:
        """Tell an error that nobody takes himself."""
        self._failed(error)

    def start_polling(self, poll: Callable[[], Changes]) -> None:
        """Ask the engine from now on what its jobs have done."""
        self._poller = Poller(self.thread, poll, failed=self._failed)
        self._poller.start()

    def shutdown(self, close: Callable[[], None], *, timeout_s: float = 10.0) -> bool:
        """End in reverse order: poller, replies, pool, what waits for the project, the project.

        Args:
            close: Closes the project; called last on the project thread.
            timeout_s: How long the project may take for what waits.

        Returns:
            Whether all ended in time.
        """
        if self._poller is not None:
            self._poller.stop()
        self.replies.shutdown()
        is_pool_done = self.pool.shutdown(timeout_s=2.0)
        self.thread.run(close)
        return self.thread.shutdown(timeout_s=timeout_s) and is_pool_done
