"""What `storage.identity` and settling are made of: spellings, products, producers, ratings."""
