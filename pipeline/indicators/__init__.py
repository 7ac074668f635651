"""Tables → one long table of indicators, and durations; one file a domain."""
