"""The command line as real processes: exit codes, signals, what stands on which stream."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path

from tests.cli.builders import environment, loupe


def test_process_prints_one_object_on_stdout_and_exits_with_0(tmp_path: Path):
    made = loupe("new", "p", "--classes", "a", "--json", cwd=tmp_path)

    assert made.returncode == 0
    assert json.loads(made.stdout)["classes"] == ["a"]
    assert made.stderr == ""


def test_process_that_cannot_do_it_exits_with_1_and_one_line(tmp_path: Path):
    refused = loupe("status", "nowhere", cwd=tmp_path)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert len(refused.stderr.splitlines()) == 1


def test_process_with_wrong_usage_exits_with_2(tmp_path: Path):
    assert loupe("status", cwd=tmp_path).returncode == 2
    assert loupe("--what", cwd=tmp_path).returncode == 2


def test_doctor_tells_versions_and_the_devices_torch_finds(tmp_path: Path):
    told = loupe("doctor", "--json", cwd=tmp_path)

    found = {finding["what"]: finding["found"] for finding in json.loads(told.stdout)["findings"]}
    assert found["Python"].startswith(platform.python_version())
    assert found["torch"][0].isdigit()
    assert "thread" in found["Device"]  # the CPU is named last


def test_process_that_meets_a_bug_names_a_file_with_the_story(tmp_path: Path):
    script = (
        "from engine.cli import project_commands, main\n"
        "def fail(*_): raise KeyError('boom')\n"
        "project_commands.has_display = fail\n"
        "import sys; sys.argv = ['loupe', 'open']; main.run()\n"
    )
    (tmp_path / "bug.py").write_text(script)
    failed = subprocess.run(
        [sys.executable, "bug.py"],
        cwd=tmp_path,
        env=environment(XDG_STATE_HOME=str(tmp_path), XDG_CACHE_HOME=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert failed.returncode == 1
    (line,) = failed.stderr.splitlines()
    assert "KeyError" in line
    (story,) = tmp_path.rglob("crash-*.log")
    assert str(story) in line
    assert "Traceback" in story.read_text()
