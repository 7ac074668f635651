"""Empty workbooks for the landlords to fill, made from the contract."""
