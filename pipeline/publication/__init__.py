"""What may be published: protected tables made once from produced ones, and all that is made of them alone."""
