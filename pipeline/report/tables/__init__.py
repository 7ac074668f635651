"""The report's tables, one file a subject; each function returns a `PipeTable`, or None when there is nothing."""
