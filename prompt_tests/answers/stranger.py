"""A user's function, called in a process of its own: however that one ends, ours goes on.

Run as a file this module is the other process: a request a line comes in, an answer a line goes
out, both JSON. What the function prints goes to stderr.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module, invalidate_caches
from typing import Any, BinaryIO

START = 60.0
"""Seconds that loading a function may take."""
ALONE = 90.0
"""Seconds after which a call ends when the one who asked is gone."""
PATIENCE = 5.0
"""Seconds for an end that has begun."""


class Ended(Exception):
    """There is no answer; the text says how it ended."""


class Stranger:
    """The other process; it starts when it is first asked, and anew after it ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def load(self, function: str) -> None:
        """Load *function*, `package.module:name`; raises Ended when that cannot be done."""
        self._ask({"load": function, "path": sys.path}, START)

    def call(self, function: str, text: str, message: Mapping[str, Any], seconds: float) -> Any:
        """What *function* says: True, False or a text; raises Ended when it says anything else."""
        self.load(function)
        return self._ask({"call": function, "text": text, "message": message}, seconds)

    def close(self, patience: float = 0.0) -> None:
        """End the process, unless it ends by itself within *patience*, seconds."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()

    def _ask(self, request: Mapping[str, Any], seconds: float) -> Any:
        with self._lock:
            answer, ended = self._exchanged(json.dumps(request).encode() + b"\n", seconds)
        if ended or "ended" in answer:
            raise Ended(ended or answer["ended"])
        return answer["said"]

    def _exchanged(self, line: bytes, seconds: float) -> tuple[dict[str, Any], str]:
        """The answer, or how the process ended instead."""
        process = self._process = self._process or _started()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        answer, timer = None, threading.Timer(seconds, stop)
        timer.start()
        try:
            answer = _said(process, line)
        finally:
            timer.cancel()
            if answer is None:  # an interrupt, too: a late answer must not be taken for the next
                self.close(PATIENCE)
        if answer is not None:
            return answer, ""
        if late.is_set():
            return {}, f"took more than {seconds:g} s"
        return {}, f"ended its process ({process.returncode})"


@cache
def stranger(process: int) -> Stranger:
    """The other process of *process*: a fork of ours has its own."""
    return Stranger()


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", __file__]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _said(process: subprocess.Popen[bytes], line: bytes) -> dict[str, Any] | None:
    """What it answers to *line*; None when it ends instead."""
    to, back = process.stdin, process.stdout
    try:
        if to and back:
            to.write(line)
            to.flush()
            return dict(json.loads(back.readline()))
    except (OSError, ValueError):
        pass
    return None


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    known: dict[str, Callable[..., Any]] = {}
    for line in requests:
        _end_after(ALONE)
        answer = json.dumps(_answered(json.loads(line), known)).encode()
        _end_after(0)
        answers.write(answer + b"\n")
        answers.flush()


def _end_after(seconds: float) -> None:
    """Let the system end this process then (0: never): whoever asked may have been killed."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _answered(request: dict[str, Any], known: dict[str, Callable[..., Any]]) -> dict[str, Any]:
    try:
        if name := request.get("load"):
            if name not in known:
                known[name] = _found(name, request["path"])
            return {"said": True}
        said = known[request["call"]](request["text"], request["message"])
    except BaseException as error:  # noqa: BLE001 - SystemExit, too, is told and not obeyed
        return {"ended": f"{'cannot be loaded:' if name else 'raised'} {_named(error)}"}
    if isinstance(said, bool) or (isinstance(said, str) and said):
        return {"said": said}
    return {"ended": f"gave {said!r:.80}: not True, False, or why the answer is wrong"}


def _found(name: str, path: list[str]) -> Callable[..., Any]:
    sys.path[:] = path
    invalidate_caches()
    module, _, attribute = name.partition(":")
    found = getattr(import_module(module), attribute)
    if not callable(found):
        raise TypeError(f"{attribute} is no function")
    function: Callable[..., Any] = found
    return function


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _main() -> None:
    """Keep our two pipes for ourselves: what a function reads or prints must not be in them."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    _serve(requests, answers)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asked
    _main()
