"""config.toml: every mistake is named, with the keys that exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import ConfigError, find_config, load, shipped_config


def write(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(content, "utf-8")
    return path


def test_a_source_tries_its_own_selectors_before_its_family_s(tmp_path: Path) -> None:
    config = load(
        write(
            tmp_path,
            """
            [families.epi]
            title = ["h1.cms-title"]
            drop = [".ads"]
            [sources.baolaocai]
            title = "Báo Lào Cai"
            family = "epi"
            hosts = ["baolaocai.vn"]
            selectors.title = ["h1.article__title"]
            """,
        )
    )
    source = config.sources["baolaocai"]
    assert source.selectors.title == ("h1.article__title", "h1.cms-title")
    assert source.selectors.drop == (".ads",)
    assert source.hosts == ("baolaocai.vn",)


@pytest.mark.parametrize(
    ("content", "messages"),
    [
        (
            "[collect]\ntimout_seconds = 3",
            ["unknown key collect.timout_seconds; did you mean 'timeout_seconds'? known: user_ag"],
        ),
        ("[stroe]\nx = 1", ["unknown key stroe; did you mean 'store'? known: store, collect"]),
        (
            "[sources.nld]\ntitle = 'NLĐ'\nfeds = []",
            ["unknown key sources.nld.feds; did you mean 'feeds'?"],
        ),
        (
            "[sources.nld]\ntitle = 'NLĐ'\nselectors.titel = ['h1']",
            ["unknown key sources.nld.selectors.titel; did you mean 'title'?"],
        ),
        (
            "[sources.nld]\ntitle = 'NLĐ'\nfamily = 'vcorp'",
            ["sources.nld.family: no family 'vcorp'; known: none"],
        ),
        (
            "[sources.nld]\ntitle = 'NLĐ'\nfeeds = ['nld.com.vn/rss']\narticle_url = '('",
            ["sources.nld.feeds: 'nld.com.vn/rss' is no http(s) address", "not a regular expr"],
        ),
        ("[sources.nld]\nfeeds = []", ["sources.nld.title: Field required"]),
        ("[collect]\nattempts = 0", ["collect.attempts: Input should be greater than"]),
        ("[collect", ["Expected ']'"]),
    ],
)
def test_mistakes_are_named(tmp_path: Path, content: str, messages: list[str]) -> None:
    path = write(tmp_path, content)
    with pytest.raises(ConfigError) as caught:
        load(path)
    for message in messages:
        assert message in str(caught.value)
    assert all(line.startswith(str(path)) for line in str(caught.value).splitlines())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: No such file"):
        load(tmp_path / "none.toml")


def test_an_unknown_source_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    config = load(write(tmp_path, "[sources.nld]\ntitle = 'NLĐ'"))
    with pytest.raises(ConfigError, match="no source 'nlđ'; did you mean 'nld'"):
        config.chosen(("nlđ",))


def test_a_disabled_source_is_visited_only_when_named(tmp_path: Path) -> None:
    config = load(write(tmp_path, "[sources.nld]\ntitle = 'NLĐ'\nenabled = false"))
    assert config.chosen(()) == []
    assert [s.name for s in config.chosen(("nld",))] == ["nld"]


def test_where_the_settings_come_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OCOP_CONFIG", raising=False)
    assert find_config() == shipped_config()
    write(tmp_path, "")
    assert find_config() == Path("config.toml")
    monkeypatch.setenv("OCOP_CONFIG", "/etc/ocop.toml")
    assert find_config() == Path("/etc/ocop.toml")
    assert find_config(Path("mine.toml")) == Path("mine.toml")


def test_the_shipped_configuration_is_sound() -> None:
    config = load(shipped_config())
    kinds = [
        kind
        for source in config.sources.values()
        for kind in ("feeds", "sitemaps", "sections")
        if getattr(source, kind)
    ]
    assert {"feeds", "sitemaps", "sections"} <= set(kinds)
    for source in config.sources.values():
        assert source.hosts, source.name
        assert source.article_url, source.name
        assert source.selectors.body, source.name


def test_one_feed_cannot_be_two_sources(tmp_path: Path) -> None:
    feeds = 'title = "B"\nfeeds = ["https://bao.vn/rss"]\n'
    path = tmp_path / "config.toml"
    path.write_text(f"[sources.mot]\n{feeds}[sources.hai]\n{feeds}", "utf-8")
    with pytest.raises(ConfigError, match=r"sources\.hai: https://bao\.vn/rss is one of 'mot'"):
        load(path)


def test_unconfirmed_sources_can_be_left_out(tmp_path: Path) -> None:
    sources = '[sources.mot]\ntitle = "1"\n[sources.hai]\ntitle = "2"\nconfirmed = false\n'
    path = tmp_path / "config.toml"
    path.write_text(sources, "utf-8")
    assert [source.name for source in load(path).chosen(())] == ["mot", "hai"]
    path.write_text(f"[collect]\nunconfirmed = false\n{sources}", "utf-8")
    assert [source.name for source in load(path).chosen(())] == ["mot"]
    assert [source.name for source in load(path).chosen(("hai",))] == ["hai"], "asked by name"
