"""One table, however it is written, is read as the same; what was decided about it is said."""

import csv
import io

import numpy as np
import pytest
from effort import calls
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.datasets import DataError, from_csv
from engine.datasets.csv import Choices


def said(data):
    return [note.code for note in data.origin.notes]


def body(*rows):
    return "\n".join(rows) + "\n"


NUMBERS = st.lists(
    st.tuples(
        *[st.floats(-1e6, 1e6).map(lambda value: round(value, 2))] * 2, st.sampled_from(["cat", "dög"])
    ),
    min_size=12,
    max_size=40,
    unique=True,
).filter(lambda rows: all(len({row[at] for row in rows}) > 1 for at in range(3)))


def written(rows, separator, comma, end, quoted, header, first_line):
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=separator,
        lineterminator=end,
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
    )
    if header:
        writer.writerow(("u", "v", "kind"))
    for row in rows:
        writer.writerow(
            [
                repr(cell).replace(".", ",") if comma and cell == cell and not isinstance(cell, str) else cell
                for cell in row
            ]
        )
    return (f"sep={separator}{end}" if first_line else "") + text.getvalue()


@given(
    NUMBERS,
    st.sampled_from([",", ";", "\t", "|"]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
)
@settings(max_examples=50)
def test_a_table_is_read_back_from_every_dialect(
    rows, separator, comma, end, quoted, header, first_line, code
):
    data = from_csv(written(rows, separator, comma, end, quoted, header, first_line).encode(code))
    assert data.points * data.scale + data.offset == pytest.approx(
        np.array([row[:2] for row in rows], float), rel=1e-9, abs=1e-4
    )
    assert [data.classes[label] for label in data.labels] == [row[2] for row in rows]
    assert data.axes == (("u", "v") if header else ("x1", "x2"))


SOUND = [f"{at / 4},{at * at / 8},{at % 2}" for at in range(12)]


@pytest.mark.parametrize(
    ("first", "names", "count"),
    [
        ("width,height,kind", ("width", "height"), 12),
        ("0,1,2", ("0", "1"), 12),  # an array without names, as pandas writes it
        ("1,2,3", ("1", "2"), 12),
        ("2019,2020,2021", ("2019", "2020"), 12),
        ("2019,2021,1", ("x1", "x2"), 13),  # far from what stands below it, but no names
        ("0.5,1.5,1", ("x1", "x2"), 13),
        ("3,4,1", ("x1", "x2"), 13),
        ("a,b,1", ("a", "b"), 12),
    ],
)
def test_whether_the_first_row_is_names_is_decided_by_what_stands_below_it(first, names, count):
    data = from_csv(body(first, *SOUND))
    assert (data.axes, len(data.X)) == (names, count)
    assert said(data)[0] == ("first_row_names" if count == 12 else "first_row_data")
    assert len(data.classes) == 2


def test_a_first_row_that_could_be_data_is_data():
    for text in ("0,1\n1,2\n2,4\n3,3\n", "1,2,3\n4,5,6\n7,8,9\n2,5,4\n", "0,1,1\n1,0,1\n1,1,0\n0,0,0\n"):
        assert len(from_csv(text).X) == 4
    assert len(from_csv("2,3,4\n1,2,3\n4,5,6\n7,8,9\n2,5,4\n").X) == 5


def test_years_over_amounts_are_names():
    assert from_csv("2019,2020,2021\n5,3,8\n4,1,7\n9,2,6\n7,7,3\n").axes == ("2019", "2020")


def test_what_was_decided_of_the_first_row_can_be_decided_otherwise():
    text = body("0,1,2", *SOUND)
    data = from_csv(text, choices=Choices(header=False))
    assert (len(data.X), data.axes) == (13, ("x1", "x2"))
    assert from_csv(body("7,8,1", *SOUND), choices=Choices(header=True)).axes == ("7", "8")


def test_a_column_that_numbers_the_rows_is_not_used_and_this_is_said():
    curve = from_csv(body(",x,y", *[f"{at},{at * 1.5},{at % 5}" for at in range(20)]))
    assert (curve.X.shape, curve.axes, curve.kind) == ((20, 1), ("x",), "regression")
    assert "column_only_counts" in said(curve)
    without_names = from_csv(body(*[f"{at},{at % 7}.5,{at % 5},{'ab'[at % 2]}" for at in range(20)]))
    assert "column_only_counts" in said(without_names)
    assert without_names.points.shape == (20, 2)  # beside it and the label
    told = from_csv(body("x,y", *[f"{at},{at % 5}" for at in range(20)]))
    assert told.axes == ("x",)  # a column of its own name is a column


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("0,5", "1,25", "2", "-3,5"), (0.5, 1.25, 2, -3.5)),
        (("1.000,5", "2.000,25", "3", "4"), (1000.5, 2000.25, 3, 4)),
        (("1,000.5", "2,000", "3", "4"), (1000.5, 2000, 3, 4)),
        (("1,000,000", "2,000", "3", "4"), (1_000_000, 2000, 3, 4)),
        (("0.5", "2,000", "3", "4"), (0.5, 2000, 3, 4)),  # the file has a decimal point
        (("0,5", "2,000", "3", "4"), (0.5, 2, 3, 4)),  # and this one a decimal comma
        (("0,5", "1.5", "3", "4"), (0.5, 1.5, 3, 4)),
        (("\u22123", "1e-3", "+2", "4"), (-3, 0.001, 2, 4)),
    ],
)
def test_numbers_are_read_as_they_are_written(cells, values):
    data = from_csv(body(*[f"{cell};{at * at};{'ab'[at % 2]}" for at, cell in enumerate(cells)]))
    assert data.points[:, 0] * data.scale[0] + data.offset[0] == pytest.approx(np.array(values))


