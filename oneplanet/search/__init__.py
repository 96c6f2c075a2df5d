"""The search engine: plain documents in plain tables, alike on SQLite and PostgreSQL.

    indexing.index(documents)   indexing.delete(keys)   asking.search(request)

with merging.merge() and rebuilding.rebuild(documents) in the background, and what
suggesting.py answers beside. It knows no app. Why it is ours: record 28.
"""
