"""What the data are: tables, columns, codes, instruments, indicators. Frozen descriptions, no I/O."""
