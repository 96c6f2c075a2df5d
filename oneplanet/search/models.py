"""The tables of the index. Everything in them can be made again from the content.

Each document has an ordinal, given once and never again before a rebuild: what is
changed gets a new one. A rebuild writes a new generation beside the one in use.
"""

from django.db import models


class TermField(models.CharField):
    """Compared by code point on both databases, so that prefixes are ranges."""

    def db_parameters(self, connection):
        collation = "C" if connection.vendor == "postgresql" else None
        return super().db_parameters(connection) | {"collation": collation}


class SearchState(models.Model):
    """One row: which generation answers, and how often it has changed.

    Who writes locks it first. ``stamp`` is drawn anew with each change, so that a
    change taken back is not taken for the one that came instead.
    """

    generation = models.IntegerField(default=1)
    version = models.BigIntegerField(default=0)
    stamp = models.BigIntegerField(default=0)
    next_ord = models.IntegerField(default=0)
    average_length = models.FloatField(default=100)
    analyser_version = models.IntegerField(default=0)
    # Blocks hold everything up to here.
    folded_version = models.BigIntegerField(default=0)
    folded_stamp = models.BigIntegerField(default=0)
    # The generation being built beside, if any; when its builder last wrote.
    building = models.IntegerField(null=True)
    building_next_ord = models.IntegerField(default=0)
    building_length = models.FloatField(default=100)
    building_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"generation {self.generation}, version {self.version}"


class SearchDocument(models.Model):
    """A document as it was last indexed. Its texts are in the postings alone."""

    generation = models.IntegerField()
    ord = models.IntegerField()
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    date = models.DateField()
    codes = models.BinaryField()  # uint16 codes of SearchValue
    visible_from = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("generation", "ord"), name="searchdocument_has_its_ordinal"
            ),
            models.UniqueConstraint(
                fields=("generation", "kind", "key"), name="searchdocument_once"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


class SearchPosting(models.Model):
    """Which of some documents have a term, how much it says of each, and where.

    Any number of rows make up a term's list; merging replaces several by one, so
    every reading of a term's rows in one statement sees each document once.
    """

    generation = models.IntegerField()
    term = TermField(max_length=80)
    is_fresh = models.BooleanField(default=True)  # not looked at by a merge yet
    df = models.IntegerField()
    ids = models.BinaryField()  # a roaring bitmap of ordinals
    impacts = models.BinaryField()  # uint8 per document, in their order
    places = models.BinaryField()  # uint16: how many, per document; then all of them

    class Meta:
        indexes = [
            models.Index(fields=("generation", "term"), name="searchposting_term"),
            models.Index(
                fields=("generation", "term"),
                condition=models.Q(is_fresh=True),
                name="searchposting_fresh",
            ),
        ]

    def __str__(self):
        return f"{self.term} ({self.df})"


class SearchValue(models.Model):
    """A value of a facet and its code; kept from generation to generation."""

    code = models.IntegerField(primary_key=True)
    facet = models.CharField(max_length=40)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("facet", "value"), name="searchvalue_has_one_code"
            )
        ]

    def __str__(self):
        return f"{self.facet}: {self.value}"


class SearchBlock(models.Model):
    """What every process keeps in memory of a row of ordinals, as arrays."""

    generation = models.IntegerField()
    first = models.IntegerField()
    end = models.IntegerField()  # one past the last
    dates = models.BinaryField()  # int32: days since year 1, per ordinal
    sizes = models.BinaryField()  # uint16: how many codes, per ordinal
    codes = models.BinaryField()  # uint16: all codes
    windows = models.BinaryField()  # int64 each: ordinal, visible from, until
    dead = models.BinaryField()  # a bitmap: what is gone, here and in blocks before

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("generation", "first"), name="searchblock_follows"
            )
        ]

    def __str__(self):
        return f"{self.first}–{self.end}"


class SearchChange(models.Model):
    """One document came or went; told until the blocks hold it.

    Without ordinal: one that went before the generation being built had it.
    """

    generation = models.IntegerField()
    version = models.BigIntegerField()
    stamp = models.BigIntegerField()
    ord = models.IntegerField(null=True)
    is_gone = models.BooleanField()
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("generation", "version"), name="searchchange_in_order"
            )
        ]

    def __str__(self):
        return f"{self.version}: {'-' if self.is_gone else '+'}{self.ord}"


class SearchForm(models.Model):
    """A word as it is written, and the term it is found by: for suggestions."""

    generation = models.IntegerField()
    language = models.CharField(max_length=10)
    folded = TermField(max_length=40)
    form = models.CharField(max_length=40)
    term = TermField(max_length=80)
    documents = models.IntegerField(default=1)  # when last counted

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("generation", "language", "folded"), name="searchform_once"
            )
        ]

    def __str__(self):
        return self.form
