"""Pure statistics: arrays in, a frozen result out."""
