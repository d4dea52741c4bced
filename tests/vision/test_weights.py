"""Where networks come from, the hostile ones included."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vision.builders import probe

pytestmark = pytest.mark.slow

_TRY = """
from pathlib import Path
from engine.domain.errors import EngineError
from engine.domain.project import Task
from engine.vision import weights
def attempt(name):
    try:
        found = weights.resolve_start(name, Task.DETECT)
        return [found.source, found.start.value]
    except EngineError as error:
        return [type(error).__name__, str(error)]
"""


@pytest.fixture
def server(weights: Path, tmp_path: Path) -> Iterator[str]:
    """A server that has one pretrained network."""
    served = tmp_path / "served"
    served.mkdir()
    shutil.copy(weights, served / "yolo11n.pt")
    handler = functools.partial(_Quiet, directory=str(served))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}"
        finally:
            running.shutdown()
            thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


def test_start_from_files_that_are_no_models_is_refused_in_words(weights: Path, tmp_path: Path):
    code = f"""{_TRY}
import pickle, torch
folder, good = Path(sys.argv[1]), Path(sys.argv[2])
class Exploit:
    def __reduce__(self):
        return (Path.touch, (folder / "ran",))
torch.save({{"model": Exploit()}}, folder / "evil.pt")
(folder / "bare.pt").write_bytes(pickle.dumps(Exploit()))
(folder / "text.pt").write_text("not a model")
(folder / "empty.pt").write_bytes(b"")
(folder / "half.pt").write_bytes(good.read_bytes()[:50_000])
torch.save({{"model": {{"weight": torch.zeros(2)}}}}, folder / "state.pt")
torch.save([1, 2], folder / "list.pt")
torch.jit.script(torch.nn.Identity()).save(folder / "script.pt")
names = ["evil", "bare", "text", "empty", "half", "state", "list", "script"]
outcomes = {{name: attempt(str(folder / f"{{name}}.pt")) for name in names}}
print(json.dumps([outcomes, (folder / "ran").exists()]))
"""
    outcomes, has_code_run = probe(code, tmp_path, weights)

    assert not has_code_run
    assert {kind for kind, _ in outcomes.values()} == {"DataError"}
    assert all(f"{name}.pt" in text for name, (_, text) in outcomes.items())
    assert "could run code" in outcomes["evil"][1]
    assert "not a model" in outcomes["text"][1]


def test_start_from_what_is_there_says_what_it_is(weights: Path):
    code = f"{_TRY}print(json.dumps([attempt(name) for name in sys.argv[1:]]))"

    own, yaml = probe(code, weights, "yolo11n.yaml")

    assert own == [str(weights), "local_file"]
    assert yaml == ["yolo11n.yaml", "scratch"]


def test_start_from_what_is_not_there_says_so(tmp_path: Path):
    code = f"{_TRY}print(json.dumps([attempt(name) for name in sys.argv[1:]]))"
    missing = tmp_path / "missing.pt"

    outcomes = probe(code, missing, "yolo99.yaml", "https://example.org/yolo11n.yaml", "mine.pt")

    assert [kind for kind, _ in outcomes] == ["NotFoundError"] * 4


def test_start_from_another_task_is_refused(tmp_path: Path):
    code = f"""{_TRY}
import torch
from ultralytics.nn.tasks import ClassificationModel
model = ClassificationModel("yolo11n-cls.yaml", nc=2, verbose=False)
torch.save({{"model": model}}, sys.argv[1])
print(json.dumps(attempt(sys.argv[1])))
"""
    kind, text = probe(code, tmp_path / "classify.pt")

    assert kind == "DataError"
    assert "classify.pt is not a model for the task detect but for classify." in text


def test_named_weights_without_a_network_name_the_way_out(tmp_path: Path):
    code = f"""{_TRY}
import os
os.environ["LOUPE_WEIGHTS_DIR"] = sys.argv[1]
weights.is_online = lambda: False
print(json.dumps([attempt("yolo11n.pt"), attempt("yolo26n"), os.environ["YOLO_OFFLINE"]]))
"""
    with_suffix, without, offline = probe(code, tmp_path)

    assert with_suffix[0] == without[0] == "ResourceError"
    assert "network is not reachable" in with_suffix[1]
    assert "--model yolo11n.yaml" in with_suffix[1]
    assert offline == "1"


def test_named_weights_with_a_network_are_fetched_once_and_kept(server: str, tmp_path: Path):
    code = f"""{_TRY}
import os
os.environ["LOUPE_WEIGHTS_DIR"] = sys.argv[1]
weights.is_online = lambda: os.environ.get("YOLO_OFFLINE") != "1"
weights.ASSETS_URL = sys.argv[2]
first = attempt("yolo11n.pt")
weights.ASSETS_URL = "http://127.0.0.1:9"
names = ["yolo11n", first[0], "yolo11s.pt"]
print(json.dumps([first, *map(attempt, names), os.environ["YOLO_OFFLINE"]]))
"""
    first, again, named_by_path, refused, offline = probe(code, tmp_path / "kept", server)

    assert first == again == [str(tmp_path / "kept" / "yolo11n.pt"), "pretrained"]
    assert named_by_path == first
    assert refused[0] == "ResourceError"
    assert offline == "1"
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["yolo11n.pt"]
