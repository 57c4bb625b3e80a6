"""A saved plain-text copy of an article → Article: what is to be read, and what is only around it.

The text stays as it is, so that offsets fit the file; blocks cover the title, lead, headings,
paragraphs, list items, table rows and captions. Hotlines, menus, date lines, share words, view
counts, tags, by-lines and the teasers of other articles lie in no block.
"""

from __future__ import annotations

import re
from datetime import datetime

from extractors.models import Article, Block, BlockKind
from extractors.page.furniture import (
    CAPITALS,
    PHOTO_CREDIT,
    agency_prefix,
    date_line,
    is_byline,
    is_credit,
    is_furniture,
    is_teaser,
    opens_other_articles,
    other_articles_from,
)
from extractors.page.lines import CRAWL_DATE, LIST_MARK, PROSE, Line, lines_of
from extractors.sources import UNKNOWN_SOURCE, Source
from extractors.vi.dates import Stamp, stamps
from extractors.vi.text import key, repair

HEAD_LINES = 10
"""A title and its date stand among the first lines that hold anything."""
LEAD = 450
"""Characters: a longer first paragraph is body already."""

# A date glued to the first words: "12/05/2025TN&MTNhờ Chương trình…"
_BEFORE_PROSE = re.compile(rf"\s*[-–|]?\s*(?=[{CAPITALS}“\"(])")
_SENTENCE_END = re.compile(r"[.!?…;][\"”’')\]]*$")
_IMAGE = re.compile(r"!\[|.*\.(?:jpe?g|png|gif|webp)\)?$", re.IGNORECASE)
# The paper's own name, slogan or path to the section, above the title
_MENU = re.compile(
    r"\S+\.(?:vn|com|net)\b|Báo\s|Tạp chí\s|Truyền hình\s|Đài\s|Cổng\s|Trang\s|Cơ quan ngôn luận"
    r"|ISSN|Chi tiết - |Công ty\s|.*[»›]|.*\s\|\s|.*\S - .* - |.*\s{2,}\S",
)
_TAIL = re.compile(  # of a copy that came in one line
    r"\s(?:Tin cùng chuyên mục|Tin liên quan|Chia sẻ (?:Facebook|Lưu bài)|Bấm theo dõi"
    r"|Gửi bình luận|Bình luận \(\d+\)).{0,160}$"
)


def parse_text(
    text: str,
    *,
    url: str = "",
    source: Source = UNKNOWN_SOURCE,
    published: datetime | None = None,
) -> Article:
    """Text of a whole file → Article with `text == repair(text)`.

    `published` overrides what the text says; without it only a date line counts, never a date
    in running prose. The title is the first line that looks like one, "" where none does.
    """
    raw, text = text, repair(text)
    lines = _before_other_articles([_dated(line) for line in lines_of(raw, text)])
    stamp = _published(lines)
    at = _title_at(lines)
    blocks = _blocks(lines, at)
    lead = next((b for b in blocks if b.kind is BlockKind.LEAD), None)
    return Article(
        url=url,
        source=source.name,
        title=" ".join(lines[at].words.split()) if at is not None else "",
        lead=text[lead.start : lead.end] if lead else "",
        text=text,
        blocks=blocks,
        published=published or (stamp.value if stamp else None),
        published_has_time=stamp.has_time if stamp and not published else True,
        origins=(("title", "text"),) if at is not None else (),
    )


# --- lines ----------------------------------------------------------------------------------------


def _before_other_articles(lines: list[Line]) -> list[Line]:
    """Up to the box of other articles or comments that ends the page, if there is one."""
    lines = lines[: other_articles_from([line.words for line in lines])]
    if lines and (tail := _TAIL.search(lines[-1].words)):
        lines = [*lines[:-1], lines[-1].part(0, tail.start())]
    return lines


# --- dates ----------------------------------------------------------------------------------------


def _dated(line: Line) -> Line:
    """The line with the date it is, or that stands before its words."""
    words = line.words
    if line.cell or _IMAGE.match(words):
        return line
    if crawl := CRAWL_DATE.match(words):
        rest = _dated(line.part(crawl.end(), len(words)))
        return rest if rest.stamp else line.part(crawl.end(), len(words), _first(crawl.group()))
    if alone := date_line(words):
        return Line(line.start, line.start, "", alone)
    stamp = _first(words)
    if stamp is None:
        return line
    prose = _BEFORE_PROSE.match(words, stamp.end)
    if prose and stamp.start == agency_prefix(words):
        return line.part(prose.end(), len(words), stamp)
    return line


def _first(words: str) -> Stamp | None:
    return next(stamps(words), None)


