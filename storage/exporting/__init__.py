"""What `storage.export` is made of: one module per file format."""
