"""Translating curated texts: what waits in which language, a record side by side with
its source, and workbooks for translators.
"""
