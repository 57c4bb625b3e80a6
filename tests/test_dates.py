"""Date stamps as papers print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.models import VIETNAM
from extractors.vi.dates import parse_stamp, stamps


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("Thứ bảy, 7/3/2026, 00:05 (GMT+7)", "2026-03-07T00:05:00"),
        ("07/03/2026 08:01 GMT+7", "2026-03-07T08:01:00"),
        ("07-03-2026 - 00:01 AM", "2026-03-07T00:01:00"),  # AM on a 24-hour clock
        ("07-03-2026 - 14:30 PM", "2026-03-07T14:30:00"),
        ("03:06 PM 13/12/2020 |   Lượt xem: 4186", "2020-12-13T15:06:00"),
        ("12:20 AM 13/12/2020", "2020-12-13T00:20:00"),
        ("02:15:00 CH 13/12/2020", "2020-12-13T14:15:00"),
        ("07/03/2026   08:52 (GMT+07:00)", "2026-03-07T08:52:00"),
        ("Thứ Bảy, 07/03/2026 - 08:52", "2026-03-07T08:52:00"),
        ("- 07/03/2026 08:47", "2026-03-07T08:47:00"),
        ("Thứ Tư, 24/12/2025 09:30:00 +07:00", "2025-12-24T09:30:00"),
        ("Thứ Năm 22/09/2022 , 14:53 (GMT+7)", "2022-09-22T14:53:00"),
        ("15:10 05/02/2024", "2024-02-05T15:10:00"),
        ("08:00, 14/11/2014", "2014-11-14T08:00:00"),
        ("Thứ Hai, 09:58 ngày 27/11/2023", "2023-11-27T09:58:00"),
        ("Cập nhật lúc 05:07, Thứ Tư, 17/11/2021 (GMT+7)", "2021-11-17T05:07:00"),
        ("Cập nhật ngày: 12/01/2022 | 09:00 GMT+7", "2022-01-12T09:00:00"),
        ("| 30-08-2023 | 08:52:11", "2023-08-30T08:52:11"),
        ("3-2-2021, 11:1 GMT+7", "2021-02-03T11:01:00"),
        ("Thứ Ba, 19.8.2025 | 09:03", "2025-08-19T09:03:00"),
        ("Thứ ba, ngày 24 tháng 1 năm 2023 | 10:31", "2023-01-24T10:31:00"),
        ("20h15 ngày 4/3/2024", "2024-03-04T20:15:00"),
        ("2026-03-07T08:52:11.000 +07:00", "2026-03-07T08:52:11"),  # vietnamnet's space
        ("2025-06-17T13:43:02+0700", "2025-06-17T13:43:02"),
        ("2026-03-07T01:52:11Z", "2026-03-07T08:52:11"),
        ("2026-03-07 08:07", "2026-03-07T08:07:00"),
        ("Sat, 07 Mar 2026 01:00:00 GMT", "2026-03-07T08:00:00"),
        ("1772816700", "2026-03-07T00:05:00"),
    ],
)
def test_clock_and_day_in_vietnams_zone(printed: str, iso: str) -> None:
    stamp = parse_stamp(printed)
    assert stamp is not None
    assert stamp.has_time
    assert stamp.value.isoformat() == f"{iso}+07:00"


@pytest.mark.parametrize("printed", ["2026-01-08", "Ngày 08 tháng 01 năm 2026", "08.01.2026"])
def test_a_day_alone_has_no_time(printed: str) -> None:
    stamp = parse_stamp(printed)
    assert stamp is not None
    assert (stamp.value.isoformat(), stamp.has_time) == ("2026-01-08T00:00:00+07:00", False)


@pytest.mark.parametrize(
    "printed",
    ["9 giờ trước", "hôm qua", "31/02/2024", "7/3", "tháng 3/2026", "99:99", "", "1.234.567"],
)
def test_no_date_is_guessed(printed: str) -> None:
    assert parse_stamp(printed) is None


@given(st.datetimes(timezones=st.just(VIETNAM)).filter(lambda d: 1990 < d.year < 2090))
def test_iso_comes_back_to_the_second(value) -> None:  # type: ignore[no-untyped-def]
    stamp = parse_stamp(value.isoformat())
    assert stamp is not None
    assert stamp.value == value.replace(microsecond=0)


@given(st.text(alphabet="0123456789/:-. ngàythứSA|+Z", max_size=60))
def test_stamps_point_into_the_text(text: str) -> None:
    for stamp in stamps(text):
        assert str(stamp.value.year) in text[stamp.start : stamp.end]
