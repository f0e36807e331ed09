"""A pytest plug-in: a skip whose reason nobody foresaw fails the run.

`-p expected_skips --expected-skips FILE`; FILE has one regular expression a line, `#` begins a comment. A reason is
foreseen when one of them is found in it.
"""

import re
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--expected-skips`."""
    parser.addoption("--expected-skips", type=Path, metavar="FILE", help="fail on skips whose reason is not in FILE")


def pytest_configure(config: pytest.Config) -> None:
    """Begin to watch, in the process that sees all reports."""
    path: Path | None = config.getoption("--expected-skips")
    if path is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(ExpectedSkips(read(config.invocation_params.dir / path)))


def read(path: Path) -> tuple[re.Pattern[str], ...]:
    """The patterns in a file."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(re.compile(line) for line in lines if line and not line.startswith("#"))


class ExpectedSkips:
    """Collects skips nobody foresaw, names them at the end and fails the run."""

    def __init__(self, patterns: tuple[re.Pattern[str], ...]) -> None:
        self._patterns = patterns
        self._unforeseen: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Look at one test's outcome."""
        if report.skipped and not hasattr(report, "wasxfail"):
            self._look(report.nodeid, report.longrepr)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Look at one file's outcome."""
        if report.skipped:
            self._look(report.nodeid, report.longrepr)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail what would have passed."""
        if self._unforeseen and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name them."""
        if self._unforeseen:
            terminalreporter.section("skips nobody foresaw: explain them in the file of expected skips", red=True)
            for line in sorted(set(self._unforeseen)):
                terminalreporter.write_line(line)

    def _look(self, nodeid: str, longrepr: object) -> None:
        reason = str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)
        if not any(pattern.search(reason) for pattern in self._patterns):
            self._unforeseen.append(f"{nodeid}: {reason}")
