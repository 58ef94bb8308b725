"""The demonstration newsroom: fourteen stories of our own in three languages, and drawn pictures."""
