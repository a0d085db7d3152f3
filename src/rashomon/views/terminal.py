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
LEDGER = {"claims": "claimed by", "accuses": "accused by", "denies": "denied by", "doubts": "doubted by"}
MOST_SOURCES = 4  # names of one value that a cell lists before it counts the rest


def incident_list(incidents: Iterable[Incident]) -> Table:
    """One line an incident."""
    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="bold")
    for name in ("id", "date", "what and where"):
        table.add_column(name, overflow="fold", no_wrap=name != "what and where")
    for name in ("killed", "injured", "sources"):
        table.add_column(name, justify="right", no_wrap=True)
    for i in incidents:
        what = Text(plain(headline(i)))
        for mark, style, on in (("disputed", "red", is_contested(i)), ("in passing", "dim", not i.main)):
            if on:
                what.append(f" ({mark})", style=style)
        table.add_row(
            i.id[:8],
            i.date.start or "?",
            what,
            short_toll(i.killed),
            short_toll(i.injured),
            str(i.independent_sources),
        )
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
        ("responsibility", responsibility_text(incident)),
        (
            "sources",
            f"{incident.independent_sources} independent; headline figures by policy {incident.policy!r}",
        ),
    ):
        if value:
            table.add_row(name, Text("\n".join(map(plain, value.split("\n")))))
    return table


def responsibility_text(incident: Incident) -> str:
    """Actor by actor, who takes, lays or rejects responsibility; who is only named as the doer stands among the
    accounts.

    Such as "Russia: accused by prosecutors; denied by Kremlin".
    """
    told: dict[str, dict[str, list[str]]] = {}
    for line in incident.responsibility:
        if line.stance in LEDGER:
            who = "the report itself" if line.source == "outlet" else line.source
            told.setdefault(line.actor, {}).setdefault(LEDGER[line.stance], []).append(who)
    return "\n".join(
        f"{actor}: " + "; ".join(f"{verb} {', '.join(who)}" for verb, who in verbs.items())
        for actor, verbs in told.items()
    )


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


def short_toll(toll: Toll) -> str:
    """A toll for a narrow column; the best figure stands in the incident's own card.

    >>> short_toll(Toll(17, 30, 54)), short_toll(Toll(4, 4, None)), short_toll(Toll())
    ('17-54', '4+', '-')
    """
    if toll.low is None and toll.high is None:
        return "-"
    if toll.high is None:
        return f"{toll.low}+"
    if toll.low is None:
        return f"0-{toll.high}"
    return str(toll.low) if toll.low == toll.high else f"{toll.low}-{toll.high}"


def plain(text: str) -> str:
    """Text without control characters that a report could have put there."""
    return "".join(c if c.isprintable() else " " for c in text)
