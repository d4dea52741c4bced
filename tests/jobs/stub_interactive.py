"""A stand-in for the interactive worker; the weights a request names are what it shall do."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from engine.domain.errors import DataError
from engine.domain.requests import PrepareReply, PrepareRequest
from engine.jobs.dialogue import decode_request, encode_failure, encode_reply


def main() -> None:
    for line in sys.stdin.buffer:
        request = decode_request(line)
        assert isinstance(request, PrepareRequest)
        sys.stdout.buffer.write(_obey(request.weights, Path(request.image.path)))
        sys.stdout.buffer.flush()


def _obey(script: str, mark: Path) -> bytes:
    match script:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "die once" if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGSEGV)
        case "refuse":
            return encode_failure(DataError("cat.jpg is damaged.", hint="Take another."))
        case "babble":
            return b"Downloading 100 %\n"
        case "wait for the mark":
            while not mark.exists():
                time.sleep(0.01)
        case "hang":
            time.sleep(3600)
    return encode_reply(PrepareReply(f"{os.getpid()} {script}"))


if __name__ == "__main__":
    main()
