"""The command line that comes with the package: Ctrl-C, closed pipes, processes of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from conftest import PLANS, command, lines, shared


def test_ctrl_c_finishes_what_is_in_work(tmp_path: Path) -> None:
    # A pipe that nobody writes to: the run waits for its documents.
    program = [sys.executable, "-m", "chengnuo", "extract", "--input-format", "jsonl", "-", "--jobs", "1"]
    child = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdin and child.stdout and child.stderr
    row = '{"text": "到2025年底，建成80处。"}\n'.encode()
    child.stdin.write(row)
    child.stdin.flush()
    assert b"chengnuo.document/1" in child.stdout.readline()
    child.send_signal(signal.SIGINT)
    time.sleep(0.5)
    # What comes behind the signal is not begun.
    child.stdin.write(row * 50)
    child.stdin.close()
    rest = child.stdout.read().splitlines()
    assert len(rest) < 50
    assert child.wait(timeout=60) == 130
    said = child.stderr.read()
    assert b"interrupted" in said and b"Traceback" not in said


def test_a_closed_pipe_ends_it_quietly() -> None:
    program = [sys.executable, "-m", "chengnuo", "extract", PLANS, "--quiet"]
    child = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout and child.stderr
    child.stdout.read(10)
    child.stdout.close()
    assert child.stderr.read() == b""
    assert child.wait(timeout=60) == 0


def test_pdf_files_are_read_by_processes_of_the_package(tmp_path: Path) -> None:
    path = shared("documents", "formats", "yn-105pdf.pdf")
    (tmp_path / "signal.py").write_text("raise RuntimeError('taken from the current folder')\n")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "chengnuo", "extract", path, "--quiet"],
        capture_output=True,
        cwd=tmp_path,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert lines(done.stdout) == lines(command("extract", path, "--quiet").stdout)
