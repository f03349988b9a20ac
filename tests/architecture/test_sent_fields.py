"""Every message that is written in Python has the fields that are declared of its topic, and no other: a misspelt one
would be nothing in the browser. `make check` runs this too, as it has tsc look at the browser's side."""

import ast
from pathlib import Path

from each import of_each

from playground.messages import ASKED, SENT

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "playground").rglob("*.py"))
# What a lecture's route has the browser ask for is written in Python, too.
ALL_ASKED = {topic: kind for kinds in ASKED.values() for topic, kind in kinds.items()}
WRAPPED = "packed"  # the form in which a message travels, whatever its topic


def mistakes(source):
    """Of the messages that stand in a source those that are wrong: line, topic, fields that are too many or missing."""
    tree = ast.parse(source)
    # What has a name first may be given further fields.
    begun = {id(node.value) for node in ast.walk(tree) if isinstance(node, (ast.Assign, ast.AnnAssign))}
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Dict):
            continue
        written = {
            key.value: value
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant)
        }
        said = written.get("topic")
        topic = said.value if isinstance(said, ast.Constant) else WRAPPED
        if topic == WRAPPED:
            continue
        whole = len(written) == len(node.keys) and id(node) not in begun
        kinds = [table[topic] for table in (SENT, ALL_ASKED) if topic in table]
        wrong = [
            set(written) - set(kind.__annotations__)
            | (kind.__required_keys__ - set(written) if whole else set())
            for kind in kinds
        ]
        if all(wrong):
            found.append((node.lineno, topic, *wrong))
    return found


@of_each(FILES)
def test_every_message_has_the_fields_that_are_declared(file):
    assert mistakes(file.read_text(encoding="utf-8")) == [], file


def test_a_misspelt_field_a_missing_one_and_a_topic_that_is_not_declared_are_seen():
    assert mistakes('{"topic": "announce", "text": words}; {"topic": "announce", **more}') == []
    assert mistakes('message = {"topic": "announce"}; message["text"] = words') == []
    assert mistakes('{"topic": topic, "any": 1}; {"any": 1}; {"topic": "packed", "any": 1}') == []
    assert mistakes('{"topic": "announce", "txet": words}') == [(1, "announce", {"txet", "text"})]
    assert mistakes('{"topic": "announce", "txet": words, **more}') == [(1, "announce", {"txet"})]
    assert mistakes('message = {"topic": "announce", "txet": words}') == [(1, "announce", {"txet"})]
    assert mistakes('{"topic": "announce"}') == [(1, "announce", {"text"})]
    assert mistakes('{"topic": "anounce", "text": words}') == [(1, "anounce")]
