"""Which products an analyst sees as withdrawn, expired or failed, where no stars are told."""

import pytest

from extractors.models import Status
from tests.linked import linked, news

OCOP, REVOKED, EXPIRED, FAILED = Status.OCOP, Status.REVOKED, Status.EXPIRED, Status.FAILED


def statuses(body: str) -> list[Status]:
    return [p.status for p in linked(news(body))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBND tỉnh thu hồi giấy chứng nhận OCOP của «bún khô Tam Lư» và «dầu mè Ba Tơ».",
         [REVOKED, REVOKED]),
        ("UBND huyện đã ra quyết định thu hồi chứng nhận đối với sản phẩm «bún khô Tam Lư».",
         [REVOKED]),
        ("Tỉnh thu hồi giấy chứng nhận của 3 sản phẩm gồm: «bún khô» (HTX Sen Hồng); «dầu mè», "
         "«mật ong» (HTX Bản Vàng).", [REVOKED, REVOKED, REVOKED]),
        ("Hội đồng tước danh hiệu OCOP của «trà lá sen».", [REVOKED]),
        ("Sở hủy kết quả công nhận OCOP đối với «trà lá sen», «bún khô».", [REVOKED, REVOKED]),
        ("Tỉnh rút giấy chứng nhận đã cấp cho «trà lá sen».", [REVOKED]),
        ("Tước danh hiệu OCOP của «trà lá sen».", [REVOKED]),
        ("Hết hiệu lực công nhận gồm: «bún khô», «dầu mè».", [EXPIRED, EXPIRED]),
        ("Tỉnh đưa «bún khô» và «dầu mè» ra khỏi danh mục OCOP.", [REVOKED, REVOKED]),
    ],
)  # fmt: skip
def test_certificates_are_withdrawn_or_listed_as_run_out(text: str, expected: list[Status]) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«Bún khô Tam Lư» và «dầu mè Ba Tơ» bị thu hồi chứng nhận.", [REVOKED, REVOKED]),
        ("«Bún khô» của HTX Sen Hồng (xã Tân Lập), «dầu mè» của hộ Lò Thị Đôi ngừng sản xuất nên "
         "bị thu hồi giấy chứng nhận OCOP.", [REVOKED, REVOKED]),
        ("Giấy chứng nhận của «bún khô» đã hết hạn.", [EXPIRED]),
        ("«Bún khô» và «dầu mè» đã hết thời hạn công nhận từ năm 2023.", [EXPIRED, EXPIRED]),
        ("Chứng nhận OCOP của «bún khô» không còn hiệu lực.", [EXPIRED]),
        ("«Bún khô» không còn là sản phẩm OCOP.", [EXPIRED]),
        ("«Bún khô» không đạt ở kỳ đánh giá năm nay.", [FAILED]),
        ("«Bún khô» và «dầu mè» bị loại vì thiếu hồ sơ.", [FAILED, FAILED]),
        ("«Bún khô» bị loại khỏi chương trình OCOP.", [REVOKED]),
        ("Kỳ này «bún khô» không được công nhận.", [FAILED]),
        ("«Bún khô» có tên trong danh sách thu hồi giấy chứng nhận.", [REVOKED]),
        ("«Bún khô» là một trong 5 sản phẩm bị thu hồi giấy chứng nhận.", [REVOKED]),
        ("«Bún khô» bị đưa ra khỏi danh sách sản phẩm OCOP của huyện.", [REVOKED]),
        ("«Bún khô» quá hạn 36 tháng, không nộp hồ sơ nên bị thu hồi giấy chứng nhận.", [REVOKED]),
        ("«Bún khô» bị UBND huyện thu hồi chứng nhận hồi đầu năm.", [REVOKED]),
        ("«Bún khô» và «dầu mè» là hai sản phẩm đã hết hạn chứng nhận.", [EXPIRED, EXPIRED]),
        ("«Bún khô», «dầu mè» và 3 sản phẩm khác bị thu hồi giấy chứng nhận.", [REVOKED, REVOKED]),
        ("«Bún khô» bị thu hồi giấy chứng nhận do hết hạn mà không làm lại.", [REVOKED]),
    ],
)  # fmt: skip
def test_what_became_of_products_named_before(text: str, expected: list[Status]) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Các sản phẩm hết hạn chưa đánh giá lại gồm: «bún khô», «dầu mè», «mật ong».",
         [EXPIRED, EXPIRED, EXPIRED]),
        ("Sản phẩm bị thu hồi chứng nhận: «bún khô»; «dầu mè».", [REVOKED, REVOKED]),
        ("Có 4 hồ sơ không đạt, trong đó có «bún khô» và «dầu mè».", [FAILED, FAILED]),
        ("- Không đạt: «bún khô», «dầu mè» (đều ở xã Tân Lập).", [FAILED, FAILED]),
        ("Danh sách sản phẩm bị thu hồi giấy chứng nhận:\n- «Bún khô» (HTX Sen Hồng)\n"
         "- «Dầu mè» (xã Tân Lập)", [REVOKED, REVOKED]),
        ("Tỉnh thu hồi giấy chứng nhận OCOP của 2 sản phẩm. Đó là «bún khô» và «dầu mè».",
         [REVOKED, REVOKED]),
        ("Nhóm đánh giá lại có «bún khô», «dầu mè». Hai sản phẩm này đã hết hạn.",
         [EXPIRED, EXPIRED]),
        ("Xã có «bún khô». Sản phẩm này bị thu hồi giấy chứng nhận.", [REVOKED]),
        ("Tỉnh loại 2 sản phẩm ra khỏi danh mục OCOP.\nNhững sản phẩm bị loại là:\n- «Bún khô»\n"
         "- «Dầu mè»\n\nHuyện còn «mật ong» bán chạy.", [REVOKED, REVOKED, OCOP]),
    ],
)  # fmt: skip
def test_lists_and_their_headings(text: str, expected: list[Status]) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "«Bún khô» chưa bị thu hồi chứng nhận.",
        "Tỉnh không thu hồi giấy chứng nhận của «bún khô».",
        "HTX giữ chất lượng «bún khô» để tránh bị thu hồi giấy chứng nhận.",
        "«Bún khô» có thể bị thu hồi giấy chứng nhận.",
        "Tỉnh sẽ thu hồi giấy chứng nhận của «bún khô» nếu vi phạm.",
        "Nếu chủ thể vi phạm, «bún khô» bị thu hồi giấy chứng nhận.",
        "Huyện đề nghị thu hồi giấy chứng nhận của «bún khô».",
        "Giấy chứng nhận của «bún khô» sắp hết hạn.",
        "HTX nộp hồ sơ «bún khô» trước khi giấy chứng nhận hết hạn.",
        "Giấy chứng nhận của «bún khô» hết hạn vào quý I năm sau.",
        "Huyện đánh giá lại các sản phẩm hết hạn gồm: «bún khô», «dầu mè».",
        "Ông Hai chủ «bún khô» nói: “Giấy chứng nhận hết hạn thì tôi làm lại thôi”.",
        "Chứng nhận VietGAP của «bún khô» đã hết hạn.",
        "Cơ sở bán «bún khô» hết hạn sử dụng, bị phạt.",
        "Doanh nghiệp thu hồi 2 tấn «bún khô» do lỗi bao bì.",
        "Làm «bún khô», anh thu hồi vốn sau một năm.",
        "«Bún khô» không đạt mẫu mã thì để lại ăn.",
        "Giá «bún khô» rớt thê thảm.",
        "Ngoài «bún khô», 5 sản phẩm bị thu hồi giấy chứng nhận.",
        "Giấy chứng nhận có thời hạn 36 tháng, hết hạn phải chấm lại. Xã có «bún khô».",
        "Sản phẩm OCOP quá hạn bị thu hồi giấy chứng nhận. Chợ có «bún khô» bán chạy.",
        "Sản phẩm OCOP hết hạn vẫn bày bán\n\n«Bún khô» là đặc sản của xã, bán quanh năm.",
        "Sản lượng «bún khô» chưa đạt yêu cầu của đợt hàng này.",
        "«Bún khô» có hạn sử dụng 6 tháng, hết hạn thì đổi.",
        "Tỉnh yêu cầu thu hồi giấy chứng nhận của «bún khô» trước ngày 30/6.",
        "Tỉnh trao giấy chứng nhận cho «bún khô» và thu hồi giấy chứng nhận của 2 sản phẩm khác.",
    ],
)
def test_what_is_no_end_of_a_certificate(text: str) -> None:
    assert set(statuses(text)) == {OCOP}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«Bún khô» bị thu hồi giấy chứng nhận, còn «dầu mè» vẫn giữ.", [REVOKED, OCOP]),
        ("Tỉnh thu hồi giấy chứng nhận của «bún khô» và «dầu mè», riêng «mật ong» được công nhận "
         "lại.", [REVOKED, REVOKED, OCOP]),
        ("Tỉnh thu hồi giấy chứng nhận của «bún khô»; «dầu mè» vẫn giữ hạng.", [REVOKED, OCOP]),
        ("«Bún khô» được công nhận lại, «dầu mè» bị thu hồi giấy chứng nhận.", [OCOP, REVOKED]),
        ("«Bún khô» được công nhận lại; «dầu mè», «mật ong» thì không đạt.",
         [OCOP, FAILED, FAILED]),
        ("Khác với «bún khô», «dầu mè» bị thu hồi giấy chứng nhận.", [OCOP, REVOKED]),
        ("Số hết hạn gồm «bún khô»; số còn hạn gồm «dầu mè».", [EXPIRED, OCOP]),
        ("«Bún khô» không đạt, «dầu mè» cũng bị loại do thiếu hồ sơ.", [FAILED, FAILED]),
        ("Giấy chứng nhận của «bún khô» đã hết hạn, trong khi «dầu mè» còn hạn.", [EXPIRED, OCOP]),
    ],
)  # fmt: skip
def test_other_products_of_the_sentence_keep_their_standing(
    text: str, expected: list[Status]
) -> None:
    assert statuses(text) == expected


