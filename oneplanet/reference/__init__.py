"""Loading reference data from readable files, again and again, without harm.

Per field the loader remembers a hash of what it last wrote. A field that differs from
it is an editor's and is kept; the others follow the file. A row an editor deleted stays
deleted; a row gone from the files is reported, never deleted.
"""

from oneplanet.reference.files import LATER, Table, read, read_csv, read_one
from oneplanet.reference.loader import Loader
from oneplanet.reference.memory import LoadedRow
from oneplanet.reference.values import BadReference, Deleted

__all__ = [
    "LATER",
    "BadReference",
    "Deleted",
    "LoadedRow",
    "Loader",
    "Table",
    "read",
    "read_csv",
    "read_one",
]
