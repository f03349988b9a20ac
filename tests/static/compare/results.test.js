import assert from "node:assert/strict";
import { test } from "node:test";
import { COLUMNS, apart, columnsOf, judged, sorted, tabbed } from "../../../static/compare/results.js";

const rows = [{ name: "a", won: 2 }, { name: "b", won: null }, { name: "c", won: 1 }];
const names = (by, way) => sorted(rows, by, way).map(({ name }) => name).join("");

test("a table is sorted either way, and what has no number comes last", () => {
  assert.equal(names("won", 1), "cab");
  assert.equal(names("won", -1), "acb");
  assert.equal(names("name", -1), "cba");
  assert.equal(names(null, 1), "abc");
});

test("the narrowest table tells what runs are judged by: as validated, or in training where nothing is kept for that", () => {
  const columns = (/** @type {string[]} */ ...names) => names.map((name) => ({ name, title: name, text: String, doc: "" }));
  const judges = judged(columns("final_train_loss", "final_validation_loss", "best_epoch"));
  assert.ok(judges.has("final_validation_loss") && !judges.has("final_train_loss"));
  assert.ok(judged(columns("final_train_loss", "parameters")).has("final_train_loss"));
});

test("what is the same for all runs is said once, and what no run has is left out", () => {
  const columns = [
    { name: "final_train_loss", title: "Loss", text: String, doc: "" },
    { name: "final_validation_accuracy", title: "Accuracy", text: String, doc: "" },
    { name: "parameters", title: "Parameters", text: String, doc: "", alike: "parameters" },
    { name: "multiplications", title: "Mult.", text: String, doc: "", alike: "multiplications per step" },
  ];
  const row = (name, loss, parameters) => ({ name, final_train_loss: loss, final_validation_accuracy: null, parameters, multiplications: 300 });
  const alike = apart([row("a", 1, 13), row("b", 1, 13)], columns);
  assert.deepEqual(alike.columns.map(({ title }) => title), ["Loss"], "a loss is compared, though it is the same");
  assert.equal(alike.words, "Each run has 13 parameters and 300 multiplications per step.");
  const other = apart([row("a", 1, 13), row("b", 2, 20)], columns);
  assert.deepEqual(other.columns.map(({ title }) => title), ["Loss", "Parameters"]);
  assert.equal(apart([row("a", 1, 13)], columns).words, "");
  assert.equal(tabbed([row("a", 1, 13)], columns), "Run\tLoss\tAccuracy\tParameters\tMult.\na\t1\t\t13\t300");
});

test("nothing that changes while runs train is said in a line that would come and go", () => {
  assert.deepEqual(COLUMNS.filter(({ alike }) => alike).map(({ name }) => name), ["parameters", "multiplications"]);
});

test("losses of scaled numbers are told to be, and the error in the file's units stands before them", () => {
  const unit = { name: "root mean squared error", short: "RMSE", of: "price", scaled: "(price − 218,750) / 118,750" };
  const [error, ...others] = columnsOf(1, unit);
  assert.deepEqual([error.name, error.title, error.text(12345.6)], ["final_error", "RMSE in price", "12,346"]);
  assert.match(error.doc, /The root mean squared error .* in the units of price in the file/);
  for (const [at, { name, title, doc }] of others.entries()) {
    const loss = name.endsWith("_loss");
    assert.equal(title, loss ? `${COLUMNS[at].title}, scaled` : COLUMNS[at].title);
    assert.equal(doc.includes(unit.scaled), loss);
  }
  assert.ok(judged([error, ...others]).has("final_error"), "in the narrowest table too");
  assert.equal(columnsOf(1, unit, false)[0].title, "Error in price", "where runs have losses of several kinds");
  assert.deepEqual(columnsOf(1), COLUMNS);
});
