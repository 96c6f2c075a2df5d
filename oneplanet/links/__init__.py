"""Whether an address still answers, asked without harm to anybody: ``rules`` says what
may be asked at all, ``connecting`` speaks to the machine that was checked, ``robots``
asks a site whether it minds, ``asking`` follows an address to its end.
"""
