"""What may be said: between the estimates and the prose, one short table of statements. No French is written here."""
