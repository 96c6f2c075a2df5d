"""The text inside files people attach, for the search: ``reading`` asks, ``opened`` is
the process that opens the file, ``guessing`` tells the language of what it found.
"""
