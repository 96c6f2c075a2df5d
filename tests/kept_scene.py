"""The scene, made once for all modules that ask for it one after the other.

It stays in a transaction that is taken back before the first test which must find
nothing of it. Each module gets objects of its own: what one changes in memory no other
meets.
"""

import pickle
from contextlib import ExitStack, contextmanager

from django.db import transaction

from tests import scene as scenes


@contextmanager
def taken_back():
    """A transaction, or a part of one, of which nothing stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class KeptScene:
    def __init__(self, blocker):
        self.blocker, self.open, self.packed = blocker, ExitStack(), None

    def make(self):
        """If it is not there."""
        if self.packed is None:
            with self.blocker.unblock():
                self.open.enter_context(taken_back())
                self.packed = pickle.dumps(scenes.build())

    def unpacked(self) -> scenes.Scene:
        """As it was made."""
        return pickle.loads(self.packed)  # noqa: S301  what make() has packed

    def take_back(self):
        with self.blocker.unblock():
            self.open.close()
        self.packed = None
