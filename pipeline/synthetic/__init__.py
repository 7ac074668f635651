"""A study with a known truth → a delivery."""
