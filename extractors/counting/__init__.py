"""Numbers of OCOP products: their form, whose they are, where they stand, what they are not."""
