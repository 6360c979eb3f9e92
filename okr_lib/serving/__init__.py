"""Serving notebooks to people: a copy of their own, in JupyterLab or as a web page."""
