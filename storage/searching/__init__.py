"""What `storage.search` is made of: words to search by, and the two indexes."""