def test_a_comma_that_could_group_or_divide_is_asked_for_and_taken_as_answered():
    text = body("a;b", *[f"{at},000;{at * at}" for at in range(1, 8)])
    for style, least in (("point", 1000), ("comma", 1)):
        data = from_csv(text, choices=Choices(style=style))
        assert (data.points * data.scale + data.offset).min() == pytest.approx(least)


@pytest.mark.parametrize("blank", ["", "NA", "n/a", "NaN", "null", "?", " "])
def test_rows_with_a_missing_cell_are_left_out_and_counted(blank):
    data = from_csv(body("u,v,w", *SOUND, "", f"1,{blank},0", ",,", f"{blank},2,1", f"1,3,{blank}"))
    assert (len(data.X), data.origin.left_out) == (12, 3)
    assert "rows_left_out" in said(data)
    assert data.classes == ("0", "1")


def test_small_files_are_not_divided_and_this_is_said():
    table = from_csv(body("0,0,0", "0,1,1", "1,0,1", "1,1,0"))
    assert table.train.tolist() == table.validation.tolist() == [0, 1, 2, 3]
    assert table.resplit(0.5, 3).train.tolist() == [0, 1, 2, 3]
    assert "undivided_few" in said(table)
    large = from_csv(body(*SOUND))
    assert set(large.train).isdisjoint(large.validation)
    assert from_csv(body(*SOUND), choices=Choices(undivided=True)).undivided
    assert not from_csv(body(*SOUND[:8]), choices=Choices(undivided=False)).undivided


def test_prices_are_values_and_a_switch_makes_them_classes():
    text = body("a,b,cost", *[f"{at},{at * at},{100_000 + 25_000 * (at % 4)}" for at in range(16)])
    assert from_csv(text).kind == "regression"
    classes = from_csv(text, choices=Choices(target_as="classes"))
    assert classes.classes == ("100000", "125000", "150000", "175000")
    assert from_csv(body(*SOUND), choices=Choices(target_as="values")).kind == "regression"


