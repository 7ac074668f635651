"""Households taken out of files: found whatever the format, rows removed and all else kept byte for byte."""
