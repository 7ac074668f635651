"""The analysis plan applied: indicators → estimates."""