@pytest.mark.parametrize(
    ("text", "status", "stars"),
    [
        ("«Bún khô» năm 2023 hết hạn, nay được công nhận lại 4 sao.", Status.ACHIEVED, 4),
        ("Giấy chứng nhận của «bún khô» đã hết hạn. Tháng 6 vừa qua, «bún khô» đạt OCOP 4 sao.",
         Status.ACHIEVED, 4),
        ("Giấy chứng nhận của «bún khô» đã hết hạn, sau đó được công nhận lại.", OCOP, None),
        ("Năm 2022 «bún khô» bị thu hồi giấy chứng nhận; năm 2024 sản phẩm được công nhận lại.",
         OCOP, None),
        ("Giấy của «bún khô» đã hết hạn, chưa được công nhận lại.", EXPIRED, None),
        ("«Bún khô» đã hết hạn, được đánh giá lại và đạt OCOP 4 sao.", Status.ACHIEVED, 4),
        ("Từng bị thu hồi giấy chứng nhận, «bún khô» nay đạt OCOP 3 sao.", Status.ACHIEVED, 3),
        ("«Bún khô» đã hết hạn, đang làm hồ sơ đánh giá, công nhận lại.", EXPIRED, None),
        ("«Bún khô» đã hết hạn, việc công nhận lại gặp khó.", EXPIRED, None),
        ("«Bún khô» đã hết hạn nhưng giữ vững chất lượng, nay đạt doanh thu 2 tỷ.", EXPIRED, None),
        ("«Bún khô» từng đạt OCOP 3 sao, giấy chứng nhận hết hạn từ tháng 3.", EXPIRED, 3),
        ("Sản phẩm bị thu hồi giấy chứng nhận gồm: «bún khô» (OCOP 3 sao).", REVOKED, 3),
        ("«Bún khô» bị thu hồi giấy chứng nhận. Trước đó, «bún khô» được OCOP 4 sao.", REVOKED, 4),
        ("«Bún khô» đạt OCOP 4 sao. Nay «bún khô» bị thu hồi giấy chứng nhận.", REVOKED, 4),
        ("Bốn hồ sơ chưa đạt, trong đó «bún khô» vẫn ở hạng OCOP 4 sao.", Status.ACHIEVED, 4),
        ("«Bún khô» bị loại ở kỳ đầu. Kỳ sau, «bún khô» đạt OCOP 3 sao.", Status.ACHIEVED, 3),
    ],
)  # fmt: skip
def test_the_later_of_rating_and_end_counts(text: str, status: Status, stars: int | None) -> None:
    (product,) = linked(news(text))
    assert (product.status, product.stars) == (status, stars)
