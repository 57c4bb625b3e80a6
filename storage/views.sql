-- What analysts query. SQL that SQLite and PostgreSQL both speak; docs/data-dictionary.md is made
-- from the comments here: above a view what its rows are, behind a column its type and meaning,
-- each in English | tiếng Việt.
--
-- The places that views are filtered by come from joins; what mostly only stands in their rows (the
-- producer's name, the article's title, address and text) from a subquery, which SQLite leaves out
-- of a count, as it does not a join.

-- OCOP products, one row each, with the latest rating. | Sản phẩm OCOP, mỗi sản phẩm một dòng, với hạng sao mới nhất.
CREATE VIEW ocop_products AS
SELECT
  p.id AS product_id,  -- integer: our number of the product | mã sản phẩm
  p.name,  -- string: most frequent spelling | tên thường gặp nhất
  p.product_group,  -- string: one of the six OCOP groups, where the name tells it | một trong sáu nhóm OCOP
  p.stars,  -- integer: stars of the latest rating; where that ended, those that the product held | số sao của lần xếp hạng mới nhất, hoặc số sao đã có khi bị thu hồi, hết hạn
  CASE WHEN p.status = 'rated' AND p.valid_until < CURRENT_DATE THEN 'lapsed' ELSE p.status END AS status,  -- string: rated; lapsed: 36 months are over and nothing newer is known; expired, revoked: an article says so; without stars: achieved (recognised), target, failed, ocop (called so) | tình trạng: rated còn hạn, lapsed quá 36 tháng, expired hết hạn, revoked bị thu hồi; khi chưa rõ sao: achieved đã đạt, target phấn đấu, failed không đạt, ocop được gọi là OCOP
  p.rated_on,  -- date: day of the latest rating, or of the first article that tells it | ngày xếp hạng, hoặc ngày bài báo đầu tiên nói đến
  p.valid_until,  -- date: computed, 36 months after rated_on | ngày hết hạn, tính 36 tháng từ ngày xếp hạng
  p.contested,  -- boolean: papers disagree on the stars | các báo nói khác nhau
  (SELECT m.name FROM producers m WHERE m.id = p.producer_id) AS producer,  -- string: fullest spelling of its producer | chủ thể
  p.producer_id,  -- integer: our number of the producer | mã chủ thể
  pl.name AS place,  -- string: most specific unit that articles give, of its time | đơn vị hành chính cụ thể nhất, theo thời điểm
  pl.code AS place_code,  -- string: code of that unit (statistics office) | mã đơn vị
  pt.name AS province_then,  -- string: province of that unit at its time | tỉnh theo bản đồ cũ
  pt.code AS province_then_code,  -- string: its code | mã tỉnh cũ
  cn.name AS commune_now,  -- string: today's commune, where the unit lies in one whole | xã, phường hiện nay
  pn.name AS province_now,  -- string: today's province (since 1 July 2025) | tỉnh hiện nay (từ 1/7/2025)
  pn.code AS province_now_code,  -- string: its code | mã tỉnh hiện nay
  p.first_seen,  -- date: first day an article names it | ngày đầu tiên báo nhắc đến
  p.last_seen,  -- date: last day an article names it | ngày gần nhất báo nhắc đến
  p.articles,  -- integer: articles that name it | số bài báo
  p.sources,  -- integer: papers that name it | số báo
  (SELECT MAX(m.rating_confidence) FROM product_mentions m WHERE m.product_id = p.id AND m.stars = p.stars) AS rating_confidence,  -- number: of the surest mention with these stars: share of such links that are right | độ tin cậy của số sao, theo dẫn chứng chắc nhất
  (SELECT MAX(m.producer_confidence) FROM product_mentions m JOIN product_aliases a ON a.id = m.alias_id JOIN producer_aliases b ON b.id = a.producer_alias_id WHERE m.product_id = p.id AND b.producer_id = p.producer_id) AS producer_confidence,  -- number: of the surest mention with this producer: share of such links that are right | độ tin cậy của chủ thể, theo dẫn chứng chắc nhất
  (SELECT MAX(m.place_confidence) FROM product_mentions m WHERE m.product_id = p.id AND m.place_id = p.place_id) AS place_confidence  -- number: of the surest mention with this place: share of such links that are right | độ tin cậy của địa danh, theo dẫn chứng chắc nhất
