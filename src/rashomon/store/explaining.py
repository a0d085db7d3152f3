"""Why an incident of a register is what it is: linking around it, done anew so that it can be looked into."""

from __future__ import annotations

import sqlalchemy as sa

from rashomon.config import Config
from rashomon.incidents import Linker
from rashomon.incidents.clusters import SAME
from rashomon.incidents.explain import Explanation, explain
from rashomon.incidents.policies import Policy
from rashomon.store.schema import links, members
from rashomon.store.shelf import Shelf, chunks


def explanation(connection: sa.Connection, policy: Policy, incident: str) -> Explanation:
    """The links that make an incident, and the nearest other one."""
    shelf = Shelf(connection)
    linker = Linker(
        Config(policy=policy.name, source_priority=policy.priority), judgements=shelf.docket.judgements()
    )
    numbers = _around(connection, incident)
    shelf.load(numbers)
    for n in sorted(numbers, key=lambda n: shelf.report(n).doc.id):
        linker.add(shelf.report(n))
    return explain(linker, incident)


def _around(connection: sa.Connection, incident: str) -> set[int]:
    """Documents that could be clustered with an incident, and those that were compared with it."""
    query = sa.select(members.c.document).where(members.c.incident == incident)
    found = set(connection.execute(query).scalars())
    edge = set(found)
    while edge:
        step: set[int] = set()
        for chunk in chunks(edge):
            query = sa.select(links.c.other_document).where(
                links.c.document.in_(chunk), links.c.score >= SAME
            )
            step |= set(connection.execute(query.distinct()).scalars())
        edge = step - found
        found |= edge
    for chunk in chunks(sorted(found)):
        query = sa.select(links.c.other_document).where(links.c.document.in_(chunk))
        found |= set(connection.execute(query.distinct()).scalars())
    return found
