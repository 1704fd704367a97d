"""Runs a mail server. The arguments are the modes for each email in order. The last one applies to
all further emails. Prints events as lines of JSON. Exits when its standard input closes."""

import asyncio
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP

HANGS_FOR = 120


def say(**what):
    print(json.dumps(what), flush=True)


class Handler:
    def __init__(self, modes):
        self.modes = modes

    def next_mode(self):
        return self.modes.pop(0) if len(self.modes) > 1 else self.modes[0]

    async def handle_RCPT(self, server, session, envelope, address, options):
        session.mode = self.next_mode()
        say(event="attempt", mode=session.mode)
        if session.mode == "refuse":
            return f"550 5.1.1 <{address}> is nobody here"
        if session.mode == "greylist":
            return "451 4.7.1 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if session.mode == "die":
            server.transport.abort()
            return "421 4.3.2 Going down"
        if session.mode == "hang":
            await asyncio.sleep(HANGS_FOR)
        if session.mode == "slow":
            await asyncio.sleep(2)
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        say(
            event="letter",
            sender=envelope.mail_from,
            to=envelope.rcpt_tos,
            headers=dict(letter.items()),
            text=letter.get_content(),
        )
        return "250 OK"


async def main():
    handler = Handler(sys.argv[1:] or ["take"])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="localhost", loop=loop), "127.0.0.1", 0
    )
    say(event="listening", port=server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
