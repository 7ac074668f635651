"""What is still to come: interviews due or late, months of the ledgers that are missing. Restricted: pseudonyms."""
