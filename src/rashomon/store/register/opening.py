"""An open register: its database, and how every method of it reads and writes there."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, Self, TypeVar

import sqlalchemy as sa

from rashomon.config import Config
from rashomon.incidents.policies import Policy
from rashomon.store import log
from rashomon.store.engine import (
    PATIENCE_AT_OPENING,
    UNSAFE,
    insist,
    open_engine,
    unsafe,
    unsafe_allowed,
    writing,
)
from rashomon.store.ingesting import linking_stamp, policy_json, settle
from rashomon.store.schema import SCHEMA_VERSION
from rashomon.store.setup import prepare

T = TypeVar("T")
P = ParamSpec("P")


def patient(method: Callable[P, T]) -> Callable[P, T]:
    """A method that only reads, done again when the server went away meanwhile."""

    @wraps(method)
    def repeated(*arguments: P.args, **named: P.kwargs) -> T:
        return insist(lambda: method(*arguments, **named))

    return repeated


class OpenRegister:
    """What all parts of `Register` stand on."""

    def __init__(self, engine: sa.Engine, config: Config) -> None:
        self.engine = engine
        self.config = config
        self._risks: list[str] = []  # unsafe settings, to be told in the log before anything else is written

    @classmethod
    def open(cls, where: str, *, config: Config | None = None, create: bool = False) -> Self:
        """Open a register (a file path or `postgresql://…`), making it when `create` is set.

        A register keeps the policy that it was made with. Raises RegisterError when it is missing, is no
        register, was made by a newer version, or runs on settings that could lose what was acknowledged.
        """
        config = config or Config()
        engine = open_engine(where, create=create)
        try:
            insist(lambda: prepare(engine, create=create), patience=PATIENCE_AT_OPENING)
            register = cls(engine, config)
            register._warn()
            if create:
                register._begin()
        except BaseException:
            engine.dispose()
            raise
        return register

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _warn(self) -> None:
        """Tell of unsafe settings that the user asked to bear."""
        if unsafe_allowed():
            self._risks = unsafe(self.engine)
            for risk in self._risks:
                warnings.warn(f"{risk}; records may be lost ({UNSAFE} is set)", RuntimeWarning, stacklevel=4)

    def _begin(self) -> None:
        """The first log entry of a new register."""
        policy = Policy(self.config.policy, self.config.source_priority)

        def work(connection: sa.Connection) -> None:
            if log.last(connection)[0] == 0:
                from rashomon import __version__

                details = {"schema": SCHEMA_VERSION, "version": __version__, "linking": linking_stamp()}
                settle(connection, policy)
                log.append(
                    connection,
                    author="rashomon",
                    action="create",
                    object="register",
                    details={**details, "policy": policy_json(policy)},
                )

        self._write(work)
        if self._risks:
            self._write(lambda _connection: None)

    def _write(self, work: Callable[[sa.Connection], T]) -> T:
        """Do work in one transaction, again if the server went away: the work must bear that."""

        def once() -> tuple[T, bool]:
            with writing(self.engine) as connection:
                tell = bool(self._risks) and log.last(connection)[0] > 0
                if tell:
                    details = {"settings": self._risks}
                    log.append(
                        connection, author="rashomon", action="unsafe", object="register", details=details
                    )
                return work(connection), tell

        done, told = insist(once)
        if told:
            self._risks = []
        return done
