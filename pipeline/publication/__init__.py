"""What may be published: protected tables, the public documents made from them alone, and the auditor of both."""
