"""The plan: its records, its folder, and what was observed."""
