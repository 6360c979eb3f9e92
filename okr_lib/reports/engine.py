"""The engine by which Papermill runs a report template: the plug-in's where it is installed, else its ordinary one.

It is registered as ``okr``: ``papermill --engine okr templates/quarterly_report.ipynb out.ipynb``. Papermill loads this
module while it is being loaded itself, so nothing here imports Papermill before it is used.
"""

import contextlib
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import default

from okr_lib.reports import kernels
from okr_lib.reports.isolation import limited

NAME = "okr"  # the entry point's
_Provisioner: Any = getattr(kernels.plug_in("provisioner"), "ForkedProvisioner", LocalProvisioner)


class ReportProvisioner(_Provisioner):  # type: ignore[misc]  # which of the two is known only where it runs
    """Starts kernels as reports have them, in any Jupyter program: the entry point ``okr-forked-kernels``."""

    async def pre_launch(self, **kwargs: Any) -> Any:
        """Prepare a launch: a parent that has loaded what reports need, if one is wanted."""
        if kernels.can_fork():
            kernels.configured()
        else:
            self.forked = False
        return await super().pre_launch(**kwargs)


class ReportEngine:
    """Runs a notebook's cells in one fresh kernel: what Papermill asks of an engine."""

    @classmethod
    def execute_notebook(
        cls,
        nb: Any,
        kernel_name: str,
        output_path: str | None = None,
        *,
        memory_megabytes: int = 0,
        forked: bool | None = None,
        isolate: bool = False,
        **settings: Any,
    ) -> Any:
        """Run a notebook. The kernel is forked where there is a parent, if not told; its folder is this one unless isolated."""
        engine, manager, more = _plugged_in(forked=forked) or _ordinary()
        with contextlib.ExitStack() as stack:
            place = None
            if isolate:
                aside = tempfile.TemporaryDirectory(
                    prefix="okr-", dir=kernels.parent_folder(), ignore_cleanup_errors=True
                )
                place = Path(stack.enter_context(aside))
            kind = limited(manager, memory_megabytes, place)
            return engine.execute_notebook(nb, kernel_name, output_path, kernel_manager_class=kind, **more, **settings)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """The kernel a notebook asks for."""
        from papermill.utils import nb_kernel_name

        return str(nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """The language a notebook is written in."""
        from papermill.utils import nb_language

        return str(nb_language(nb, language))


def _plugged_in(*, forked: bool | None) -> tuple[Any, type, dict[str, Any]] | None:
    """The plug-in's engine, its kind of kernel manager and what the engine is told; ``None`` where it is not installed."""
    found = kernels.plug_in("engine")
    if found is None:
        return None
    wanted = bool(kernels.parent_address()) if forked is None else forked
    told = {"forked": wanted and kernels.can_fork(), "memory_megabytes": 0}
    return found.ForkedEngine, found.QuickKernelManager, told


def _ordinary() -> tuple[Any, type, dict[str, Any]]:
    from papermill.engines import NBClientEngine

    return NBClientEngine, _OrdinaryKernelManager, {"shutdown_kernel": "immediate"}


class _OrdinaryKernelManager(AsyncKernelManager):
    """Encrypts what goes to and from a kernel, where both know how: others may use this machine too."""

    @default("transport_encryption")
    def _default_encryption(self) -> str:
        return "auto"
