"""The register: documents and their original bytes, readings, decisions, the audit log, and the
incidents that they give.

Start with `register`, the object that users hold; its methods call what lies beside it:

- the database: `engine` and `driver` (opening it safely), `schema`, `columns`, `setup` (its tables)
- what comes in: `ingesting` (reports), `deciding` and `anchors` (decisions and the words they are about), `erasing`,
  `moving` (from another register)
- incidents out of it: `shelf` (documents as linking sees them), `index` (whom a new report can meet), `relink` and
  `clustering` (which incidents change), `rows` (writing them), `sensitive`
- questions: `queries` (filters), `search` (words), `changes`, `explaining`, `tables` (data frames)
- proof and copies: `log`, `verify`, `replay`, `bundle`, `backup`
"""

from rashomon.store.changes import Change
from rashomon.store.deciding import Decided
from rashomon.store.ingesting import Ingested
from rashomon.store.queries import Filter
from rashomon.store.register import Register

__all__ = ["Change", "Decided", "Filter", "Ingested", "Register"]