FROM products p
LEFT JOIN places pl ON pl.id = p.place_id
LEFT JOIN places pt ON pt.id = pl.province_then_id
LEFT JOIN places cn ON cn.id = pl.commune_id
LEFT JOIN places pn ON pn.id = p.province_id;

-- How each product's rating changed, oldest first by position. | Lịch sử xếp hạng của từng sản phẩm.
CREATE VIEW ocop_ratings AS
SELECT
  r.product_id,  -- integer: the product | mã sản phẩm
  p.name AS product,  -- string: its name | tên sản phẩm
  r.position,  -- integer: 1 is its first known rating | thứ tự, 1 là lần đầu
  r.event,  -- string: rated, upgraded, downgraded, renewed, expired, revoked | sự kiện: xếp hạng, nâng, hạ, công nhận lại, hết hạn, thu hồi
  r.stars,  -- integer: stars | số sao
  r.rated_on,  -- date: day of the decision, or of the first article that tells it | ngày
  r.rated_on_is,  -- string: decision: its day is in the text; year: only the year is, rated_on is 31 December; article: day of the first article | nguồn của ngày: quyết định, năm hay bài báo
  r.valid_until,  -- date: computed, 36 months after rated_on | ngày hết hạn, tính 36 tháng
  r.last_seen,  -- date: last article that tells it | bài báo gần nhất
  r.articles,  -- integer: articles that tell it | số bài báo
  pn.name AS province_now,  -- string: today's province | tỉnh hiện nay
  (SELECT m.rating_confidence FROM product_mentions m WHERE m.id = r.product_mention_id) AS rating_confidence,  -- number: of the first mention: share of stars linked in its way that are right | độ tin cậy của số sao ở dẫn chứng đầu tiên
  r.product_mention_id  -- integer: the first mention, for `ocop explain mention:…` | dẫn chứng đầu tiên
FROM ratings r
JOIN products p ON p.id = r.product_id
LEFT JOIN places pn ON pn.id = p.province_id;

-- Producers, one row each, with the number of their products. | Chủ thể sản xuất, mỗi chủ thể một dòng.
CREATE VIEW ocop_producers AS
SELECT
  m.id AS producer_id,  -- integer: our number of the producer | mã chủ thể
  m.name,  -- string: fullest spelling | tên đầy đủ nhất
  pn.name AS province_now,  -- string: today's province | tỉnh hiện nay
  pn.code AS province_now_code,  -- string: its code | mã tỉnh
  m.products,  -- integer: OCOP products of it | số sản phẩm OCOP
  m.most_stars,  -- integer: stars of its highest | số sao cao nhất
  m.last_seen  -- date: last day an article names one | ngày gần nhất
FROM producers m
LEFT JOIN places pn ON pn.id = m.province_id;

