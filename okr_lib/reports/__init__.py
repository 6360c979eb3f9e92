"""Running reports: parameters checked, templates executed with Papermill, one HTML file written."""
