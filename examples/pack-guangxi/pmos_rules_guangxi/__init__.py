"""A rule pack for pmos-rules: Guangxi, in the folder `guangxi`."""
