// An activation's and an optimizer's equation is drawn as Python states it, or not at all.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTIVATIONS, OPTIMIZERS } from "../../web/generated/options.js";
import { filled } from "../../web/panels/stepper/filled.js";
import { formula } from "../../web/panels/stepper/formulas.js";

/** @param {string} kind @param {string} rule @param {string[]} symbols */
const stepOf = (kind, rule, symbols, symbol = "a") => /** @type {any} */ ({
  kind, rule, symbol, layer: 1, operands: symbols.map((each) => ({ symbol: each, layer: 1 })),
});
/** @param {any} step */
const line = (step) => filled(step, 1).map((pieces) => pieces.map((piece) =>
  (typeof piece === "string" ? piece : piece.figure === "result" ? step.symbol : step.operands[piece.figure].symbol)).join(" "));
/** @param {any} step */
const words = (step) => formula(step, 1).map((mathml) => mathml.replace(/<[^>]*>/g, ""));
const REMEMBERED = ["velocity", "mean", "square", "beta1_power", "beta2_power"].flatMap((each) => [each, `${each}_before`]);
/** @param {string} optimizer */
const update = (optimizer) => stepOf("update", optimizer, ["W", "learning_rate", "dW", ...REMEMBERED], "W");

test("activations with numbers are those of the note", () => {
  const lines = Object.keys(ACTIVATIONS).map((name) => line(stepOf("activation", name, ["z"])));
  assert.deepEqual(lines.flat(), ["f ( z ) = a", "tanh ( z ) = a", "max ( z , 0 ) = a", "z = a", "softmax ( z ) = a"]);
});

test("slopes with numbers", () => {
  const names = Object.keys(ACTIVATIONS).filter((name) => name !== "softmax");
  const lines = names.map((name) => line(stepOf("derivative", name, ["a"], "slope")));
  assert.deepEqual(lines.flat(), ["a ⊙ ( 1 − a ) = slope", "1 − a ⊙ a = slope", "sign ( a ) = slope", "1 = slope"]);
});

test("updates with numbers", () => {
  assert.deepEqual(line(update("sgd")), ["W − learning_rate · dW = W"]);
  assert.deepEqual(line(update("momentum")), ["0.9 · velocity_before + dW = velocity", "W − learning_rate · velocity = W"]);
  assert.deepEqual(line(update("rmsprop")),
    ["0.99 · square_before + 0.01 · dW ² = square", "W − learning_rate · dW / ( √ square + ε ) = W"]);
  assert.deepEqual(line(update("adam")), [
    "0.9 · mean_before + 0.1 · dW = mean", "0.999 · square_before + 0.001 · dW ² = square",
    "W − learning_rate · mean / ( 1 − beta1_power ) / ( √ ( square / ( 1 − beta2_power ) ) + ε ) = W",
  ]);
});

test("formulas are drawn as fractions, roots and powers", () => {
  assert.deepEqual(words(stepOf("activation", "sigmoid", ["z"])), ["a(1)=f(z(1))=11+e−z(1)"]);
  assert.deepEqual(words(stepOf("activation", "softmax", ["z"])), ["a(1)=f(z(1))=ez(1)∑kez(1)k"]);
  assert.deepEqual(words(update("momentum")), ["v(1)←0.9·v(1)+∂Loss∂W(1)", "W(1)←W(1)−lr·v(1)"]);
  assert.match(formula(update("rmsprop"), 1)[1], /<mo>·<\/mo><mfrac>.*<msqrt>.*<mi>ε<\/mi>/);
});

for (const name of Object.keys(OPTIMIZERS)) {
  test(`${name} is drawn`, () => assert.equal(words(update(name)).length, line(update(name)).length));
}

test("what is not known is no other", () => {
  for (const show of [line, words]) {
    assert.throws(() => show(stepOf("activation", "elu", ["z"])), /elu is none of sigmoid/);
    assert.throws(() => show(stepOf("derivative", "elu", ["a"])), /elu is none of sigmoid/);
    assert.throws(() => show(stepOf("derivative", "softmax", ["a"])), /softmax has no slope/);
    assert.throws(() => show(update("lion")), /lion is none of sgd/);
    assert.throws(() => show(stepOf("loss", "hinge", ["y", "t"])), /hinge is none of half_squared_error/);
    assert.throws(() => show(stepOf("supper", "", [])), /No equation for a step of kind supper/);
  }
  assert.throws(() => line(stepOf("update", "momentum", ["W", "dW", "learning_rate"], "W")), /has no velocity/);
});