-- Every mention of a product with its sentence. | Từng lần báo nhắc đến sản phẩm, kèm câu văn.
CREATE VIEW ocop_product_mentions AS
SELECT
  m.id AS product_mention_id,  -- integer: for `ocop explain mention:…` | mã dẫn chứng
  m.product_id,  -- integer: the product that it is | mã sản phẩm
  m.name,  -- string: as printed | tên như báo viết
  m.full_name,  -- string: where a list drops the head of the name | tên đầy đủ
  m.stars,  -- integer: stars as this article gives them | số sao
  m.status,  -- string: achieved, upgraded, downgraded, target, ocop, mentioned, expired, revoked, failed | tình trạng
  m.decided_on,  -- date: of the rating, where the sentence tells; of a year alone 31 December | ngày công nhận nếu câu văn nói rõ
  m.producer,  -- string: as printed | chủ thể như báo viết
  m.product_group,  -- string: one of the six OCOP groups | nhóm OCOP
  m.place,  -- string: most specific unit as read | địa danh cụ thể nhất
  pl.code AS place_code,  -- string: its code, where it is certain | mã đơn vị
  m.province,  -- string: as read | tỉnh như báo viết
  pt.name AS province_then,  -- string: province of the place at its time | tỉnh theo bản đồ cũ
  pn.name AS province_now,  -- string: today's province | tỉnh hiện nay
  m.published_on,  -- date: of the article | ngày đăng
  m.source,  -- string: paper | báo
  (SELECT a.title FROM articles a WHERE a.id = m.article_id) AS article_title,  -- string: headline | tít bài
  (SELECT a.url FROM articles a WHERE a.id = m.article_id) AS url,  -- string: address of the article | địa chỉ bài
  SUBSTR((SELECT a.text FROM articles a WHERE a.id = m.article_id), m.sentence_start + 1, m.sentence_end - m.sentence_start) AS sentence,  -- string: the sentence that says so | câu văn
  m.surface,  -- string: the words taken for the product | chữ trong câu
  m.rule,  -- string: rule or model that found it | quy tắc
  m.confidence,  -- number: share of such facts that are right, where measured | độ tin cậy
  m.rating_confidence,  -- number: share of stars linked in this way that are right, where the product is | độ tin cậy của số sao, khi sản phẩm đúng
  m.rating_rule,  -- string: by which way the stars were linked | cách gắn số sao
  m.producer_confidence,  -- number: share of producers linked in this way that are right, where the product is | độ tin cậy của chủ thể, khi sản phẩm đúng
  m.producer_rule,  -- string: by which way the producer was linked | cách gắn chủ thể
  m.place_confidence,  -- number: share of places linked in this way that are right, where the product is | độ tin cậy của địa danh, khi sản phẩm đúng
  m.place_rule,  -- string: by which way the place was linked | cách gắn địa danh
  (SELECT a.extractor_version FROM articles a WHERE a.id = m.article_id) AS extractor_version,  -- string: version of the program that read it | phiên bản
  m.article_id  -- integer: our number of the article | mã bài
FROM product_mentions m
LEFT JOIN places pl ON pl.id = m.place_id
LEFT JOIN places pt ON pt.id = pl.province_then_id
LEFT JOIN places pn ON pn.id = m.province_id;

-- What is said of numbers of OCOP products, each claim once with all its citations. | Số lượng sản phẩm OCOP theo địa phương, mỗi thông tin một dòng dù nhiều báo đăng.
CREATE VIEW ocop_star_counts AS
SELECT
  c.id AS claim_id,  -- integer: our number of the claim | mã thông tin
  c.place,  -- string: typed unit, or cả nước | địa phương
  c.place_level,  -- string: province, district, commune, country | cấp
  pl.code AS place_code,  -- string: code of the unit, where it is certain | mã đơn vị
  pt.name AS province_then,  -- string: province of the unit at its time | tỉnh theo bản đồ cũ
  pn.name AS province_now,  -- string: today's province | tỉnh hiện nay
  pn.code AS province_now_code,  -- string: its code | mã tỉnh hiện nay
  c.stars,  -- integer: stars; null: all together | số sao; trống: tổng số
  c.at_least,  -- boolean: so many stars or more | trở lên
  c.count,  -- integer: products, as printed | số sản phẩm
  c.qualifier,  -- string: as written: hơn, gần, khoảng | từ kèm theo
  c.status,  -- string: achieved, or target for plans and nominations | đã đạt hay mục tiêu
  c.scope,  -- string: stock: so far in all; flow: new in a batch; null: not said. Never add one to the other | lũy kế hay đợt mới
  c.as_of,  -- string: the date it is true for, as written | thời điểm như báo viết
  c.first_seen,  -- date: first article that says it | bài đầu tiên
  c.last_seen,  -- date: last article that says it | bài gần nhất
  c.articles,  -- integer: articles that say it | số bài báo
  c.sources,  -- integer: papers that say it | số báo
  (SELECT s.confidence FROM star_counts s WHERE s.id = c.star_count_id) AS confidence,  -- number: of the first statement: share of such facts that are right | độ tin cậy của dẫn chứng đầu tiên
  c.star_count_id  -- integer: the first statement, for `ocop explain count:…` | dẫn chứng đầu tiên
