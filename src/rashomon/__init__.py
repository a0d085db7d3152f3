"""Rashomon: sourced incident records from reports of armed conflict and political violence.

The public interface is :mod:`rashomon.api`; the names below are loaded from it on first use, so that importing
the package (and `rashomon --help`) stays fast.
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "annotate", "code", "ingest", "open", "read"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from rashomon import api

        return getattr(api, name)
    raise AttributeError(f"module 'rashomon' has no attribute {name!r}")
