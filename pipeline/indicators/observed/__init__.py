"""What an edition may read of each household: after its inclusion, up to the freeze, up to its withdrawal."""