def _published(lines: list[Line]) -> Stamp | None:
    """The last date above the text, or one below it.

    A page's own clock stands above the article's date, or alone above the hotline.
    """
    dated = [i for i, line in enumerate(lines) if line.stamp and not _is_clock(lines, i)]
    above = [i for i in dated if i < HEAD_LINES]
    below = [i for i in dated if i >= len(lines) - 3]
    return lines[(above or below)[-1]].stamp if above or below else None


def _is_clock(lines: list[Line], i: int) -> bool:
    return i + 1 < len(lines) and "hotline" in lines[i + 1].words.casefold()


# --- title and blocks -----------------------------------------------------------------------------


def _title_at(lines: list[Line]) -> int | None:
    """Index of the title: a line of words above the first prose, best right above the date."""
    seen = 0
    candidates: list[int] = []
    for i, line in enumerate(lines):
        if line.is_prose or line.cell or seen == HEAD_LINES:
            break
        seen += bool(line.words)
        repeated = i > 0 and line.words == lines[i - 1].words  # the section's name, in a menu
        if _may_be_title(line.words) and not repeated:
            candidates.append(i)
    else:
        return None  # no prose anywhere
    above_date = [i for i in candidates if i + 1 < len(lines) and _is_bare_date(lines[i + 1])]
    long_enough = [i for i in candidates if len(lines[i].words.split()) >= 5]
    return next(iter(above_date or long_enough), None)


def _is_bare_date(line: Line) -> bool:
    return line.stamp is not None and not line.words


def _may_be_title(words: str) -> bool:
    """Whether these are words enough, and not a menu, by-line or sentence."""
    return (
        len(re.findall(r"[^\W\d_]+", words)) >= 4
        and words[-1] not in ".,;:|"
        and not (
            _MENU.match(words)
            or LIST_MARK.match(words)
            or PHOTO_CREDIT.search(words)
            or is_furniture(words)
            or is_teaser(words)
            or is_byline(words)
        )
    )


def _blocks(lines: list[Line], title_at: int | None) -> tuple[Block, ...]:
    """Typed lines from the title on; what is said twice (title, photo captions) is read once."""
    read = [i for i in range(len(lines)) if _is_read(lines, i, title_at)]
    keys = [key(lines[i].words) for i in read]
    blocks: list[Block] = []
    for n, i in enumerate(read):
        line = lines[i]
        if len(keys[n]) > 20 and keys[n] in keys[:n] and not line.cell:
            continue
        if i == title_at:
            kind = BlockKind.TITLE
        elif title_at is not None and n == 1 and _may_be_lead(line, len(read)):
            kind, line = BlockKind.LEAD, line.part(agency_prefix(line.words), len(line.words))
        else:
            # alt text and caption of one photo come one after the other
            photo = keys[n : n + 1] == keys[n + 1 : n + 2] or (
                i > 0 and _IMAGE.match(lines[i - 1].words)
            )
            following = lines[read[n + 1]] if n + 1 < len(read) else None
            kind = _kind(line, of_photo=bool(photo), following=following)
        blocks.append(Block(kind, line.start, line.end))
    return tuple(blocks)


def _is_read(lines: list[Line], i: int, title_at: int | None) -> bool:
    """Whether a line is of the article: no menu, teaser, credit or by-line."""
    words = lines[i].words
    if i == title_at or lines[i].cell:
        return True
    if title_at is not None and i < title_at and not PHOTO_CREDIT.search(words):
        return False
    if is_furniture(words) or is_teaser(words) or opens_other_articles(words):
        return False
    if is_credit(words):
        return False
    if agency_prefix(words) == len(words) or len(words) < 2:
        return False
    near_title = title_at is not None and i - title_at <= 3
    ending = i >= len(lines) - 3 and bool(_SENTENCE_END.search(lines[i - 1].words))
    return not ((near_title or ending) and is_byline(words))


def _may_be_lead(line: Line, lines_read: int) -> bool:
    return (
        line.is_prose
        and len(line.words) <= LEAD
        and lines_read > 3
        and not PHOTO_CREDIT.search(line.words)
    )


def _kind(line: Line, *, of_photo: bool, following: Line | None) -> BlockKind:
    """What a line is by its shape and by what follows it."""
    words = line.words
    if line.cell or re.search(r"\S\s*\|\s*\S", words):
        return BlockKind.TABLE_ROW
    short = len(words) <= 2 * PROSE
    if short and (of_photo or line.barred or PHOTO_CREDIT.search(words)):
        return BlockKind.CAPTION
    if LIST_MARK.match(words):
        return BlockKind.LIST_ITEM
    heads_prose = following is not None and len(following.words) > len(words)
    if heads_prose and len(words) <= PROSE * 2 / 3 and words[-1] not in ".!…:;,":
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH
