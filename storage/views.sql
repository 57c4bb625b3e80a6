-- What analysts query first. SQL that SQLite and PostgreSQL both speak.

CREATE VIEW ocop_products AS
SELECT p.name, p.full_name, p.stars, p.status, p.producer, p.place, p.province, p.product_group,
       a.published_on, a.source, a.title AS article_title, a.url,
       p.sentence, p.rule, p.confidence, p.start, p."end", p.id AS product_mention_id, a.id AS article_id
FROM product_mentions p JOIN articles a ON a.id = p.article_id
WHERE p.status <> 'mentioned';

CREATE VIEW ocop_star_counts AS
SELECT c.place, c.place_level, c.stars, c.at_least, c.count, c.status, c.qualifier, c.scope, c.as_of,
       a.published_on, a.source, a.title AS article_title, a.url,
       c.sentence, c.rule, c.confidence, c.start, c."end", c.id AS star_count_id, a.id AS article_id
FROM star_counts c JOIN articles a ON a.id = c.article_id;

CREATE VIEW ocop_places AS
SELECT m.name, m.level, COUNT(*) AS mentions, COUNT(DISTINCT m.article_id) AS articles,
       MIN(a.published_on) AS first_seen, MAX(a.published_on) AS last_seen
FROM place_mentions m JOIN articles a ON a.id = m.article_id
GROUP BY m.name, m.level;