FROM claims c
LEFT JOIN places pl ON pl.id = c.place_id
LEFT JOIN places pt ON pt.id = pl.province_then_id
LEFT JOIN places pn ON pn.id = c.province_id;

-- Every statement of such a number with its sentence. | Từng câu nói về số lượng sản phẩm.
CREATE VIEW ocop_star_count_mentions AS
SELECT
  s.id AS star_count_id,  -- integer: for `ocop explain count:…` | mã dẫn chứng
  s.claim_id,  -- integer: the claim that it repeats | mã thông tin
  s.place,  -- string: typed unit, or cả nước | địa phương
  s.stars,  -- integer: stars; null: all together | số sao
  s.at_least,  -- boolean: so many stars or more | trở lên
  s.count,  -- integer: products, as printed | số sản phẩm
  s.qualifier,  -- string: as written | từ kèm theo
  s.status,  -- string: achieved, target | đã đạt hay mục tiêu
  s.scope,  -- string: stock, flow, null: not said | lũy kế hay đợt mới
  s.as_of,  -- string: as written | thời điểm
  s.part_of_id,  -- integer: star_count_id of the total that the text counts it in | thuộc tổng số nào
  pn.name AS province_now,  -- string: today's province | tỉnh hiện nay
  s.published_on,  -- date: of the article | ngày đăng
  s.source,  -- string: paper | báo
  (SELECT a.title FROM articles a WHERE a.id = s.article_id) AS article_title,  -- string: headline | tít bài
  (SELECT a.url FROM articles a WHERE a.id = s.article_id) AS url,  -- string: address of the article | địa chỉ bài
  SUBSTR((SELECT a.text FROM articles a WHERE a.id = s.article_id), s.sentence_start + 1, s.sentence_end - s.sentence_start) AS sentence,  -- string: the sentence that says so | câu văn
  s.surface,  -- string: the words taken for the number | chữ trong câu
  s.rule,  -- string: rule or model that found it | quy tắc
  s.confidence,  -- number: share of such facts that are right, where measured | độ tin cậy
  (SELECT a.extractor_version FROM articles a WHERE a.id = s.article_id) AS extractor_version,  -- string: version of the program that read it | phiên bản
  s.article_id  -- integer: our number of the article | mã bài
FROM star_counts s
LEFT JOIN places pn ON pn.id = s.province_id;

-- Administrative units that articles name, on both maps. | Địa danh được nhắc đến, theo cả hai bản đồ.
CREATE VIEW ocop_places AS
SELECT
  pl.id AS place_id,  -- string: code, and @ first day where one is known | mã và ngày bắt đầu
  pl.code,  -- string: statistics office; reused in July 2025 | mã đơn vị
  pl.name,  -- string: typed | tên
  pl.level,  -- string: province, district, commune, country | cấp
  pl.valid_from,  -- date: first day; null: before the sources begin | ngày bắt đầu
  pl.valid_to,  -- date: last day; null: exists today | ngày kết thúc
  pt.name AS province_then,  -- string: its province at its time | tỉnh theo bản đồ cũ
  cn.name AS commune_now,  -- string: today's commune, where it lies in one whole | xã, phường hiện nay
  pn.name AS province_now,  -- string: today's province | tỉnh hiện nay
  pn.code AS province_now_code,  -- string: its code | mã tỉnh hiện nay
  (SELECT COUNT(*) FROM place_mentions m WHERE m.place_id = pl.id) AS mentions,  -- integer: times it is named | số lần nhắc
  (SELECT COUNT(DISTINCT m.article_id) FROM place_mentions m WHERE m.place_id = pl.id) AS articles,  -- integer: articles that name it | số bài báo
  (SELECT MIN(m.published_on) FROM place_mentions m WHERE m.place_id = pl.id) AS first_seen,  -- date: first article | bài đầu tiên
  (SELECT MAX(m.published_on) FROM place_mentions m WHERE m.place_id = pl.id) AS last_seen,  -- date: last article | bài gần nhất
  pl.latitude,  -- number: degrees north | vĩ độ
  pl.longitude  -- number: degrees east | kinh độ
