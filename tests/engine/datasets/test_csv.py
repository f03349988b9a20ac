import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import datasets
from engine.datasets import DataError, from_csv

PLAIN = "width,height,kind\n1,10,cat\n2,20,dog\n3,40,cat\n5,30,dog\n"


def body_of_words(count):
    return "".join(f"{row},w{row % count},{row % 2}\n" for row in range(20))


def rows(*targets):
    return "".join(f"{index},{index * index},{target}\n" for index, target in enumerate(targets))


def test_words_become_classes_and_the_scaling_leads_back_to_the_files_units():
    data = from_csv(PLAIN.encode(), name="pets", split=0.5, seed=1)
    assert (data.name, data.kind, data.classes) == ("pets", "binary", ("cat", "dog"))
    assert data.labels.tolist() == [0, 1, 0, 1]
    assert (data.axes, data.target_name, data.input_names) == (("width", "height"), "kind", ("x1", "x2"))
    assert data.X[:, 0] == pytest.approx([-5, -2.5, 0, 5])  # 1 to 5 onto -5 to 5
    assert data.points * data.scale + data.offset == pytest.approx(
        np.array([[1, 10], [2, 20], [3, 40], [5, 30]])
    )
    assert data.train.tolist() == data.validation.tolist() == [0, 1, 2, 3]  # so few are not divided


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", ", "),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("cat", '"cat"'),
        PLAIN + "\n\n,,\n",
        "\ufeff" + PLAIN,
        PLAIN.removesuffix("\n"),
    ],
)
def test_separators_line_ends_quotes_and_byte_order_marks_make_no_difference(text):
    plain, other = from_csv(PLAIN), from_csv(text.encode())
    assert other.X.tobytes() == plain.X.tobytes()
    assert other.y.tobytes() == plain.y.tobytes()
    assert (other.axes, other.classes, other.target_name) == (plain.axes, plain.classes, plain.target_name)


def test_a_file_without_header_keeps_its_first_row():
    data = from_csv(PLAIN.split("\n", 1)[1])
    assert len(data.X) == 4
    assert (data.axes, data.target_name) == (("x1", "x2"), "y")


def test_decimal_commas_are_read_where_the_comma_is_not_the_separator():
    data = from_csv("a;b;c\n0,5;1;2,5\n1,5;2;-1\n2,5;4;0\n3,5;3;1,25\n")
    assert data.X[:, 0] * data.scale[0] + data.offset[0] == pytest.approx([0.5, 1.5, 2.5, 3.5])
    assert data.kind == "regression"
    assert data.y[:, 0] * data.target_scale + data.target_offset == pytest.approx([2.5, -1, 0, 1.25])


@pytest.mark.parametrize(
    ("targets", "kind", "classes"),
    [
        ((0, 1, 1, 0), "binary", ("0", "1")),
        ((-1, 1, 1, -1), "binary", ("-1", "1")),
        ((0.5, 2.5, 0.5, 2.5), "binary", ("0.5", "2.5")),
        ((3, 1, 2, 10), "classes", ("1", "2", "3", "10")),
        (("b", "a", "c", "a"), "classes", ("a", "b", "c")),
        (("1", "a", "2", "a"), "classes", ("1", "2", "a")),
        (("1e1", "10", "2", "2.0"), "binary", ("2", "10")),
        ((0.5, 1, 2, 3), "regression", ()),
        (range(11), "regression", ()),
    ],
)
def test_the_last_column_tells_the_kind(targets, kind, classes):
    data = from_csv(rows(*targets))
    assert (data.kind, data.classes) == (kind, classes)
    assert data.outputs == (len(classes) if kind == "classes" else 1)


