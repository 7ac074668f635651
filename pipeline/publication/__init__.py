"""What may be published: protected tables, the public documents made from them, and the auditor of both."""
