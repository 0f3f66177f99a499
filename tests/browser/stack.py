"""A whole shop of its own, in processes of its own: web server, worker, beat, Redis, database."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], *, seconds: float, what: str) -> float:
    """The seconds it took until the condition held; fails naming `what` after `seconds`."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        if condition():
            return time.monotonic() - started
        time.sleep(0.1)
    raise AssertionError(f"Not within {seconds} seconds: {what}")


@dataclass
class ShopStack:
    folder: Path
    database_url: str = ""
    with_redis: bool = False
    extra_env: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    redis_port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "shop.config.settings",
            "DEBUG": "1",
            "DATABASE_URL": self.database_url or f"sqlite:///{self.folder}/shop.sqlite3",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0" if self.with_redis else "",
            "MEDIA_ROOT": str(self.folder / "media"),
            "LOG_LEVEL": "WARNING",
            **self.extra_env,
        }

    def manage(self, *arguments: str, check: bool = True) -> str:
        """The output of a management command run against this shop."""
        return self.run(sys.executable, "manage.py", *arguments, check=check)

    def celery(self, *arguments: str) -> str:
        """The output of a command of Celery's, run against this shop."""
        return self.run(sys.executable, "-m", "celery", "--app", "shop.config", *arguments)

    def run(self, *command: str, check: bool = True) -> str:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.processes[name] = process
        return process

    def stop(self, name: str, how: signal.Signals = signal.SIGTERM) -> None:
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)

    @contextlib.contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Nothing is done by this process, if there is one, until the block is over; what is asked of it waits."""
        process = self.processes.get(name)
        if process is None:
            yield
            return
        os.killpg(process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGCONT)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def start_web(self) -> None:
        self.start(
            "web", sys.executable, "-m", "gunicorn", "shop.config.wsgi", "--bind", f"127.0.0.1:{self.port}",
            "--workers", "2", "--threads", "2",
        )  # fmt: skip
        wait_until(self.answers, seconds=60, what=f"the shop at {self.url}\n{self.log('web')}")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/login/", timeout=5) as response:
                return response.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def start_redis(self) -> None:
        self.start(
            "redis", shutil.which("redis-server") or "redis-server", "--port", str(self.redis_port),
            "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder),
        )  # fmt: skip
        wait_until(self.redis_answers, seconds=20, what="Redis")

    def redis_answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.redis_port), timeout=1):
            return True
        return False

    def start_worker(self, *, concurrency: int = 2) -> None:
        self.start(
            "worker", sys.executable, "-m", "celery", "--app", "shop.config", "worker", "--loglevel", "info",
            "--concurrency", str(concurrency), "--without-gossip", "--without-mingle",
        )  # fmt: skip
        wait_until(lambda: "ready." in self.log("worker"), seconds=60, what="the worker")

    def start_beat(self) -> None:
        self.start(
            "beat", sys.executable, "-m", "celery", "--app", "shop.config", "beat", "--loglevel", "info",
            "--schedule", str(self.folder / "beat"),
        )  # fmt: skip

    def close(self) -> None:
        for name in reversed(list(self.processes)):
            self.stop(name)


@contextlib.contextmanager
def fresh_postgres(server_url: str, name: str, *, like: str = "") -> Iterator[str]:
    """The URL of a database on this server, empty or a copy of the one named `like`; dropped afterwards."""
    template = f' TEMPLATE "{like}"' if like else ""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"{template}')
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
