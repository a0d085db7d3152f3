"""Which incidents persons marked as sensitive."""

from __future__ import annotations

import sqlalchemy as sa

from rashomon.store.anchors import documents_of
from rashomon.store.deciding import keys_of
from rashomon.store.relink import Key
from rashomon.store.schema import members
from rashomon.store.shelf import Shelf, chunks, load_docket


def sensitive_incidents(connection: sa.Connection) -> frozenset[str]:
    """Ids of incidents of which a part is marked, whatever it was merged with since.

    A mark whose words a newer reading lost falls on every incident of its report: a place must not leave because
    the coder changed its mind.
    """
    docket = load_docket(connection)
    last = {d.anchors[0].id: d for d in docket.held if d.kind == "sensitive"}
    marked: dict[Key, bool] = {}
    for decision in sorted(last.values(), key=lambda d: d.sequence):
        numbers = documents_of(connection, (a.sha256 for a in decision.anchors))
        keys = keys_of(connection, docket, decision, numbers)
        if not keys and decision.details["sensitive"]:
            shelf = Shelf(connection, docket)
            shelf.load(numbers)
            keys = {(n, i.id) for n in numbers for i in shelf.report(n).incidents}
        marked |= dict.fromkeys(keys, decision.details["sensitive"])
    wanted = {key for key, sensitive in marked.items() if sensitive}
    found: set[str] = set()
    for chunk in chunks({n for n, _ in wanted}):
        for row in connection.execute(sa.select(members).where(members.c.document.in_(chunk))):
            if (row.document, row.reported) in wanted:
                found.add(row.incident)
    return frozenset(found)
