"""The scheme: what was delivered, to whom, where, at what cost; one file a part."""
