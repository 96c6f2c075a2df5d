"""What blocks of hubs fill themselves with: a module for each kind.

Its ``fill`` takes what is known of the page (``Given``) and all blocks of that kind,
and answers, by the key of the block, what its template takes; nothing where there is
nothing to show.
"""
