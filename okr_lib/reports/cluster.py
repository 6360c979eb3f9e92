"""More than one machine: jobs go to the workers of a running dask scheduler.

The workers need this package and the same folders under the same paths. When one of them dies, the scheduler gives
what it was making to another.
"""

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor
from typing import Any

from okr_lib.errors import Message, ReportError, install_command

CONNECT_SECONDS = 15


@contextlib.contextmanager
def cluster_executor(address: str) -> Iterator[Executor]:
    """The executor of the dask scheduler at an address, such as ``tcp://10.0.0.5:8786``.

    Raises
    ------
    ReportError
        When dask is missing, or no scheduler answers.
    """
    try:
        import distributed
    except ImportError as error:
        raise ReportError(Message("--scheduler needs dask: {command}", command=install_command("cluster"))) from error
    connect: Any = distributed.Client
    try:
        client = connect(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        message = Message(
            "no dask scheduler answers at {address}; start one with {command}",
            address=repr(address),
            command="`dask scheduler`",
        )
        raise ReportError(message) from error
    with client:
        yield client.get_executor()
