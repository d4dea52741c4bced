"""The interactive worker: requests in, replies out, one line each, until its owner is gone."""

from __future__ import annotations

import os
import queue
import sys
import threading
import traceback
from typing import BinaryIO

from engine.domain.errors import EngineError, ResourceError
from engine.jobs.dialogue import decode_request, encode_failure, encode_reply
from engine.worker.repliers import REPLIERS, Repliers
from engine.worker.warm import Warm

_MAX_WORDS = 300


def serve_owner(*, idle_s: float) -> None:
    """Reply to what comes by standard input until it ends, or nothing came for so long.

    Standard output is for replies alone: what libraries print goes to standard error.
    """
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    # A thread of its own sees the owner's end in the middle of a reply too.
    threading.Thread(target=_read, args=(sys.stdin.buffer, lines), daemon=True).start()
    serve(lines, replies, idle_s=idle_s)


def serve(
    lines: queue.SimpleQueue[bytes],
    replies: BinaryIO,
    *,
    idle_s: float,
    repliers: Repliers = REPLIERS,
) -> None:
    """Reply to each line, until none came for a while.

    Args:
        lines: The requests.
        replies: Where to write.
        idle_s: How long to wait for a request.
        repliers: What replies to each kind of request.
    """
    warm = Warm()
    while True:
        try:
            line = lines.get(timeout=idle_s)
        except queue.Empty:
            return
        replies.write(_reply_to(line, warm, repliers))
        replies.flush()


def _read(requests: BinaryIO, lines: queue.SimpleQueue[bytes]) -> None:
    for line in requests:
        lines.put(line)
    # Nobody waits any more, and nothing here has to be stored.
    os._exit(0)


def _reply_to(line: bytes, warm: Warm, repliers: Repliers) -> bytes:
    try:
        request = decode_request(line)
        return encode_reply(repliers[type(request)](request, warm))
    except EngineError as error:
        return encode_failure(error)
    except MemoryError:
        hint = "Close other programs, or choose smaller weights."
        return encode_failure(ResourceError("The worker ran out of memory.", hint=hint))
    except Exception as error:  # noqa: BLE001 - the log has the whole story
        traceback.print_exc()
        words = f"{type(error).__name__}: {str(error)[:_MAX_WORDS]}"
        return encode_failure(ResourceError(words, hint="The log of the worker tells more."))
