"""Any Jupyter program can have forked kernels, and none that is not an IPython kernel of this Python."""

import sys

import pytest
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from forked_kernels import parents
from forked_kernels.provisioner import ForkedProvisioner, kernel_arguments


@pytest.mark.parametrize("command", [["R", "kernel.R"], ["/usr/bin/python3", "-m", "ipykernel_launcher"]])
def test_another_languages_or_pythons_kernel_is_not_forked(command):
    assert kernel_arguments(command) is None


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_jupyter_starts_kernels_with_it_by_the_name_in_the_environment(parent, monkeypatch):
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", "forked-kernels")
    manager = KernelManager()
    manager.start_kernel()
    try:
        assert isinstance(manager.provisioner, ForkedProvisioner)
        assert isinstance(manager.provisioner.process, parents.ForkedProcess)
    finally:
        manager.shutdown_kernel(now=True)
