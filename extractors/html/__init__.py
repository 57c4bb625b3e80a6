"""The only door to lxml and BeautifulSoup: bytes of a page in, elements, words and pieces out.

- `page`: bytes → tree; charset, selectors, words of an element
- `body`: the article's container → typed pieces (BeautifulSoup where selectors need it)
- `density`: finds the container where no selector knows it
- `xml`: sitemaps
"""
