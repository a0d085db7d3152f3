"""Running the desk: on this machine only, with a new token each time."""

from __future__ import annotations

import secrets
import signal
import socket
import threading
from collections.abc import Callable
from ipaddress import ip_address
from types import FrameType

from rashomon.config import Config
from rashomon.errors import ConfigError, RashomonError
from rashomon.web.app import build
from rashomon.web.desk import Desk

TOKEN_BYTES = 24


def serve(
    register: str, *, config: Config, author: str, host: str = "127.0.0.1", port: int = 8000,
    ready: Callable[[str], None] = print, say: Callable[[str], None] = lambda _: None,
) -> None:  # fmt: skip
    """Serve a register until interrupted; `ready` is told the address with its token once it can be opened, `say` what
    takes long before.
    """
    import uvicorn

    listening = bind(loopback(host), port)
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(TOKEN_BYTES)
    desk = Desk(register, config=config, author=author)
    prepare(desk, say)
    settings = uvicorn.Config(
        build(desk, token=token, port=port), log_level="warning", access_log=False, server_header=False,
        proxy_headers=False, ws="none", timeout_graceful_shutdown=3,
    )  # fmt: skip
    listening.listen(128)  # who opens the address at once waits until the app has started
    ready(f"http://{shown(host)}:{port}/?token={token}")
    server = uvicorn.Server(settings)
    leave = server.handle_exit

    def stop(sig: int, frame: FrameType | None) -> None:
        desk.coder.close()  # nobody waits for what is being coded
        leave(sig, frame)

    server.handle_exit = stop  # type: ignore[method-assign]
    before = signal.signal(signal.SIGTERM, leave_in_order) if is_main_thread() else None
    try:
        server.run(sockets=[listening])
    finally:
        listening.close()
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def is_main_thread() -> bool:
    """May this thread say what signals do?"""
    return threading.current_thread() is threading.main_thread()


def leave_in_order(sig: int, frame: FrameType | None) -> None:
    """End as after any other work: the server passes the signal on when it has stopped, and it would kill us."""
    raise SystemExit(128 + sig)


def prepare(desk: Desk, say: Callable[[str], None]) -> None:
    """Link a register of another version anew, so that it is not the first decision that waits for it."""
    if not desk.register.is_linked():
        say("Another version linked this register; it is linked anew first.")
        desk.register.refresh(author=desk.author)


def loopback(host: str) -> str:
    """An address of this machine that no other machine can reach. Raises ConfigError for any other."""
    if host == "localhost":
        return "127.0.0.1"
    try:
        inside = ip_address(host.strip("[]")).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise ConfigError(
            f"{host} can be reached from other machines, and the desk has no accounts yet; use 127.0.0.1, and an SSH "
            "tunnel (ssh -L 8000:127.0.0.1:8000) to review from another machine"
        )
    return host.strip("[]")


def shown(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host.strip('[]')}]" if ":" in host else host


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens here. Raises RashomonError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise RashomonError(
            f"port {port}: {error.strerror or error}; give another --port, or 0 for any free one"
        ) from None
    return listening
