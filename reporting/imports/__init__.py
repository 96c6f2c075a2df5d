"""The spreadsheet round trip: taken away, edited offline, brought back, looked at,
taken over row by row or whole, and undone.

columns (what a sheet holds) · lexicon (words as cells) · taking (the download) ·
cells and cleaning (what a cell says) · merging (three ways, no database) · judging and
looking (the preview) · writing (into drafts, in bulk) · accepting and undoing (the
verbs) · standing and showing (how it stands, in words) · answering (the rows that wait,
mistakes beside their cells) · working (what the worker does).
"""
