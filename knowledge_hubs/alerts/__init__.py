"""People hear by mail of what is new in a list: which lists (``lists``), what is new
(``news``), asking and ending (``asking``), telling (``telling``)."""
