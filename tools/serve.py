"""Run the web server and the background worker side by side; both end together.

Ctrl-C or SIGTERM ends both. If one of them dies, the other is ended too, with a
message. `--dev` runs Django's reloading server and joins the stylesheet as it changes.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from environment import ROOT, sample_environment

MANAGE = [sys.executable, str(ROOT / "manage.py")]
ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PATIENCE = 35  # seconds for requests in progress, then a child is killed


def programs(dev: bool, port: str) -> dict[str, list[str]]:
    """Name → command of every program that runs side by side."""
    worker = {"worker": [*MANAGE, "run_worker"]}
    if dev:
        return {
            "web server": [*MANAGE, "runserver", f"127.0.0.1:{port}"],
            "stylesheet": [*MANAGE, "join_css", "--watch"],
        } | worker
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", "oneplanet/gunicorn.py"]
    return {"web server": [*gunicorn, "--log-level", "warning"]} | worker


class Stop(Exception):
    """Somebody asked for the end."""


def main() -> int:
    dev = "--dev" in sys.argv[1:]
    env = sample_environment(debug=dev)
    refuse_taken_port(int(env["PORT"]))
    for number in ENDINGS:
        if signal.getsignal(number) != signal.SIG_IGN:  # as under nohup
            signal.signal(number, stop)
    children: dict[str, subprocess.Popen] = {}
    try:
        for name, command in programs(dev, env["PORT"]).items():
            # A session of its own: Ctrl-C reaches this program alone, which then
            # ends its children in order.
            children[name] = subprocess.Popen(
                command, cwd=ROOT, env=env, start_new_session=True
            )
        if answers(children, env):
            greet(env, dev)
        died = wait_for_a_death(children)
    except Stop:
        died = None
    finally:
        end(children)
    if died:
        code = children[died].returncode
        print(f"The {died} ended by itself (exit code {code}), so all was stopped.")
        return 1
    print("\nStopped.", flush=True)
    return 0


def stop(number, frame):
    for each in ENDINGS:
        signal.signal(each, signal.SIG_IGN)
    raise Stop


def refuse_taken_port(port: int):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(
                f"Port {port} cannot be used ({error.strerror}). Is the portal running "
                f"already? Stop it, or choose another port: make run PORT=8001"
            )


def answers(children: dict, env: dict) -> bool:
    """Wait until /healthz answers; False once one of the programs has ended."""
    request = Request(
        f"http://127.0.0.1:{env['PORT']}/healthz",
        headers={"Host": env["SITE_URL"].partition("://")[2]},
    )
    while not dead(children):
        try:
            with urlopen(request, timeout=5):
                return True
        except HTTPError as error:
            print(
                f"The portal does not answer to {env['SITE_URL']} ({error}). "
                "ALLOWED_HOSTS has to name that host.",
                flush=True,
            )
            return False
        except OSError:
            time.sleep(0.2)
    return False


def greet(env: dict, dev: bool):
    """Where the portal is and how to sign in."""
    logins = subprocess.run(
        [*MANAGE, "load_sample", "--logins"],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    kind = "The developers' server" if dev else "The portal"
    print(f"\n{kind} runs at {env['SITE_URL']}\n")
    print(f"Sample people to sign in as:\n\n{logins.stdout.strip(chr(10))}\n")
    if not env.get("MAIL_HOST"):
        print("Mails are written to var/mail.\n")
    print("Ctrl-C stops it.\n", flush=True)


def dead(children: dict) -> str | None:
    return next((name for name in children if children[name].poll() is not None), None)


def wait_for_a_death(children: dict) -> str:
    while not (name := dead(children)):
        time.sleep(0.3)
    return name


def end(children: dict):
    """SIGTERM to each and its own children; SIGKILL to what is left."""
    for child in children.values():
        tell(child, signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    for child in children.values():
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            tell(child, signal.SIGKILL)
            child.wait()


def tell(child, number):
    """To the child and whatever it has started, alive or not itself."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


if __name__ == "__main__":
    sys.exit(main())
