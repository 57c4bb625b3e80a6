"""What analysts take along: CSV that Excel opens right, workbooks, Parquet, and the snapshot."""

from __future__ import annotations

import csv
import importlib
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from storage.database import Database
from storage.errors import StoreError
from storage.export import export
from storage.exporting.csv import harmless
from storage.identities.settle import settle
from storage.views import views
from tests.stories import Counts, Says, save, story

DANGEROUS = "=HYPERLINK(0)"
CHE = Says("Chè Shan tuyết Tà Xùa", 4, "HTX Chè Tà Xùa", "03868")


@pytest.fixture
def told(database: Database) -> Iterator[Database]:
    """A product whose producer's name a spreadsheet would run."""
    says = [CHE, Says("Mật ong hoa nhãn Sông Mã", 3, DANGEROUS, "14"), Counts(83, place="14")]
    save(database, story("https://bao.vn/1", date(2024, 5, 1), says))
    settle(database)
    yield database


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_is_utf8_with_the_mark_that_excel_wants(told: Database, tmp_path: Path) -> None:
    export(told, tmp_path / "out", ["csv"], "CC-BY-4.0")
    data = (tmp_path / "out" / "products.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfproduct_id,")
    assert "Chè Shan tuyết Tà Xùa".encode() in data
    che = next(row for row in rows_of(tmp_path / "out" / "products.csv") if row["stars"] == "4")
    assert (che["valid_until"], che["contested"], che["province_now_code"]) == (
        "2027-05-01",
        "false",
        "14",
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_can_run(start: str) -> None:
    assert harmless(f"{start}cmd") == f"'{start}cmd"
    assert harmless(-5) == -5
    assert harmless("Bưởi = ngon") == "Bưởi = ngon"


def test_a_dangerous_name_is_text_in_every_format(told: Database, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    pytest.importorskip("xlsxwriter")
    export(told, tmp_path, ["csv", "xlsx", "parquet"], "CC-BY-4.0")
    assert "'" + DANGEROUS in {row["name"] for row in rows_of(tmp_path / "producers.csv")}
    with zipfile.ZipFile(tmp_path / "producers.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert DANGEROUS in sheet
    assert "<f>" not in sheet and "<hyperlink" not in sheet
    table = pq.read_table(tmp_path / "producers.parquet")
    assert DANGEROUS in table["name"].to_pylist()


def test_parquet_and_workbooks_have_types(told: Database, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    pytest.importorskip("xlsxwriter")
    export(told, tmp_path, ["xlsx", "parquet"], "CC-BY-4.0")
    table = pq.read_table(tmp_path / "products.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert types["stars"] == "int64"
    assert types["rated_on"] == "date32[day]"
    assert types["contested"] == "bool"
    assert types["place_code"] == "string"
    assert table.schema.field("stars").metadata[b"description"].startswith(b"stars of")
    with zipfile.ZipFile(tmp_path / "products.xlsx") as book:
        assert "yyyy-mm-dd" in book.read("xl/styles.xml").decode()


def test_the_data_package_describes_every_file(told: Database, tmp_path: Path) -> None:
    files = export(told, tmp_path, ["csv"], "ODbL-1.0")
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    assert package["licenses"] == [{"name": "ODbL-1.0"}]
    assert {r["path"] for r in package["resources"]} == {f.name for f in files[:-1]}
    assert len(package["resources"]) == len(views())
    for described in package["resources"]:
        path = tmp_path / described["path"]
        assert described["bytes"] == path.stat().st_size
        header = path.read_text("utf-8-sig").splitlines()[0].split(",")
        assert [field["name"] for field in described["schema"]["fields"]] == header
        assert described["rows"] == len(rows_of(path))
        assert re.fullmatch(r"[a-z0-9-]+", described["name"])


def test_the_same_base_gives_the_same_bytes(told: Database, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("xlsxwriter")
    both = []
    for name in ("one", "two"):
        files = export(told, tmp_path / name, ["csv", "xlsx", "parquet"], "CC-BY-4.0")
        both.append({file.name: file.read_bytes() for file in files})
    assert both[0] == both[1]


def test_both_databases_export_the_same_tables(
    sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    exported = []
    for name, url in (("sqlite", sqlite_url), ("postgres", postgres_url)):
        database = Database.open(url)
        save(database, story("https://bao.vn/1", date(2024, 5, 1), [CHE, Counts(83, place="14")]))
        settle(database)
        files = export(database, tmp_path / name, ["csv"], "CC-BY-4.0")
        exported.append({file.name: file.read_bytes() for file in files})
        database.close()
    assert exported[0] == exported[1]


def test_a_folder_that_cannot_be_made_is_one_line(told: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("đã có")
    with pytest.raises(StoreError) as caught:
        export(told, tmp_path / "file", ["csv"], "CC-BY-4.0")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_a_full_disk_is_one_line_and_leaves_no_half_file(
    told: Database, tmp_path: Path, form: str
) -> None:
    pytest.importorskip({"csv": "csv", "xlsx": "xlsxwriter", "parquet": "pyarrow"}[form])
    importlib.import_module(f"storage.exporting.{form}")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, limits[1]))
    try:
        with pytest.raises(StoreError) as caught:
            export(told, tmp_path / "out", [form], "CC-BY-4.0")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert len(str(caught.value).splitlines()) == 1
    assert list((tmp_path / "out").iterdir()) == []
    assert export(told, tmp_path / "out", [form], "CC-BY-4.0")


def test_a_workbook_names_its_sheet(told: Database, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    export(told, tmp_path, ["xlsx"], "CC-BY-4.0")
    with zipfile.ZipFile(tmp_path / "star_counts.xlsx") as book:
        assert b'<sheet name="star_counts"' in book.read("xl/workbook.xml")


def test_csv_works_without_the_other_libraries(sqlite_url: str, tmp_path: Path) -> None:
    for module in ("pyarrow", "xlsxwriter"):
        (tmp_path / f"{module}.py").write_text(f"raise ImportError(name={module!r})")
    command = [sys.executable, "-m", "pipeline", "export", "--database", sqlite_url, "--to"]
    env = {**os.environ, "OCOP_CONFIG": "", "PYTHONPATH": str(tmp_path)}
    root = Path(__file__).parents[1]

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, str(tmp_path / "out"), *more], env=env, cwd=root, text=True,
            capture_output=True, timeout=60, check=False,
        )  # fmt: skip

    assert run().returncode == 0
    refused = run("--format", "csv,parquet")
    assert refused.returncode == 5
    assert "pip install '.[export]'" in refused.stderr
    assert run("--format", "pdf").returncode == 2


# --- ocop serve ----------------------------------------------------------------------------------


@pytest.fixture
def site(sqlite_url: str) -> Iterator[str]:
    """`ocop serve` over a small base, until the test ends."""
    pytest.importorskip("datasette")
    database = Database.open(sqlite_url)
    save(database, story("https://bao.vn/1", date(2024, 5, 1), [CHE, Counts(83, place="14")]))
    settle(database)
    database.close()
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "serve", "--database", sqlite_url, "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "OCOP_CONFIG": ""},
    )
    base = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            urllib.request.urlopen(base, timeout=1).close()
            break
        except OSError:
            time.sleep(0.2)
    yield base
    process.send_signal(signal.SIGINT)
    process.wait(20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return str(answer.read().decode())


def test_the_browser_shows_titles_questions_facets_and_search(site: str) -> None:
    home = fetch(f"{site}/ocop")
    assert "Sản phẩm nào sắp hết hạn công nhận trước ngày này?" in home
    assert "Which OCOP products does a province of today&#39;s map have?" in home
    table = fetch(f"{site}/ocop/ocop_products")
    assert "Sản phẩm OCOP" in table and "stars of the latest rating" in table
    assert "số sao của lần xếp hạng mới nhất" in table
    assert "4&nbsp;sao" in table  # the unit
    for words in ("che shan tuyet", "chè shan tuyết"):
        assert CHE.name in fetch(f"{site}/ocop/ocop_products?_search={quote(words)}")
    answered = fetch(f"{site}/ocop/province?province={quote('tỉnh Sơn La')}")
    assert CHE.name in answered


def test_the_first_page_leads_to_answers_and_those_to_their_sentences(site: str) -> None:
    home = fetch(site)
    assert "Sản phẩm nào sắp hết hạn công nhận trước ngày này?" in home
    assert "What is said of numbers of OCOP products" in home
    asked = re.search(r'href="(/ocop/province\?[^"]+)"', home)
    assert asked
    answered = fetch(site + unescape(asked[1]))
    assert CHE.name in answered
    row = re.search(r'href="(/ocop/ocop_products/\d+)"', answered)
    assert row
    sentences = re.search(r'href="([^"]*ocop_product_mentions[^"]*)"', fetch(site + row[1]))
    assert sentences and "Chè Shan tuyết Tà Xùa của HTX" in fetch(site + unescape(sentences[1]))


def test_yes_and_no_are_words_in_tables_facets_and_answers(site: str) -> None:
    articles = fetch(f"{site}/ocop/ocop_articles")
    assert re.search(r'<td class="col-speaks_of_ocop[^"]*">true</td>', articles)
    assert re.search(r">true</a>", articles)  # the facet
    answered = fetch(f"{site}/ocop/how-many?level=province")
    assert re.search(r'<td class="col-at_least">false</td>', answered)
    assert "column-descriptions" in fetch(f"{site}/style/explore.css")


def test_a_taken_port_is_one_line_and_being_ended_ends_what_it_started(
    sqlite_url: str, tmp_path: Path
) -> None:
    pytest.importorskip("datasette")
    Database.open(sqlite_url).close()
    command = [sys.executable, "-m", "pipeline", "serve", "--database", sqlite_url, "--port"]
    env = {**os.environ, "OCOP_CONFIG": "", "TMPDIR": str(tmp_path)}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*command, port], env=env, capture_output=True, text=True, timeout=60, check=False
        )
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "--port 0" in done.stderr
    server = subprocess.Popen([*command, "0"], env=env, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    address = server.stdout.readline().split("served at ")[1].split()[0]
    while True:
        try:
            fetch(address)
            break
        except OSError:
            time.sleep(0.2)
    server.terminate()
    assert server.wait(20) == 0
    with pytest.raises(OSError, match="refused"):
        fetch(address)
    assert not list(tmp_path.glob("ocop-serve-*"))


def test_nothing_can_be_written_and_no_text_is_handed_out(site: str) -> None:
    tables = json.loads(fetch(f"{site}/ocop.json"))["tables"]
    assert {t["name"] for t in tables if not t["hidden"]} == {view.name for view in views()}
    with pytest.raises(urllib.error.HTTPError):
        fetch(f"{site}/ocop?sql=delete+from+ocop_products")


def test_a_real_browser_shows_the_page(site: str, tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        assert os.environ.get("CI") != "true", "CI has a browser: .ci/chromium.sh"
        pytest.skip("no chromium here")
    done = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=4000",
         f"--user-data-dir={tmp_path}", "--dump-dom", f"{site}/ocop/ocop_products?stars=4"],
        capture_output=True, text=True, encoding="utf-8", timeout=90, check=False,
    )  # fmt: skip
    assert "HTX Chè Tà Xùa" in done.stdout
    assert "Sản phẩm OCOP · ocop_products" in done.stdout
