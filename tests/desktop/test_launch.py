"""How light the process of the window is before a page is opened."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_OURS = (_ROOT / "desktop", _ROOT / "engine")
# What some page or worker needs, and no start.
_LATER = (
    "alembic",
    "defusedxml",
    "pyqtgraph",
    "typer",
    "yaml",
    "desktop.pages.help.page",
    "desktop.pages.train.page",
)
_START = """
import json, linecache, sys
from desktop.launch import make_light
make_light()
import desktop.app, desktop.project_window, desktop.pages.label.page
print(json.dumps({
    "loaded": [name for name in json.loads(sys.argv[1]) if name in sys.modules],
    "num_sources_read": sum(name.startswith(tuple(sys.argv[2:])) for name in linecache.cache),
}))
"""


def test_launch_when_the_first_page_stands_then_nothing_was_loaded_that_can_wait():
    command = [sys.executable, "-c", _START, json.dumps(_LATER), *map(str, _OURS)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout)
    assert seen == {"loaded": [], "num_sources_read": 0}
