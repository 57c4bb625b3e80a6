"""One article of our own in the markup of each CMS family, with the traps of real pages.

Every page holds the same title, lead, body and date, so that a reader of the tests sees at once
what a family does differently.
"""

from __future__ import annotations

TITLE = "Mận hậu Mộc Châu vào vụ, hợp tác xã hái từ ba giờ sáng"
LEAD = "Năm nay mận ra quả sớm nửa tháng, giá tại vườn cao hơn năm ngoái gần một phần ba."
FIRST = (
    "Hợp tác xã Nông nghiệp Nà Ka có 62 hộ, trồng 140 ha mận trên đất dốc; sản phẩm mận hậu Nà Ka"
    " được công nhận OCOP 4 sao từ năm 2023."
)
HEADING = "Bán xong trong một buổi chợ"
SECOND = (
    "Bà Lường Thị Hạnh, người bán ở chợ Tân Lập, kể rằng tám tạ mận chở ra lúc năm giờ sáng thì"
    " chưa đến chín giờ đã hết, xe chờ mua còn đỗ dài bên đường."
)
CAPTION = "Hái mận trong thung lũng Nà Ka"
THIRD = (
    "Huyện dự tính trồng thêm 30 ha và dựng một kho lạnh gần quốc lộ 6, để quả chín rộ không phải"
    " bán vội cho thương lái."
)
OTHER = "Giá cà phê hôm nay tăng mạnh ở Tây Nguyên"
DATE = "2024-05-06T07:30:00+07:00"

MENU = """<div class="top"><span class="time-now">Thứ Hai, 01/01/2029</span>
<ul><li><a href="/">Trang chủ</a></li><li><a href="/kinh-te">Kinh tế</a></li></ul></div>"""
SIDE = f"""<div class="side"><h3>Đọc nhiều</h3><ul>
<li><a href="/a-1.html">{OTHER}</a></li><li><a href="/b-2.html">Xuất khẩu gạo lập đỉnh mới</a></li>
</ul></div><div class="footer">Cơ quan chủ quản. Hotline: 0912.345.678. Giấy phép số 12.</div>"""


def page(body: str, head: str = "") -> bytes:
    """A whole page around the article, in UTF-8."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head>'
        f"<body>{MENU}{body}{SIDE}</body></html>"
    ).encode()


VCCORP = page(
    f"""<div class="detail__main"><h1 class="detail-title" data-role="title">{TITLE}</h1>
<div data-role="publishdate">06/05/2024 <span class="icon"><svg></svg></span> 07:30</div>
<h2 class="detail-sapo" data-role="sapo">(NLĐO)- {LEAD}</h2>
<div class="detail-content afcbc-body" data-role="content">
<p style="text-align: justify;">{FIRST}</p>
<div class="VCSortableInPreviewMode" type="RelatedOneNews"><a href="/x.htm">{OTHER}</a>
<p class="VCObjectBoxRelatedNewsItemSapo">Người trồng nói giá này chưa từng có.</p></div>
<h2>{HEADING}</h2><p>{SECOND}</p>
<figure class="VCSortableInPreviewMode" type="Photo"><div><img src="1.jpg" title="{TITLE}"></div>
<figcaption class="PhotoCMS_Caption"><p>{CAPTION}. Ảnh: THU HÀ</p></figcaption></figure>
<p>{THIRD}</p><zone id="z1"><a href="/y.htm">{OTHER}</a></zone></div>
<div class="popup"><h1 class="article-title"></h1></div></div>"""
)

EPI = page(
    f"""<h1 class="article__title cms-title">{TITLE}</h1>
<div class="article__meta"><time datetime="2024-05-06T07:30:00+0700">06/05/2024 07:30</time></div>
<h2 class="article__sapo cms-desc">{LEAD}</h2>
<div class="article__body zce-content-body cms-body" itemprop="articleBody">
<div class="t1">{FIRST}</div><div class="sda_middle">Mua ngay máy phun thuốc giá rẻ</div>
<div class="t1"><b>{HEADING}</b></div><div class="t1">{SECOND}</div>
<figure><img src="1.jpg"><figcaption>{CAPTION}.</figcaption></figure>
<div class="t1">{THIRD}</div>
<div class="cms-relate"><a href="/z-post1.html">{OTHER}</a></div>
<div class="t1">Thu Hà</div></div>"""
)

ONECMS = page(
    f"""<article class="entry-page"><div class="sc-longform-header"><div class="box">
