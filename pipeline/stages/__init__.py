"""One short file a DVC stage: read, call one function, write."""
