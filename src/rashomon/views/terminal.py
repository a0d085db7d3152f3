"""Incidents for a terminal: a list, and one incident's accounts side by side. Needs rich."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Group
from rich.table import Table
from rich.text import Text

from rashomon.codebook import load_codebook
from rashomon.model import Document, Incident, Toll
from rashomon.views.board import board_of, range_text

STANCES = {"claims": "claims it", "accuses": "accuses", "denies": "denies", "doubts": "doubts"}
MOST_SOURCES = 4  # names of one value that a cell lists before it counts the rest


def incident_list(incidents: Iterable[Incident]) -> Table:
    """One line an incident."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "date", "what and where", "killed", "injured", "sources", ""):
        table.add_column(name, overflow="fold", no_wrap=name in ("id", "date"))
    for i in incidents:
        marks = [m for m, on in (("disputed", is_contested(i)), ("background", not i.main)) if on]
        table.add_row(
            i.id[:8], i.date.start or "?", Text(plain(headline(i))), toll_text(i.killed), toll_text(i.injured),
            str(i.independent_sources), ", ".join(marks),
        )  # fmt: skip
    return table


def incident_card(incident: Incident, documents: Mapping[str, Document], copies: Mapping[str, str]) -> Group:
    """One incident: its facts, then for every role who says what."""
    title = Text(plain(incident.label), style="bold")
    title.append(f"   {incident.id}", style="dim")
    return Group(title, facts(incident), accounts(incident, documents, copies), Text(""))


def facts(incident: Incident) -> Table:
    """When, where, tolls, responsibility."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    place = ", ".join(
        dict.fromkeys(p for p in (incident.place.name, incident.place.admin1, incident.place.country) if p)
    )
    for name, value in (
        ("killed", toll_text(incident.killed)),
        ("injured", toll_text(incident.injured)),
        ("where", f"{place or 'unknown'} ({incident.place.precision or 'precision unknown'})"),
        ("when", f"{incident.date.start or 'unknown'} ({incident.date.precision})"),
        ("responsibility", "; ".join(f"{r.actor}: {r.stance} ({r.source})" for r in incident.responsibility)),
        (
            "sources",
            f"{incident.independent_sources} independent; headline figures by policy {incident.policy!r}",
        ),
    ):
        if value:
            table.add_row(name, Text(plain(value)))
    return table


def accounts(incident: Incident, documents: Mapping[str, Document], copies: Mapping[str, str]) -> Table:
    """Role, value, and everybody who gives that value."""
    board = board_of(incident, documents, copies)
    names = {c.key: c.name for c in board.columns}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("role", "account", "according to"):
        table.add_column(column, overflow="fold")
    for row in board.rows:
        values: dict[tuple[str, str, bool], list[str]] = {}
        for cell in row.cells:
            values.setdefault((cell.text, cell.stance, cell.hedged), []).append(names[cell.column])
        label = row.role + (f" ({row.of})" if row.of and row.of != "people" else "")
        for n, ((text, stance, hedged), sources) in enumerate(values.items()):
            said = (
                plain(text)
                + (f"  [{STANCES[stance]}]" if stance in STANCES else "")
                + (" (hedged)" if hedged else "")
            )
            role = Text(label if n == 0 else "", style="bold red" if row.disputed else "")
            table.add_row(role, Text(said), Text(plain(listed(sources)), style="dim"))
    return table


def listed(names: list[str]) -> str:
    """Names in a row, the rest counted."""
    rest = len(names) - MOST_SOURCES
    return "; ".join(names[:MOST_SOURCES]) + (f"; and {rest} more" if rest > 0 else "")


def headline(incident: Incident) -> str:
    """What and where, without the date."""
    kind = load_codebook().types[incident.type].code
    return f"{kind}, {incident.place.name}" if incident.place.name else kind


def is_contested(incident: Incident) -> bool:
    """Do sources differ on the toll or the type?"""
    return incident.killed.contested or incident.injured.contested or incident.type_contested


def toll_text(toll: Toll) -> str:
    """A toll as its range, with its best figure when the range is open or wide."""
    if toll.low is None and toll.high is None:
        return "-"
    text = range_text(toll.low, toll.high)
    return (
        f"{text} (best {toll.best})"
        if toll.low != toll.high and toll.best is not None and toll.high is not None
        else text
    )


def plain(text: str) -> str:
    """Text without control characters that a report could have put there."""
    return "".join(c if c.isprintable() else " " for c in text)
