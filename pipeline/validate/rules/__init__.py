"""Rules between columns, rows and tables: one file a subject, gathered in `catalogue`."""
