"""What a whole file of a sender says when something was done to all of it: one finding, its cause, no flood."""
