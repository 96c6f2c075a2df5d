"""Saves of one open page, each meant to take the place of the one before, whether or
not the page has heard of it: a page that is left sends its last words without waiting.
"""

from django.db import models

LONGEST = 64  # characters of the key of a page


def page_of(posted) -> tuple[str, int | None]:
    """The key of the page that posted, and how much had been changed on it by then;
    None where it does not say."""
    turn = posted.get("turn", "")
    is_turn = turn.isascii() and turn.isdecimal() and len(turn) < 10
    return posted.get("once", "")[:LONGEST], int(turn) if is_turn else None


class SavedByPage(models.Model):
    """``page_key`` names the page that saved last, ``page_turn`` how much had been
    changed on it, ``page_count`` the counter it led to: after any other save the page
    is the last no more.
    """

    page_key = models.CharField(max_length=LONGEST, blank=True, editable=False)
    page_turn = models.PositiveIntegerField(default=0, editable=False)
    page_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def follows(self, posted) -> bool:
        """Whether this was written on the page that saved last, and not before it."""
        key, turn = page_of(posted)
        is_last = key and key == self.page_key and self.page_count == self.edit_count
        return bool(is_last) and turn is not None and turn >= self.page_turn

    def heard_of(self, posted):
        """Remember a turn of the page that saved last which changed nothing; itself."""
        if self.follows(posted):
            self.page_turn = page_of(posted)[1]
            self.save(update_fields=["page_turn"])
        return self

    def note_page(self, posted) -> None:
        """Remember by which page it is saved; its counter has been raised already."""
        key, turn = page_of(posted)
        self.page_key, self.page_turn = key, turn or 0
        self.page_count = self.edit_count
