"""Showing: labels, tables and charts. They compute nothing; what they show was summed from the ledger."""
