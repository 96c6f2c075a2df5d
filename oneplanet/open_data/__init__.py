"""Open data: what the portal publishes, for programs and spreadsheets.

A kind of record is described once, as columns over a queryset (kinds.py, columns.py).
From that come the answers of the API (reading.py), its description (describing.py),
the tables to download (tables.py) and the codebook (codebook.py). This package knows
no kind: knowledge_hubs/open_data/ has the list.
"""
