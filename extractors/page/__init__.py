"""What `extractors.article` and `extractors.plaintext` are made of: fields, blocks, and what stands
around an article. The page's tree itself is behind the door `extractors.html`."""
