"""Processes are told apart for sure."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import psutil

from engine.jobs.processes import describe_exit, end_processes, is_alive, mark_this_process
from tests.jobs.builders import wait_until


def test_mark_when_the_process_runs_is_alive() -> None:
    mark = mark_this_process()
    assert mark.pid == os.getpid()
    assert is_alive(mark)


def test_mark_when_the_pid_was_given_to_another_process_is_dead() -> None:
    assert not is_alive(replace(mark_this_process(), birth="another boot/12345"))


def test_mark_when_the_process_is_a_zombie_is_dead() -> None:
    code = (
        "import dataclasses, json, sys; from engine.jobs.processes import mark_this_process;"
        "print(json.dumps(dataclasses.asdict(mark_this_process())), flush=True)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
        process = psutil.Process(child.pid)
        mark = replace(mark_this_process(), pid=child.pid)
        wait_until(lambda: process.status() == psutil.STATUS_ZOMBIE)
        assert child.stdout is not None
        birth = child.stdout.read().decode().split('"birth": "')[1].split('"')[0]
        assert not is_alive(replace(mark, birth=birth))


def test_end_when_the_pid_was_given_to_another_process_spares_it() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as innocent:
        mark = replace(mark_this_process(), pid=innocent.pid)
        end_processes(mark, job_dir="/no/such/job", force=True)
        assert innocent.poll() is None
        innocent.communicate(b"\n")
        assert innocent.returncode == 0


def test_exit_when_described_names_the_signal() -> None:
    assert describe_exit(1) == "ended with exit code 1"
    assert describe_exit(-9) == "was killed by SIGKILL"
    assert describe_exit(-250) == "was killed by signal 250"
