"""The engine by which Papermill runs a notebook: quick kernels, one save, and the truth about a kernel's death.

Papermill puts in the parameters and keeps the notebook; the engine only differs in how the kernel is started and
stopped. It is registered as ``forked``: ``papermill --engine forked in.ipynb out.ipynb``. Papermill loads this module
while it is being loaded itself, so nothing here imports Papermill before it is used.
"""

import signal
from collections.abc import Sequence
from typing import Any

from nbclient.exceptions import DeadKernelError

from forked_kernels.manager import QuickKernelManager
from forked_kernels.parents import has_parent

NAME = "forked"  # the entry point's
SHUTDOWN = "immediate"


class KernelEndedError(DeadKernelError):
    """The kernel ended while a cell ran; ``blameless`` when not the notebook but the kernel's parent was the cause."""

    def __init__(self, code: int | None, *, blameless: bool) -> None:
        super().__init__(ending(code))
        self.blameless = blameless


def ending(code: int | None) -> str:
    """An exit code in words.

    Examples
    --------
    >>> ending(3), ending(-9)
    ('the kernel exited with code 3', 'the kernel was killed (SIGKILL)')
    """
    if code is None:
        return "the kernel died"
    if code >= 0:
        return f"the kernel exited with code {code}"
    return f"the kernel was killed ({signal.Signals(-code).name})"


class ForkedEngine:
    """Runs a notebook's cells in one fresh kernel: what Papermill asks of an engine."""

    @classmethod
    def execute_notebook(
        cls,
        nb: Any,
        kernel_name: str,
        output_path: str | None = None,
        *,
        progress_bar: Any = True,
        log_output: bool = False,
        **settings: Any,
    ) -> Any:
        """Run a notebook. One that ends is saved by Papermill; one that does not is saved here, as far as it came."""
        from papermill.engines import NotebookExecutionManager

        keeper = NotebookExecutionManager(nb, progress_bar=progress_bar, log_output=log_output)
        keeper.notebook_start()
        try:
            _run(keeper, kernel_name, log_output=log_output, **settings)
        except BaseException:
            keeper.output_path = output_path
            raise
        finally:
            keeper.cleanup_pbar()
            keeper.notebook_complete()
        return keeper.nb

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


def _run(
    keeper: Any,
    kernel_name: str,
    *,
    log_output: bool = False,
    stdout_file: Any = None,
    stderr_file: Any = None,
    start_timeout: int = 60,
    execution_timeout: int | None = None,
    memory_megabytes: int | None = None,
    forked: bool | None = None,
    preload: Sequence[str] = (),
    kernel_manager_class: type[QuickKernelManager] = QuickKernelManager,
    **_: Any,
) -> None:
    """Run the cells. The kernel is forked where there is a parent or modules to load into one, if not told."""
    from papermill.clientwrap import PapermillNotebookClient

    client = PapermillNotebookClient(
        keeper,
        kernel_name=kernel_name,
        kernel_manager_class=kernel_manager_class,
        shutdown_kernel=SHUTDOWN,
        startup_timeout=start_timeout,
        timeout=execution_timeout,
        log_output=log_output,
        stdout_file=stdout_file,
        stderr_file=stderr_file,
    )
    manager = client.create_kernel_manager()
    manager.preload = list(preload)
    manager.forked = bool(preload) or has_parent() if forked is None else forked
    if memory_megabytes is not None:
        manager.memory_megabytes = memory_megabytes
    try:
        client.execute()
    except Exception as error:
        _mark_failed(keeper.nb)
        if isinstance(error, DeadKernelError):
            raise KernelEndedError(manager.exit_code, blameless=manager.lost_its_parent) from error
        raise


def _mark_failed(notebook: Any) -> None:
    """Papermill would mark every cell completed; the last one that was started is the one that failed."""
    started = [cell for cell in notebook.cells if cell.metadata.papermill["start_time"]]
    if started:
        started[-1].metadata.papermill.update(status="failed", exception=True)
