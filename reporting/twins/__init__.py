"""Likely twins: two records of one activity, by two partners or in two languages.

``profile`` says what of a record is compared, ``signs`` how much two are alike,
``judging`` whether they are likely twins, and why. No database in this package yet.
"""
