"""Kernels that start in hundredths of a second, for whoever runs many notebooks with Papermill.

    papermill --engine forked in.ipynb out.ipynb                       one notebook
    python -m forked_kernels --preload pandas -- sh many.sh            many, their kernels forked from one parent

In Python: ``start_parent(["pandas"])``, then ``papermill.execute_notebook(..., engine_name="forked")``.
"""

from forked_kernels.parents import can_fork, close_parent, start_parent

__version__ = "0.1.0"
__all__ = ["can_fork", "close_parent", "start_parent"]
