"""Tables → findings: Great Expectations suites built from the contract, and rules across tables."""
