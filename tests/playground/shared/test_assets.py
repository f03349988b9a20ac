"""The files of static/ under addresses that name their content."""

import gzip
import os

import pytest

from playground.shared import assets


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    (tmp_path / "network").mkdir()
    for name in ("network.js", "network.css", "network_edges.css", "networks.css"):
        (tmp_path / "network" / name).write_text(f"/* {name} */" + "x" * 500)
    (tmp_path / "notes.md").write_text("not for browsers")
    return tmp_path


def changed(folder):
    # The clock of files is coarse: an edit is said to be later than what was there before.
    path = folder / "network" / "network.js"
    path.write_text("// another")
    later = path.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(later, later))


def test_the_files_stand_beside_the_package_in_a_checkout_and_within_it_where_it_is_installed(tmp_path):
    package = tmp_path / "playground"
    package.mkdir()
    assert assets.static_of(package) == tmp_path / "static"
    (package / "static_files").mkdir()
    assert assets.static_of(package) == package / "static_files"


def test_an_address_is_relative_to_the_page_and_names_the_content(folder):
    files = assets.current(changing=True)
    assert files.address("network/network.js") == f"./playground-assets/{files.version}/network/network.js"


def test_another_content_has_another_address(folder):
    before = assets.current(changing=True)
    changed(folder)
    after = assets.current(changing=True)
    assert after.version != before.version
    assert after.text("network/network.js") == "// another"


def test_the_same_content_has_the_same_address_at_another_time(folder):
    before = assets.current(changing=True).version
    os.utime(folder / "network" / "network.js", ns=(2**61, 2**61))
    assert assets.current(changing=True).version == before


def test_a_drawing_has_its_own_sheets_and_their_parts_and_no_others(folder):
    sheets = assets.current(changing=True).sheets_of("network/network")
    assert sheets == ["network/network.css", "network/network_edges.css"]


def test_what_a_browser_has_no_use_for_is_not_among_the_files(folder):
    files = assets.current(changing=True)
    assert "notes.md" not in files.files
    with pytest.raises(KeyError, match=r"static/notes\.md"):
        files.address("notes.md")


def test_text_is_there_compressed_too(folder):
    asset = assets.current(changing=True).files["network/network.js"]
    assert gzip.decompress(asset.compressed) == asset.content
    assert len(asset.compressed) < len(asset.content)


def test_what_compression_does_not_make_smaller_is_left_as_it_is(folder):
    (folder / "noise.png").write_bytes(os.urandom(2000))
    assert assets.current(changing=True).files["noise.png"].compressed is None


def test_the_files_of_a_server_stay_as_they_were_when_it_first_read_them():
    assert assets.current() is assets.current()
