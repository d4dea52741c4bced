"""What a training starts from: looked for before it is asked for, and a choice where it is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.qtkit.file_dialogs import ask_file
from desktop.reporting.messages import Message, MessageCenter, Remedy, Severity
from engine.domain.errors import EngineError
from engine.loop.weights import find_start, scratch_name

_KEY = "start_weights"


def first_start(models: Sequence[str]) -> str:
    """Return the first model whose start is within reach. May ask the network: pool thread.

    Args:
        models: Model names, the wanted one first.

    Raises:
        ResourceError: None is; the error is that of the wanted one.
        NotFoundError: There is no such model.
    """
    refusal: EngineError | None = None
    for model in models:
        try:
            find_start(model)
        except EngineError as error:
            refusal = refusal or error
        else:
            return model
    assert refusal is not None, "asked for no model"
    raise refusal


class StartOffer:
    """Offers what to start from where the wanted weights are out of reach. GUI thread only."""

    def __init__(self, window: QWidget, messages: MessageCenter) -> None:
        self._window = window
        self._messages = messages

    def offer(self, error: EngineError, *, model: str, start: Callable[[str], None]) -> None:
        """Say what is missing and let the user choose.

        Args:
            error: Why the wanted weights are out of reach.
            model: The wanted weights.
            start: Called with the model chosen: a yaml name, or the path of a `.pt` file.
        """
        scratch = scratch_name(Path(model).name)
        self._messages.post(
            Message(
                error.message,
                Severity.WARNING,
                hint="From scratch takes more labels and more epochs to reach the same accuracy.",
                key=_KEY,
                remedies=(
                    Remedy("From scratch", lambda: self._chosen(scratch, start)),
                    Remedy("A .pt file…", lambda: self._ask_file(start)),
                ),
            )
        )

    def _ask_file(self, start: Callable[[str], None]) -> None:
        ask_file(
            self._window,
            "Weights to start from",
            then=lambda path: self._chosen(str(path), start),
            name_filter="PyTorch weights (*.pt)",
        )

    def _chosen(self, model: str, start: Callable[[str], None]) -> None:
        self._messages.withdraw(_KEY)
        start(model)
