"""The quality gate: what a developer sees when facts get better or worse."""

import json
from pathlib import Path

from pipeline.evaluation import compare, evaluate, pinned
from pipeline.scoring import score

LABELS = {
    "products": [
        {"name": "chè Tà Xùa", "stars": 4, "producer": "HTX Tà Xùa", "places": ["xã Tà Xùa"]},
        {"name": "cơm lam", "optional": True},
    ],
    "star_counts": [{"place": "tỉnh Sơn La", "stars": 4, "count": 30, "status": "achieved"}],
    "locations": ["tỉnh Sơn La"],
}


def test_a_product_named_in_passing_is_neither_missed_nor_wrong() -> None:
    facts = {"products": [{"name": "Chè Tà Xùa", "stars": 4}, {"name": "cơm lam"}]}
    tally = score(LABELS, facts).tallies["product (exact)"]
    assert (tally.right, tally.predicted, tally.labelled) == (1, 1, 1)


def test_errors_name_what_was_missed() -> None:
    assert ("product", "missed", "chè Tà Xùa") in score(LABELS, {}).errors


def labelled(folder: Path) -> Path:
    (folder / "bai-1.json").write_text(json.dumps(LABELS), "utf-8")
    (folder / "bai-1.txt").write_text("Sơn La có 30 sản phẩm 4 sao.", "utf-8")
    return folder


def test_a_loss_is_named_and_falls_below_the_floor(tmp_path: Path) -> None:
    gold = labelled(tmp_path)
    good = {"source": "x/bai-1.txt", **LABELS}
    pin = pinned(evaluate(gold, [good]))
    worse = evaluate(gold, [{**good, "products": []}])
    found = compare(worse, pin)
    assert ("bai-1", "product", "missed", "chè Tà Xùa") in found.losses
    assert any(line.startswith("product (exact)") for line in found.fallen)
    assert not found.corpus_changed


def test_a_changed_label_changes_the_hash(tmp_path: Path) -> None:
    gold = labelled(tmp_path)
    pin = pinned(evaluate(gold, []))
    (gold / "bai-1.txt").write_text("Sơn La có 31 sản phẩm 4 sao.", "utf-8")
    assert compare(evaluate(gold, []), pin).corpus_changed
