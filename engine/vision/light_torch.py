"""Torch without its compiler, which an eager training imports for nothing: 1.5 s a process."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

import torch


class _WhenNeeded(ModuleType):
    """Stands in for a module until something asks for more than the few names given here."""

    def __init__(self, name: str, known: dict[str, Any]) -> None:
        super().__init__(name)
        self.__dict__.update(known)

    def __getattr__(self, name: str) -> Any:
        is_submodule_wanted = name == "__path__" and self.__name__ == "torch._dynamo"
        if name.startswith("__") and not is_submodule_wanted:
            raise AttributeError(name)  # `inspect` and `import` ask every module for some of these
        for stand_in in _STAND_INS:
            if isinstance(sys.modules.get(stand_in), _WhenNeeded):
                del sys.modules[stand_in]
        return getattr(importlib.import_module(self.__name__), name)


# What optimizers and torchvision tell the compiler: where not to look. Eager code looks at nothing.
_STAND_INS: dict[str, dict[str, Any]] = {
    "torch._dynamo": {
        "graph_break": lambda *_args, **_options: None,
        "disable": lambda function, *_args, **_options: function,
        "allow_in_graph": lambda function: function,
    },
    "torch._dynamo.utils": {"is_compile_supported": lambda _device_type: False},
}


def defer_compiler() -> None:
    """Let torch train without importing its compiler, until something really asks for it.

    Nothing happens where the compiler is there already.
    """
    if "torch._dynamo" in sys.modules:
        return
    for name, known in _STAND_INS.items():
        sys.modules[name] = _WhenNeeded(name, known)
    # Without this torch imports the real one at the first use of its name.
    torch._dynamo = sys.modules["torch._dynamo"]  # noqa: SLF001
    torch.use_deterministic_algorithms = _use_deterministic_algorithms


def _use_deterministic_algorithms(mode: bool, *, warn_only: bool = False) -> None:  # noqa: FBT001
    """Do what torch does but for telling the compiler too."""
    torch._C._set_deterministic_algorithms(mode, warn_only=warn_only)  # noqa: SLF001
