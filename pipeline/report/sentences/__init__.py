"""The report's sentences, written from the estimates; one file a topic."""