<h1 class="sc-longform-header-title">{TITLE}</h1><p class="sc-longform-header-sapo">{LEAD}</p>
</div></div><div class="b-maincontent"><div class="entry">
<p>{FIRST}</p><p><strong>{HEADING}</strong></p><p>{SECOND}</p>
<figure><img src="1.jpg"><figcaption>{CAPTION}</figcaption></figure>
<div class="c-box"><div class="c-box__title"><div class="c-box__title__name">Bài liên quan</div>
</div><div class="c-box__content">Một bài khác kể chuyện giá cà phê tăng ở Tây Nguyên.</div></div>
<p>{THIRD}</p></div></div></article>""",
    head=f'<meta property="article:published_time" content="{DATE}">',
)

EXCDN = page(
    f"""<h1 class="main-title main-title-super detail-title">{TITLE}</h1>
<span class="time-detail">Thứ Hai 06/05/2024 , 07:30 (GMT+7)</span>
<h2 class="main-intro detail-intro">{LEAD}</h2>
<div class="content" itemprop="articleBody"><div class="audio_box">Nghe bài viết 3 phút</div>
<p>{FIRST}</p><h3>{HEADING}</h3><p>{SECOND}</p>
<figure class="expNoEdit"><img src="1.jpg"><figcaption><p>{CAPTION}. Ảnh: <em>Thu Hà.</em></p>
</figcaption></figure><p>{THIRD}</p></div><p class="content-author">Thu Hà</p>"""
)

MASTERCMS = page(
    f"""<h1 class="article-detail-title">{TITLE}</h1><span class="bx-time">07:30 | 06/05/2024</span>
<div class="article-detail-desc">{LEAD}</div><div class="edittor-content __MASTERCMS_CONTENT">
<p>{FIRST}</p><p><strong>{HEADING}</strong></p><p>{SECOND}</p>
<table class="MASTERCMS_TPL_TABLE"><tbody><tr><td><img src="1.jpg"></td></tr>
<tr><td>{CAPTION}</td></tr></tbody></table>
<table class="__MB_ARTICLE_A"><tr><td><a href="/p-1.html">{OTHER}</a></td>
<td><a href="/p-2.html">Thêm một sàn nông sản mở ở Hà Nội</a></td></tr></table>
<p>{THIRD}</p><input type="hidden" class="__PARAMS_ID" value="1"></div>"""
)

MEKONG = page(
    f"""<div class="titlecate"><h1>Nông nghiệp - Nông thôn</h1></div>
<h1 class="margintopbot10 fw700">{TITLE}</h1><span class="pubdate">06/05/2024 - 07:30</span>
<div id="newscontents"><div class="content-fck"><p>(CTO) - {LEAD}</p><p>{FIRST}</p>
<p><b>{HEADING}</b></p><p>{SECOND}</p><p style="text-align:center"><img src="1.jpg"></p>
<p style="text-align:center"><em>{CAPTION}.</em></p><p>{THIRD}</p>
<div class="AMN_banner">Đặt mua báo dài hạn</div>
<p style="text-align:right"><strong>Tin, ảnh: THU HÀ</strong></p></div></div>
<div class="detail-related"><a href="/q-a1.html">{OTHER}</a></div>""",
    head=f"""<meta property="og:description" content="(CTO) - {LEAD}">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}",
"datePublished": "2024-05-06"}}</script>""",
)

VNPT = page(
    f"""<div class="article_content"><div id="content"><h1 class="media-heading">{TITLE}</h1>
<div class="date">07:30, 06/05/2024</div><ul class="social"><li>Chia sẻ</li><li>Zalo</li></ul>
<div class="desc"><p><strong>{LEAD}</strong></p></div><p>{FIRST}</p>
<p><strong>{HEADING}</strong></p><p>{SECOND}</p>
<table><tr><td><img src="1.jpg"></td></tr><tr><td>{CAPTION}</td></tr></table>
<p>{THIRD}</p><p style="text-align:right"><b>Thu Hà</b></p>
<div class="bd02"><a href="/kinh-te/202405/x-1a/">{OTHER}</a></div></div></div>"""
)

CONTENT_DETAIL = page(
    f"""<h1 class="name">{TITLE}</h1><div class="date">Thứ Hai, 06/05/2024 | 07:30</div>
