"""What `storage.archive` is made of: WARC records in and out, and their index."""
