"""What pytest loads at start: two options, and nothing more until --cutover-replay is given.

Shipped as a module of its own with a name that nobody else has (`llm_cutover_pytest`), so that a
project's own folder `prompt_tests/` can neither hide it nor be hidden by it. The plugin itself
is imported inside `pytest_configure`, only when it is asked for: an exception to the import law
that keeps everybody else's pytest free of us.
"""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two options."""
    group = parser.getgroup("llm-cutover", "replay recordings as tests")
    group.addoption(
        "--cutover-replay", metavar="PLAN", help="replay what the [replay] table of PLAN names"
    )
    group.addoption(
        "--cutover-report", metavar="FILE", help="write the verdict: .html, .json, .md, .xml, .txt"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Wake the plugin when there is a plan."""
    plan, report = config.getoption("--cutover-replay"), config.getoption("--cutover-report")
    if not plan:
        if report:
            raise pytest.UsageError("--cutover-report needs --cutover-replay PLAN")
        return
    try:
        from prompt_tests.pytest_plugin.plugin import ReplayPlugin
    except ImportError as error:
        raise pytest.UsageError(
            f"--cutover-replay: a folder of yours hides llm-cutover's own ({error})"
        ) from None
    config.pluginmanager.register(ReplayPlugin(config, plan, report), "llm-cutover-replay")