def test_a_value_column_is_scaled_to_minus_one_to_one():
    data = from_csv(rows(100.5, 200, 300, 400))
    assert (data.y.min(), data.y.max()) == (-1, 1)
    assert data.y[1, 0] * data.target_scale + data.target_offset == pytest.approx(200)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        (" \n \n", "empty"),
        (",", "contains only separators"),
        (b"\xef\xbb\xbf,,\r\n", "contains only separators"),
        ("\u2003,\u2003,\n", "contains only separators"),
        ("\t\t\n,;\n", "contains only separators"),
        (";;\n;;\n", "contains only separators"),
        ('"",""\n" "\n', "contains only separators"),
        (b"\xff\xfe1\x00,", "not text"),
        (b"1,2,caf\xe9\x07\n" * 5, "not text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text"),
        ("1,2,0\n\0", "not text"),
        ("x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"\xff" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        ("1,2\n" * 5, "column 'x' has the same value in every row"),
        ("hello\n" * 5, "row 1 has 1 column,"),
        (rows(0, 1, 1) + "7,8,0,9\n", "row 4 has 4 columns"),
        ('1,2,"0\n' * 5, "malformed"),
        ('1,2,0\n3,"4"5,1\n', "row 2 is malformed"),
        ("a,b,c\n" + rows(0, 1, 1, 0) + "x,3,1\n", "row 6, column 'a': 'x' is not a number"),
        ("1,x,0\n" + rows(0, 1, 1, 0), "row 1, column 'x2': 'x' is not a number"),
        (rows(0, 1, "", "nan"), "the file has 2 rows without an empty cell in the columns used; at least 4"),
        (rows(0, 1, 1, 0) + "inf,6,1\n", "row 5, column 'x1': 'inf' is not a finite number"),
        ("1,a\n2,b\n3,a\n4,b\n", "column 'y' is classes, and these need two features"),
        (body_of_words(8), "the chosen features are 9 numbers in each row; at most 8"),
        (body_of_words(9), "column 'x2' has 9 different words"),
        (",".join(["1"] * 101) + "\n", "more than 100 columns"),
        ((",".join(["1"] * 90) + "\n") * 4000, "more than 300,000 cells"),
        (
            "a;b\n1,000;2\n2,000;3\n3,000;5\n1,000;5\n",
            "'1,000' could be in the thousands or have a decimal sign",
        ),
        (rows(0, 1, 1, 0) + "5,-inf,1\n", "row 5, column 'x2': '-inf' is not a finite number"),
        (rows(0.5, 1, 1, "1e999"), "row 4, column 'y': '1e999' is not a finite number"),
        (rows(0, 1, 1, 0) + "1_000,6,1\n", "row 5, column 'x1': '1_000' is not a number"),
        (rows(0, 1, 1, 0) + "٣,6,1\n", "row 5, column 'x1'"),
        ("1,2,0\n1,3,1\n1,4,0\n1,5,1\n", "column 'x1' has the same value in every row"),
        (rows(3, 3, 3, 3), "column 'y' has only one class"),
        (rows("cat", "cat", "cat", "cat"), "column 'y' has only one class"),
        (rows(*"abcdefghijk"), "column 'y' has 11 different words; at most 10"),
        (rows(*range(11), "many"), "row 12, column 'y': 'many' is not a number"),
        (rows(0, 1, 0), "3 rows of data; at least 4"),
        ("a,b,c\n1,2,0\n", "1 row of data; at least 4"),
        ("a,b,c\n", "0 rows of data"),
        ("1,2,0\n" * 10_001, "more than 10,000 rows"),
        ("0,1,0\n5e-324,2,1\n0,3,1\n0,4,0\n", "'x1' are too large or too close"),
    ],
)
def test_a_fault_is_told_plainly(text, message):
    with pytest.raises(DataError) as caught:
        from_csv(text)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 200


def test_ten_thousand_rows_and_a_header_are_taken():
    body = "".join(f"{i},{i % 7},{i % 2}\n" for i in range(10_000))
    assert len(from_csv("a,b,c\n" + body).X) == 10_000
    assert len(from_csv(body).X) == 10_000


def test_the_largest_numbers_are_scaled_without_overflow():
    data = from_csv("-1.7e308,1,0\n1.7e308,2,1\n0,3,1\n0,4,0\n")
    assert data.X[:, 0] == pytest.approx([-5, 5, 0, 0])


def test_text_out_of_the_file_is_short_and_printable():
    data = from_csv(
        "<b>a</b>,b\x07c," + "k" * 1000 + "\n" + rows("a\x1b[31m", "b", "b" * 300, "b"), name="n" * 99
    )
    assert data.axes == ("<b>a</b>", "b c")  # a view shows it as text, never as markup
    assert len(data.target_name) == len(data.name) == 40
    assert data.classes == ("a [31m", "b", "b" * 39 + "…")


def test_the_same_seed_gives_the_same_split_and_points_can_be_changed():
    text = rows(*[index % 2 for index in range(40)])
    one, again = from_csv(text, split=0.25, seed=5), from_csv(text, split=0.25, seed=5)
    assert one.train.tolist() == again.train.tolist()
    assert len(one.train) == 10
    changed = one.with_points(added=[(0, 0, 1)]).with_features(["x1^2"])
    assert changed.X.shape == (41, 1)
    assert (changed.scale, changed.axes) == (one.scale, one.axes)


CELL = st.one_of(
    st.floats(allow_nan=True).map(str), st.integers(-5, 5).map(str), st.text(max_size=5), st.just('"')
)


@given(st.one_of(st.text(), st.binary(), st.lists(st.lists(CELL, min_size=2, max_size=4), max_size=12)))
@settings(max_examples=100)
def test_whatever_is_uploaded_either_loads_whole_or_is_refused(upload):
    if isinstance(upload, list):
        upload = "\n".join(",".join(cells) for cells in upload)
    try:
        data = from_csv(upload)
    except DataError:
        return
    assert isinstance(data, datasets.Dataset)
    assert np.isfinite(data.X).all()
    assert np.isfinite(data.y).all()
    assert np.abs(data.X).max() <= 6
