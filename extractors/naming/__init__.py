"""What `extractors.products` is made of: what the name model sees, and names a list vouches for."""
