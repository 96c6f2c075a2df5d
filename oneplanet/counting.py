"""The shared cache, whose counters are right over several processes."""

import base64
import pickle

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction


class CountingCache(DatabaseCache):
    """Django's cache in the database. Its own ``incr`` reads and then writes, so two
    processes could count one request between them, and forgets when the key expires.
    """

    def incr(self, key, delta=1, version=None):
        """Add to a number that is there; ValueError where it is not."""
        key = self.make_and_validate_key(key, version=version)
        db = router.db_for_write(self.cache_model_class)
        row = {"table": connections[db].ops.quote_name(self._table)}
        locked = connections[db].features.has_select_for_update
        find = _FIND + (" FOR UPDATE" if locked else "")
        with transaction.atomic(using=db), connections[db].cursor() as cursor:
            cursor.execute(find.format(**row), [key])
            found = cursor.fetchone()
            if found is None:
                raise ValueError(f"Key {key!r} not found")
            # What stands in this table this class or Django's has written.
            number = pickle.loads(base64.b64decode(found[0].encode())) + delta  # noqa: S301
            kept = base64.b64encode(pickle.dumps(number, self.pickle_protocol)).decode()
            cursor.execute(_WRITE.format(**row), [kept, key])
        return number


_FIND = "SELECT value FROM {table} WHERE cache_key = %s"
_WRITE = "UPDATE {table} SET value = %s WHERE cache_key = %s"
