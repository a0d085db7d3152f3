"""Browser tests of the review desk: Debian's Chromium, driven by Playwright, on registers made once and copied."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from rashomon import api
from tests.web.served import ELSEWHERE, Served, Tab, chromium, serving, tab

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports.jsonl"


@pytest.fixture(scope="package")
def chrome() -> Iterator[Any]:
    """Chromium without a window, in which no name but our own leads anywhere."""
    if os.environ.get("RASHOMON_NO_BROWSER") == "1":
        pytest.skip("RASHOMON_NO_BROWSER=1: browser tests are left out")
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        pytest.fail(
            "the review desk's tests need Chromium: apt-get install chromium, or point RASHOMON_CHROMIUM to one; "
            "RASHOMON_NO_BROWSER=1 leaves them out"
        )
    flags = ["--no-sandbox", "--disable-dev-shm-usage", f"--host-resolver-rules={ELSEWHERE}"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=flags)
        yield running
        running.close()


@pytest.fixture(scope="session")
def example_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of the example reports, never written to: tests copy it."""
    path = tmp_path_factory.mktemp("web") / "examples.db"
    api.ingest(api.read([str(EXAMPLES)]), str(path), author="Ada")
    return path


@pytest.fixture
def register(example_register: Path, tmp_path: Path) -> Path:
    """A register of the example reports for one test."""
    return Path(shutil.copy(example_register, tmp_path / "register.db"))


@pytest.fixture
def served(register: Path) -> Iterator[Served]:
    """The desk over it."""
    with serving(register) as running:
        yield running


@pytest.fixture
def desk(chrome: Any, served: Served) -> Iterator[Tab]:
    """A tab on the queue."""
    with tab(chrome, served) as opened:
        opened.page.locator("#incident-title").wait_for()
        yield opened


@pytest.fixture
def sessions(chrome: Any) -> Iterator[Callable[..., Tab]]:
    """Opens further desks and tabs, closed at the end: `sessions(path, author=…)`."""
    with ExitStack() as stack:

        def begin(path: Path, *, author: str = "Ada", allow: tuple[str, ...] = (), **settings: Any) -> Tab:
            running = stack.enter_context(serving(path, author=author))
            return stack.enter_context(tab(chrome, running, allow=allow, **settings))

        yield begin
