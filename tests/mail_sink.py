"""A real mail server on this machine that keeps what it is sent.

    with MailSink() as sink:
        settings.MAILERS = sink.mailers()
        …
        assert sink.ids() == […]

``sink.on[moment]`` may hold a function that is called, in a thread of its own, when a
client reaches that moment (MAIL, RCPT, TEXT, ASKED, DATA, QUIT); what it returns, if
anything, is the answer. TEXT is in the middle of the message; at ASKED the server has
all of it and decides; at DATA it has kept it, but has not said so.
"""

import asyncio
import email
import email.policy
import socket

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class MailSink:
    def __init__(self):
        self.messages = []
        self.on = {}
        self.port = _free_port()
        self._controller = _Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *error):
        self._controller.stop()

    def ids(self) -> list[str]:
        """Message-IDs in the order the mails came."""
        return [message["Message-ID"] for message in self.messages]

    def mailers(self, **options) -> dict:
        """The setting that sends mails here."""
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 20} | options
        backend = "django.core.mail.backends.smtp.EmailBackend"
        return {"default": {"BACKEND": backend, "OPTIONS": options}}

    async def reached(self, moment: str, usual: str = "250 OK") -> str:
        call = self.on.get(moment)
        return (call and await asyncio.to_thread(call)) or usual

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return await self.reached("MAIL")

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return await self.reached("RCPT")

    async def handle_DATA(self, server, session, envelope):
        answer = await self.reached("ASKED")
        if answer.startswith("250"):
            content = envelope.original_content
            policy = email.policy.default
            self.messages.append(email.message_from_bytes(content, policy=policy))
            answer = await self.reached("DATA")
        return answer

    async def handle_QUIT(self, server, session, envelope):
        return await self.reached("QUIT", "221 Bye")


class _Controller(Controller):
    def factory(self):
        return _Server(self.handler)


class _Server(SMTP):
    async def smtp_DATA(self, arg):
        if "TEXT" in self.event_handler.on:
            await self.push("354 Go on")
            await self._reader.read(1000)
            await self.event_handler.reached("TEXT")
            self.transport.close()
            return
        await super().smtp_DATA(arg)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
