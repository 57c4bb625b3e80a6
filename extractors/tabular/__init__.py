"""What `extractors.places` is made of: finding names of places, and resolving them to units."""
