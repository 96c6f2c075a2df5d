"""Finding anything public by words and facets: the visible list of kinds (kinds.py),
what each is made into for the engine and drawn with, and one page of results.

The engine is oneplanet/search/; oneplanet/searching.py keeps it like the content.
"""
