"""The analysis plan as a commitment: locked before outcomes are read, compared ever after, and its risk of bias."""
