"""What `extractors.link` is made of: which rating, maker and home belong to which product."""
