"""Files as senders write them → typed tables, and every cell that could not be read."""
