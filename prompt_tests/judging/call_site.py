"""Where in the repository a case's call is made, when that can be told to a code host."""

from __future__ import annotations

from pathlib import PurePosixPath

from prompt_tests.judgement import JudgedCase


def repository_path(case: JudgedCase) -> str:
    """The POSIX path of the case's call site; empty when it lies outside the repository.

    One place that a code host cannot find makes it refuse all of them.
    """
    site = case.case.recording.call_site
    path = PurePosixPath(site.path.replace("\\", "/")) if site and site.line >= 1 else None
    if path is None or not path.parts or path.is_absolute():
        return ""
    if ".." in path.parts or ":" in path.parts[0]:
        return ""
    return "/".join(path.parts)