<div id="content-detail"><p>{FIRST}</p><p><b>{HEADING}</b></p><p>{SECOND}</p>
<p align="center"><img src="1.jpg"></p><p align="center">{CAPTION}</p><p>{THIRD}</p>
<p><strong>Thu Hà</strong></p><p>Từ khóa: mận hậu, Mộc Châu</p>
<div class="relates"><p>Tin liên quan</p><a href="/r-1.html">{OTHER}</a></div>
<p>Ý kiến bạn đọc</p></div>""",
    head=f'<meta name="description" content="{LEAD}">',
)

DCONTENT = page(
    f"""<h1 class="pTitle">{TITLE}</h1><div class="meta">06/05/2024 07:30 GMT+7</div>
<p class="pHead">{LEAD}</p><div id="dcontent"><h1>{TITLE}</h1><p><b>{LEAD}</b></p><p>{FIRST}</p>
<p><b>{HEADING}</b></p><p>{SECOND}</p><figure><img src="1.jpg"><figcaption>{CAPTION}</figcaption>
</figure><p>{THIRD}</p></div>"""
)

DANTRI = page(
    f"""<main><article><h1 class="dt-text-title">{TITLE}</h1>
<time datetime="2024-05-06 07:30">Thứ hai, 06/05/2024 - 07:30</time>
<h2 class="dt-font-bold">(Dân trí) - {LEAD}</h2><div id="desktop-in-article"><p>{FIRST}</p>
<h3>{HEADING}</h3><p>{SECOND}</p><div class="dantri-widget"><a href="/s.htm">{OTHER}</a></div>
<figure><img src="1.jpg"><figcaption><p>{CAPTION} (Ảnh: Thu Hà).</p></figcaption></figure>
<p>{THIRD}</p></div></article></main>"""
)

NO_H1 = page(  # baodautu: the page's clock stands in the header, the title in a div
    f"""<div class="date_top">Thứ Hai, Ngày 01 tháng 01 năm 2029</div><div class="article">
<div class="title-detail">{TITLE}</div><span class="post-time">- 06/05/2024 07:30</span>
<a class="author" href="/author/thu-ha">Thu Hà</a><div class="sapo_detail">{LEAD}</div>
<div id="content_detail_news"><p>{FIRST}</p><p><strong>{HEADING}</strong></p><p>{SECOND}</p>
<table align="center"><tr><td><img src="1.jpg"></td></tr><tr><td>{CAPTION}</td></tr></table>
<p>{THIRD}</p></div></div>""",
    head=f'<meta property="og:title" content="{TITLE}">',
)

DIVS = page(  # kinhtedothi until 2020
    f"""<h1 class="article-title">{TITLE}</h1><div class="date">06/05/2024 07:30 GMT+7</div>
<div id="cotent_detail"><div style="text-align: justify;"><strong>{LEAD}</strong></div>
<div style="text-align: justify;">{FIRST}</div>
<div style="text-align: justify;"><b>{HEADING}</b></div>
<div style="text-align: justify;">{SECOND}</div>
<table class="picture"><tr><td><img src="1.jpg"></td></tr>
<tr><td class="caption">{CAPTION}.</td></tr></table>
<div style="text-align: justify;">{THIRD}</div></div>""",
    head=f'<meta name="description" content="{LEAD}">',
)

BREAKS = page(  # one container, paragraphs parted by line breaks
    f"""<div class="post"><h1>{TITLE}</h1><p class="ngay">Đăng lúc: 06/05/2024 07:30</p>
<div class="noi-dung">{LEAD}<br><br>{FIRST}<br><br><b>{HEADING}</b><br>{SECOND}<br><br>
<img src="1.jpg"><br><i>{CAPTION}</i><br><br>{THIRD}</div></div>""",
    head=f'<meta name="description" content="{LEAD[:60]}...">',
)

PAGES = {  # source of config.toml whose family it is -> page
    "nld": VCCORP,
    "baolaocai": EPI,
    "hanoimoi": ONECMS,
    "nongnghiepmoitruong": EXCDN,
    "congthuong": MASTERCMS,
    "baocantho": MEKONG,
    "baotuyenquang": VNPT,
    "baoquangninh": CONTENT_DETAIL,
    "baothanhhoa": DCONTENT,
    "dantri": DANTRI,
    "baodautu": NO_H1,
    "kinhtedothi": DIVS,
}
