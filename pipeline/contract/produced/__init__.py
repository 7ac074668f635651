"""The tables that come out, described once each: columns, stage, readers, audience. `PRODUCED` gathers them."""