FROM places pl
LEFT JOIN places pt ON pt.id = pl.province_then_id
LEFT JOIN places cn ON cn.id = pl.commune_id
LEFT JOIN places pn ON pn.id = pl.province_id
WHERE EXISTS (SELECT 1 FROM place_mentions m WHERE m.place_id = pl.id);

-- Articles with the number of facts read out of each. | Bài báo và số thông tin đọc được.
CREATE VIEW ocop_articles AS
SELECT
  a.id AS article_id,  -- integer: our number of the article | mã bài
  a.published_on,  -- date: day of publication in Vietnam | ngày đăng
  a.source,  -- string: paper | báo
  a.title,  -- string: headline | tít bài
  a.url,  -- string: address | địa chỉ
  a.speaks_of_ocop,  -- boolean: the word OCOP, or mỗi xã một sản phẩm, stands in it | có nhắc OCOP
  (SELECT COUNT(*) FROM product_mentions m WHERE m.article_id = a.id AND m.status <> 'mentioned') AS products,  -- integer: OCOP products read out of it | số sản phẩm
  (SELECT COUNT(*) FROM star_counts s WHERE s.article_id = a.id) AS star_counts,  -- integer: numbers read out of it | số thông tin số lượng
  (SELECT COUNT(*) FROM article_versions v WHERE v.article_id = a.id) AS earlier_versions,  -- integer: times the paper changed it | số lần báo sửa bài
  a.fetched_at,  -- datetime: when this text was first seen | thời điểm tải
  a.extractor_version  -- string: version of the program that read it | phiên bản
FROM articles a;

-- Articles that speak of OCOP but gave no fact, and why. | Bài có nhắc OCOP nhưng không đọc được thông tin, kèm lý do.
CREATE VIEW ocop_no_facts AS
SELECT
  a.id AS article_id,  -- integer: our number of the article | mã bài
  a.published_on,  -- date: day of publication in Vietnam | ngày đăng
  a.source,  -- string: paper | báo
  a.title,  -- string: headline | tít bài
  a.no_fact_reason AS reason,  -- string: why it gave none | lý do
  a.url  -- string: address | địa chỉ
FROM articles a
WHERE a.no_fact_reason IS NOT NULL;

