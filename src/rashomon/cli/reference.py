"""The reference part of docs/commands.md, made from the program itself: `python -m rashomon.cli.reference`.

Run it after a command or an option has changed; a test fails until then. What stands above the mark is written
by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from rashomon.cli import build

MARK = "<!-- From here on made by `python -m rashomon.cli.reference`; do not edit. -->"


def commands() -> dict[str, Any]:
    """Commands by full name, in the order of the help, without the hidden ones."""
    found: dict[str, Any] = {}
    work: list[tuple[str, Any]] = [("", get_command(build()))]
    while work:
        prefix, group = work.pop(0)
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                work.append((f"{prefix}{name} ", command))
            elif not command.hidden:
                found[prefix + name] = command
    return found


def reference() -> str:
    """A section for every command: what it does, its arguments and options."""
    return "\n".join(line for name, command in commands().items() for line in section(name, command))


def section(name: str, command: Any) -> Iterator[str]:
    """One command's section, line by line."""
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    usage = " ".join(p.metavar or p.name.upper() for p in arguments)
    yield f"## `rashomon {name}`"
    yield ""
    yield command.help.strip()
    yield ""
    yield f"    rashomon {name} {usage} [OPTIONS]".replace("  [", " [")
    yield ""
    if arguments or options:
        yield "| | |"
        yield "|---|---|"
    for parameter in arguments:
        yield f"| {parameter.metavar} | {parameter.help} |"
    for parameter in options:
        yield f"| {spelling(parameter)} | {parameter.help}{default(parameter)} |"
    yield ""


def spelling(parameter: Any) -> str:
    """An option as it is written, with what it takes."""
    takes = "" if parameter.is_flag else f" {parameter.metavar or 'VALUE'}".replace("|", " or ")
    return f"`{', '.join(parameter.opts)}{takes}`"


def default(parameter: Any) -> str:
    """What an option is when it is left out, if that says something."""
    value = parameter.default
    return "" if parameter.is_flag or value is None or value == "" else f" Default: `{value}`."


def refresh(path: Path) -> None:
    """Write the reference below the mark of a file."""
    above = path.read_text(encoding="utf-8").partition(MARK)[0]
    path.write_text(above + MARK + "\n\n" + reference(), encoding="utf-8")


if __name__ == "__main__":
    refresh(Path("docs/commands.md"))
