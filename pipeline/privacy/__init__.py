"""What the law asks to be written down about the people's data, as far as the contract knows it."""
