"""Serving a notebook: JupyterLab or a web page of a plan, on this machine only, until Ctrl-C.

The server runs in this very process with settings of its own; where it ends, its kernels end.
"""

import contextlib
import logging
import os
import secrets
import socket
import sys
import tempfile
import warnings
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

from okr_lib.errors import Message, OkrError, install_command, system_reason
from okr_lib.reports.isolation import STRAY, isolated

_LOOPBACK = "127.0.0.1"
_UNSEEN = {"Voila": 60, "ServerApp": 1200}  # seconds after which a kernel that no page is connected to ends
_PAGE = "workshop"  # name of the page's template
# JupyterLab would ask a website for news and newer versions.
_NOTIFICATIONS = "@jupyterlab/apputils-extension/notification.jupyterlab-settings", '{"fetchNews": "false"}'
# Voila's preview inside JupyterLab would ask another for fonts.
_NO_PREVIEW = "labconfig/page_config.json", '{"disabledExtensions": {"@voila-dashboards/jupyterlab-preview": true}}'


@dataclass(frozen=True)
class Opened:
    """Where a served notebook is to be seen; whoever has the address may use it."""

    notebook: Path
    address: str


def serve_lab(notebook: Path, *, port: int = 0, ready: Callable[[Opened], None]) -> None:
    """Serve a notebook in JupyterLab, which shows its folder, until Ctrl-C; ``ready`` is told the address when the server listens.

    Port 0 takes a free one; an ``OkrError`` says that the port is taken.
    """
    port, token = _free_port(port), secrets.token_hex(24)
    with _settled():
        from jupyterlab.labapp import LabApp

        server = LabApp.initialize_server(
            argv=[
                *_common("ServerApp", notebook, port),
                "--ServerApp.answer_yes=True",  # Ctrl-C stops at once
                "--ServerApp.allow_root=True",
                f"--ServerApp.default_url=/doc/tree/{notebook.name}",
                f"--IdentityProvider.token={token}",
                "--LabApp.extension_manager=readonly",  # the other asks a package index
                "--LabApp.expose_app_in_browser=True",
                "--ServerApp.jpserver_extensions={'voila.server_extension': False}",
            ]
        )
        _when_running(ready, Opened(notebook, f"http://{_LOOPBACK}:{port}/doc/tree/{notebook.name}?token={token}"))
        server.start()


def serve_web(notebook: Path, *, port: int = 0, ready: Callable[[Opened], None]) -> None:
    """Serve a notebook as a web page without code, until Ctrl-C; arguments as for ``serve_lab``.

    An ``OkrError`` says that the port is taken, or that Voila is missing.
    """
    if find_spec("voila") is None:
        raise OkrError(
            Message(
                "the web page needs Voila: {command}, or add --lab",
                command=install_command("web"),
            )
        )
    port, token = _free_port(port), secrets.token_hex(24)
    with _settled():
        from jupyter_server import DEFAULT_STATIC_FILES_PATH
        from voila.app import Voila

        app = Voila()
        app.initialize(
            [
                str(notebook),
                *_common("Voila", notebook, port),
                f"--Voila.token={token}",
                f"--VoilaConfiguration.template={_PAGE}",
                "--VoilaConfiguration.allow_template_override=NO",
                "--VoilaConfiguration.allow_theme_override=NO",
            ]
        )
        # Only requests to this machine by its own name, as JupyterLab has it: a website cannot be another name of it.
        # With its static files the server can write the page that says so.
        app.tornado_settings = {"allow_remote_access": False, "static_path": DEFAULT_STATIC_FILES_PATH}
        _when_running(ready, Opened(notebook, f"http://{_LOOPBACK}:{port}/?token={token}"))
        app.start()


def show(opened: Opened) -> None:
    """Open the address in a browser, by a file that only this user can read: a command line shows to everybody."""
    page = Path(os.environ["JUPYTER_RUNTIME_DIR"]) / "open.html"
    page.touch(mode=0o600)
    page.write_text(f'<meta http-equiv="refresh" content="0;url={escape(opened.address)}">', encoding="utf-8")
    Thread(target=webbrowser.open, args=(page.as_uri(),), daemon=True).start()


def _free_port(port: int) -> int:
    with socket.socket() as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port closed a moment ago is free
        try:
            probe.bind((_LOOPBACK, port))
        except (OSError, OverflowError) as error:
            message = Message(
                "port {port} cannot be used: {reason}; choose another with --port, or none",
                port=str(port),
                reason=system_reason(error),
            )
            raise OkrError(message) from error
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _settled() -> Iterator[None]:
    """Settings and a folder of its own for the server of this process."""
    with tempfile.TemporaryDirectory(prefix="okr-server-", ignore_cleanup_errors=True) as place:
        empty = _settle(Path(place))
        with contextlib.chdir(empty):
            yield


def _settle(place: Path) -> Path:
    """Settings of its own, so that neither a person's own Jupyter nor a plan's folder helps or hinders; an empty folder."""
    empty, changes = isolated(place)
    for name in STRAY:
        os.environ.pop(name, None)
    os.environ.update(changes)
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        _own(name, place / name.lower())
    _own("JUPYTERLAB_WORKSPACES_DIR", place / "workspaces")
    _own("JUPYTERLAB_SETTINGS_DIR", place / "settings")
    for home, (name, text) in (("settings", _NOTIFICATIONS), ("jupyter_config_dir", _NO_PREVIEW)):
        file = place / home / name
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
    # The environment's own share first: Voila takes its data from the first place that has any.
    share = [str(Path(sys.prefix) / "share" / "jupyter"), str(Path(__file__).parent / "web_template")]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(share)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    # What the servers say to those who build them is no news for those who use them.
    warnings.simplefilter("ignore", DeprecationWarning)
    logging.getLogger("tornado").setLevel(logging.ERROR)
    return empty


def _own(name: str, place: Path) -> None:
    place.mkdir(parents=True)
    os.environ[name] = str(place)


def _common(app: str, notebook: Path, port: int) -> list[str]:
    return [
        f"--{app}.ip={_LOOPBACK}",
        f"--{app}.port={port}",
        f"--{app}.port_retries=0",
        f"--{app}.open_browser=False",
        f"--{app}.root_dir={notebook.parent}",
        "--Application.log_level=ERROR",
        "--KernelManager.transport_encryption=auto",
        "--KernelRestarter.time_to_dead=0.5",  # a page says within two seconds that its kernel is gone
        f"--MappingKernelManager.cull_idle_timeout={_UNSEEN[app]}",
        "--MappingKernelManager.cull_interval=20",
    ]


def _when_running(ready: Callable[[Opened], None], opened: Opened) -> None:
    from tornado.ioloop import IOLoop

    IOLoop.current().add_callback(ready, opened)
