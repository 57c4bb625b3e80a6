"""What `extractors.tables` is made of: which lines and cells are a table, and what they say."""
