"""Every exception that Rashomon raises on purpose.

::

    RashomonError
    ├── InputError          a report, file or folder could not be read
    │   └── DuplicateIdError    two reports of one id with different texts
    ├── DataError           a data file of ours or an overlay of the user's breaks its schema
    ├── ConfigError         rashomon.toml or an option is wrong
    ├── ModelError          a trained model is missing or its bytes are not those that were pinned
    ├── RegisterError       a register cannot be opened, read or written
    │   └── ConflictError       somebody else changed the record first
    └── NotFoundError       an id that names nothing

A message is one sentence: what was found, where, what to do.
"""


class RashomonError(Exception):
    """Base of all errors that Rashomon raises on purpose."""


class InputError(RashomonError):
    """A report, file or folder could not be read."""


class DuplicateIdError(InputError):
    """Two reports carry one id but different texts."""


class DataError(RashomonError):
    """A data file of ours, or an overlay of the user's, breaks its schema."""


class ConfigError(RashomonError):
    """`rashomon.toml` or an option is wrong."""


class ModelError(RashomonError):
    """A trained model is missing, or its bytes are not those that were pinned."""


class RegisterError(RashomonError):
    """A register cannot be opened, read or written."""


class ConflictError(RegisterError):
    """Somebody else changed the record first; nothing was written."""


class NotFoundError(RashomonError):
    """An id that names nothing."""
