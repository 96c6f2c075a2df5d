"""Mails into files, for portals without a mail server, as somebody can read them."""

from email import policy

from django.core.mail.backends.filebased import EmailBackend

# As they are, in long lines too: no word in =D0=9F and no link broken in two.
READABLE = policy.default.clone(utf8=True, cte_type="8bit", max_line_length=100_000)


class ReadableFiles(EmailBackend):
    def write_message(self, message):
        text = message.message(policy=READABLE).as_bytes()
        self.stream.write(text + b"\n" + b"-" * 79 + b"\n")