-- Where texts contradict themselves or each other; nothing is repaired. | Chỗ các bài báo mâu thuẫn; số liệu giữ nguyên.
CREATE VIEW ocop_contradictions AS
SELECT
  k.id AS contradiction_id,  -- integer: our number | mã
  k.kind,  -- string: parts: a total against its parts; papers: paper against paper; stars: two ratings of one product | loại: tổng và thành phần, báo này và báo kia, số sao
  k.place,  -- string: typed unit | địa phương
  pn.name AS province_now,  -- string: today's province | tỉnh hiện nay
  p.name AS product,  -- string: the product, for stars | sản phẩm
  k.said,  -- integer: the total, the earlier number, the stars | con số thứ nhất
  k.against,  -- integer: sum of the parts, the later number, the other stars | con số thứ hai
  k.noticed_on,  -- date: day of the later article | ngày
  k.fact_id,  -- integer: `ocop explain count:…`, for stars mention:… | dẫn chứng thứ nhất
  k.other_fact_id,  -- integer: the other side | dẫn chứng thứ hai
  k.product_id,  -- integer: the product, for stars | mã sản phẩm
  CASE k.kind WHEN 'stars' THEN (SELECT m.source FROM product_mentions m WHERE m.id = k.fact_id) ELSE (SELECT s.source FROM star_counts s WHERE s.id = k.fact_id) END AS source,  -- string: paper of the first side | báo thứ nhất
  CASE k.kind WHEN 'stars' THEN (SELECT SUBSTR(a.text, m.sentence_start + 1, m.sentence_end - m.sentence_start) || CASE WHEN m.rating_start >= m.sentence_end OR m.rating_start < m.sentence_start THEN ' … ' || SUBSTR(a.text, m.rating_start + 1, m.rating_end - m.rating_start) ELSE '' END FROM product_mentions m JOIN articles a ON a.id = m.article_id WHERE m.id = k.fact_id) ELSE (SELECT SUBSTR(a.text, s.sentence_start + 1, s.sentence_end - s.sentence_start) FROM star_counts s JOIN articles a ON a.id = s.article_id WHERE s.id = k.fact_id) END AS sentence,  -- string: its sentence, and behind … the stars that stand elsewhere | câu văn thứ nhất
  CASE k.kind WHEN 'stars' THEN (SELECT m.source FROM product_mentions m WHERE m.id = k.other_fact_id) ELSE (SELECT s.source FROM star_counts s WHERE s.id = k.other_fact_id) END AS other_source,  -- string: paper of the other side | báo thứ hai
  CASE k.kind WHEN 'stars' THEN (SELECT SUBSTR(a.text, m.sentence_start + 1, m.sentence_end - m.sentence_start) || CASE WHEN m.rating_start >= m.sentence_end OR m.rating_start < m.sentence_start THEN ' … ' || SUBSTR(a.text, m.rating_start + 1, m.rating_end - m.rating_start) ELSE '' END FROM product_mentions m JOIN articles a ON a.id = m.article_id WHERE m.id = k.other_fact_id) ELSE (SELECT SUBSTR(a.text, s.sentence_start + 1, s.sentence_end - s.sentence_start) FROM star_counts s JOIN articles a ON a.id = s.article_id WHERE s.id = k.other_fact_id) END AS other_sentence  -- string: its sentence; of parts that of the first | câu văn thứ hai; với thành phần là của thành phần đầu
FROM contradictions k
LEFT JOIN products p ON p.id = k.product_id
LEFT JOIN places pn ON pn.id = k.province_id;

-- The papers and how collecting from them goes. | Các báo và tình trạng thu thập.
CREATE VIEW ocop_sources AS
SELECT
  s.name AS source,  -- string: as in config.toml | tên trong cấu hình
  s.title,  -- string: the paper's own name | tên báo
  s.province,  -- string: a provincial paper's own | tỉnh của báo địa phương
  s.enabled,  -- boolean: switched on | đang thu thập
  (SELECT COUNT(*) FROM articles a WHERE a.source = s.name) AS articles,  -- integer: stored | số bài
  (SELECT MAX(a.published_on) FROM articles a WHERE a.source = s.name) AS last_published,  -- date: of its newest article | bài mới nhất
  (SELECT COUNT(*) FROM links l WHERE l.source = s.name AND l.due_at IS NOT NULL) AS waiting,  -- integer: addresses still to be fetched, or to be tried again | số địa chỉ chờ tải
  (SELECT COUNT(*) FROM links l WHERE l.source = s.name AND l.due_at IS NOT NULL AND l.tries > 0) AS failed,  -- integer: those of them that failed last time | số địa chỉ lỗi
  (SELECT MAX(g.succeeded_at) FROM listings g WHERE g.source = s.name) AS last_success,  -- datetime: last time a listing of it was what it should be | lần gần nhất thành công
  (SELECT MIN(g.failing_since) FROM listings g WHERE g.source = s.name) AS failing_since  -- datetime: since when a feed, sitemap or section fails; null: all are fine | lỗi từ khi nào
FROM sources s;