def test_of_many_columns_a_target_is_found_by_its_name_and_words_are_not_features():
    text = body(
        "species,name,length,width,depth",
        *[f"{'ab'[at % 2]},n{at},{at % 7},{at % 5},{at % 3}" for at in range(20)],
    )
    data = from_csv(text)
    assert (data.target_name, data.axes) == ("species", ("length", "width", "depth"))
    assert (data.X.shape, data.input_names, len(data.domain)) == ((20, 3), ("x1", "x2", "x3"), 3)
    assert "columns_unused" in said(data)


def test_roles_and_kinds_are_as_they_are_chosen():
    text = body("a,b,c,d", *[f"{at % 7},{at % 5},{'xy'[at % 2]},{at / 3}" for at in range(20)])
    data = from_csv(text, choices=Choices(roles=("ignored", "feature", "feature", "target")))
    assert (data.axes, data.target_name, data.kind) == (("b", "c = y"), "d", "regression")
    assert (data.points[:, 1] * data.scale[1] + data.offset[1]).tolist() == [0, 1] * 10
    kinds = Choices(
        roles=("target", "feature", "ignored", "feature"), kinds=("category", "number", "category", "number")
    )
    assert len(from_csv(text, choices=kinds).classes) == 7


def test_an_old_encoding_is_read_and_said():
    data = from_csv(
        body("a,b,kind", *[f"{at},{at % 5},{('thé', 'café')[at % 2]}" for at in range(12)]).encode("cp1252")
    )
    assert data.classes == ("café", "thé")
    assert "encoding_guessed" in said(data)


def test_up_to_eight_numbers_of_a_row_are_features():
    names = [f"c{at}" for at in range(10)]
    text = body(
        ",".join([*names, "kind"]),
        *[",".join([*(str(row * (at + 2) % 13) for at in range(10)), "ab"[row % 2]]) for row in range(40)],
    )
    data = from_csv(text)
    assert data.axes == tuple(names[:8])
    assert data.points * data.scale + data.offset == pytest.approx(
        np.array([[row * (at + 2) % 13 for at in range(8)] for row in range(40)])
    )
    moved = data.with_points(moved={3: [0.5] * 8}, added=[[*[1.0] * 8, 1]])
    assert moved.X.shape == (41, 8)
    assert moved.X[3].tolist() == [0.5] * 8


def test_a_category_of_several_words_is_one_feature_for_each():
    text = body(
        "size,colour,price", *[f"{at},{('red', 'green', 'blue')[at % 3]},{at * 1.5}" for at in range(20)]
    )
    data = from_csv(text)
    assert data.axes == ("size", "colour = blue", "colour = green", "colour = red")
    assert (data.points[:, 1:] * data.scale[1:] + data.offset[1:]).sum(axis=1).tolist() == [1] * 20


def test_the_scaling_is_said_with_its_numbers_and_leads_from_the_file_to_the_network():
    data = from_csv(body("a,b,cost", *[f"{at},{at * at},{100_000 + 25_000 * (at % 4)}" for at in range(21)]))
    said_of = {note.code: note.sentence for note in data.origin.notes}
    assert said_of["features_scaled"].endswith("from −5 to 5: (a − 10) / 2, (b − 200) / 40.")
    assert "(cost − 137,500) / 37,500" in said_of["target_scaled"]
    assert "is 37,500 in cost" in said_of["target_scaled"]
    assert data.points[:, 0] == pytest.approx((np.arange(21) - 10) / 2)
    assert data.y[:4, 0] == pytest.approx((np.array([100_000, 125_000, 150_000, 175_000]) - 137_500) / 37_500)


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (b"1;" * 2_600_000, "more than 100 columns"),
        ((b"x" * 500 + b",") * 10_000, "more than 100 columns"),
        (b"\n" * 5_000_000 + b"1,2", "more than 10,000 rows"),
        (b'"' + b"a\n" * 190_000, "malformed"),
    ],
)
def test_what_would_take_long_is_refused_soon(upload, reason):
    def refused() -> None:
        with pytest.raises(DataError, match=reason):
            from_csv(upload)

    assert calls(refused) < 1_000_000
