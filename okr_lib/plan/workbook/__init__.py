"""A plan as an Excel workbook, both ways: written for people to fill in, read back as what they changed."""
