"""Likely twins: two records of one activity, by two partners or in two languages.

``profile`` says what of a record is compared, ``signs`` how much two are alike,
``judging`` whether they are likely twins, and why (``reasons`` in words); ``keys`` what
two must share to be looked at at all, ``kept`` how all this stands beside a version.
No database in this package: ``reporting.twin_finding`` asks it. Record 43.
"""
