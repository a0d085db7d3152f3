"""The desk served from a thread of the test, and a browser in front of it that may talk to it only."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from rashomon.web.app import build
from rashomon.web.desk import Desk
from rashomon.web.serve import bind

TOKEN = "a-token-for-tests-only"
PATIENCE = 30_000  # milliseconds that a page may take on a busy machine
ELSEWHERE = "MAP evil.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@dataclass
class Served:
    """A running desk."""

    path: Path
    port: int
    base: str
    desk: Desk

    @property
    def entrance(self) -> str:
        """The address that lets a browser in."""
        return f"{self.base}/?token={TOKEN}"


@contextmanager
def serving(path: Path, *, author: str = "Ada") -> Iterator[Served]:
    """A desk over a register, until the block ends."""
    listening = bind("127.0.0.1", 0)
    port = listening.getsockname()[1]
    desk = Desk(str(path), author=author)
    settings = uvicorn.Config(
        build(desk, token=TOKEN, port=port), log_level="critical", access_log=False, ws="none",
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(settings)
    listening.listen(128)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield Served(path, port, f"http://127.0.0.1:{port}", desk)
    finally:
        desk.coder.close()
        server.should_exit = True
        thread.join(20)
        listening.close()


def chromium() -> str | None:
    """Where Chromium is on this machine."""
    named = os.environ.get("RASHOMON_CHROMIUM")
    return named or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


@dataclass
class Tab:
    """A browser page on the desk, with everything that should not have happened in it."""

    page: Any
    served: Served
    wrong: list[str] = field(default_factory=list)

    def go(self, address: str = "/incidents", ready: str = "h1") -> None:
        """Open an address of the desk, and wait until something stands there."""
        self.page.goto(self.served.base + address)
        self.page.locator(ready).first.wait_for()

    def deciding(self, act: Any) -> dict[str, Any]:
        """Do something that takes a decision; what the server answered."""
        is_decision = lambda r: r.url.endswith("/api/v1/decisions") and r.request.method == "POST"  # noqa: E731
        with self.page.expect_response(is_decision) as caught:
            act()
        answer: dict[str, Any] = caught.value.json()
        return answer

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)

    def get(self, path: str) -> Any:
        """What the API says, asked from within the page."""
        return self.page.evaluate("path => fetch('/api/v1' + path).then(a => a.json())", path)


@contextmanager
def tab(
    browser: Any, served: Served, *, allow: tuple[str, ...] = (), layers: tuple[str, ...] = ("claims",),
    **settings: Any,
) -> Iterator[Tab]:  # fmt: skip
    """A tab in a browser session of its own, let in.

    Fails at the end when a request left for elsewhere, a script failed, or something was refused by the content
    security policy; `allow` names words of errors that are expected. The layers of a report beyond its claims are
    read by the models; a test names those that it wants.
    """
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **settings})
    context.set_default_timeout(PATIENCE)
    chosen = json.dumps(json.dumps({"layers": list(layers)}))
    context.add_init_script(f"localStorage['rashomon-settings'] ??= {chosen}")
    page = context.new_page()
    found = Tab(page, served)

    def leave(route: Any) -> None:
        url = route.request.url
        if url.startswith((served.base + "/", "data:", "blob:" + served.base)):
            route.continue_()
        else:
            found.wrong.append(f"asked for {url}")
            route.abort()

    def said(message: Any) -> None:
        if message.type in ("error", "warning"):
            found.wrong.append(f"console: {message.text}")

    context.route("**/*", leave)
    page.on("console", said)
    page.on("pageerror", lambda error: found.wrong.append(f"script: {error}"))
    page.on("dialog", lambda dialog: found.wrong.append(f"dialog: {dialog.message}"))
    page.goto(served.entrance)
    try:
        yield found
        unexpected = [line for line in found.wrong if not any(word in line for word in allow)]
        assert not unexpected, unexpected
    finally:
        context.close()
