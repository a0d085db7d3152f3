"""A register: the lasting record of what reports said, of the incidents that they make together, and
of what persons decided.

| part | what it holds |
|---|---|
| `opening` | opening and closing; how all others read and write |
| `adding` | ingest, rebuild, erase, policy |
| `deciding` | accept, reject, correct, merge, split, undo … |
| `asking` | incidents by filters and words, counts, changes, saved queries |
| `reading` | one incident, one document, everything as a coding |
| `proving` | explanations, log, verification, bundles |

Methods open a transaction and call the functions of the modules beside this folder, which take a connection.
"""

from __future__ import annotations

from rashomon.store.register.asking import Asking
from rashomon.store.register.deciding import Deciding
from rashomon.store.register.proving import Proving
from rashomon.store.register.reading import Reading


class Register(Deciding, Asking, Reading, Proving):
    """An open register. Use `Register.open`, or `rashomon.open`."""
