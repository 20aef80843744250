// @ts-check
// Written by scripts/generate.py from Python: change it there, then run the script.

/** @import { Activation, Live, Optimizer, Setup } from "./protocol.js" */

/**
 * What a value may be. In a number's rule, `open` says that `least` itself is not allowed.
 *
 * @typedef {{ kind: "choice", allowed: readonly string[] }
 *         | { kind: "number", least: number, most: number, open: boolean }
 *         | { kind: "whole", least: number, most: number }
 *         | { kind: "flag" }
 *         | { kind: "text" }
 *         | { kind: "list", item: Rule, most: number }} Rule
 *
 * @typedef {Rule & { default: any, link: string, live?: true }} Field
 *   `link` is what a link calls it. `live` ones may change while a network trains; any other
 *   change starts anew.
 *
 * @typedef {{
 *   kind: "table" | "toy", task: "classes" | "numbers", features: number, classes: number,
 * }} DatasetFacts
 *   A table is measured, a toy drawn from a seed. A number to predict counts as one class.
 *
 * @typedef {number | string | [string, ...any[]]} Expression  A number, a name, or an operator or a
 *   function with what it is applied to.
 *
 * @typedef {{
 *   elementWise: boolean, least: number, most: number,
 *   formula: Expression, slope: Expression | undefined,
 * }} ActivationFacts  f(z) lies between `least` and `most`; the slope is written with a = f(z).
 *
 * @typedef {{ equations: [string, Expression][] }} OptimizerFacts  What is computed, in order: a
 *   name and its new value. Names are parameter, gradient, learning_rate, epsilon, and what is
 *   remembered.
 */

export const VERSION = "0.1.0";

/** @type {Record<keyof Setup, Field>} */
export const FIELDS = {
  dataset: { kind: "choice", allowed: ["iris", "wine", "breast_cancer", "digits", "diabetes", "circle", "xor", "gaussians", "spiral", "moons", "sine", "step", "bumps", "plane", "hills", "own"], default: "iris", link: "data" },
  noise: { kind: "number", least: 0, most: 0.5, open: false, default: 0.1, link: "noise" },
  size: { kind: "whole", least: 20, most: 2000, default: 200, link: "size" },
  target: { kind: "text", default: "", link: "target" },
  task: { kind: "choice", allowed: ["classes", "numbers"], default: "classes", link: "task" },
  left_out: { kind: "list", item: { kind: "text" }, most: 2000, default: [], link: "without" },
  test_ratio: { kind: "number", least: 0, most: 0.9, open: false, default: 0, link: "test" },
  split_seed: { kind: "whole", least: 0, most: 999999999, default: 0, link: "split" },
  made: { kind: "list", item: { kind: "choice", allowed: ["square_x", "square_y", "product", "sine_x", "sine_y"] }, most: 5, default: [], link: "made" },
  standardize: { kind: "flag", default: false, link: "standardize" },
  hidden_sizes: { kind: "list", item: { kind: "whole", least: 1, most: 64 }, most: 8, default: [6], link: "layers" },
  hidden_activations: { kind: "list", item: { kind: "choice", allowed: ["sigmoid", "tanh", "relu", "identity"] }, most: 8, default: ["sigmoid"], link: "activation" },
  output: { kind: "choice", allowed: ["sigmoid", "softmax"], default: "sigmoid", link: "output" },
  initializer: { kind: "choice", allowed: ["uniform", "xavier", "he"], default: "uniform", link: "init" },
  optimizer: { kind: "choice", allowed: ["sgd", "momentum", "rmsprop", "adam"], default: "sgd", link: "optimizer" },
  learning_rate: { kind: "number", least: 0, most: Infinity, open: true, default: 0.05, link: "lr", live: true },
  batch_size: { kind: "whole", least: 1, most: 100000, default: 1, link: "batch", live: true },
  l2: { kind: "number", least: 0, most: Infinity, open: false, default: 0, link: "l2", live: true },
  l1: { kind: "number", least: 0, most: Infinity, open: false, default: 0, link: "l1" },
  balanced: { kind: "flag", default: false, link: "balanced" },
  shuffle: { kind: "flag", default: false, link: "shuffle" },
  seed: { kind: "whole", least: 0, most: 999999999, default: 0, link: "seed" },
  epochs: { kind: "whole", least: 1, most: 1000000, default: 400, link: "epochs", live: true },
  target_loss: { kind: "number", least: 0, most: Infinity, open: false, default: 0, link: "target_loss", live: true },
  patience: { kind: "whole", least: 0, most: 1000000, default: 0, link: "patience", live: true },
  engine: { kind: "choice", allowed: ["auto", "compiled", "plain"], default: "compiled", link: "engine" },
};

/** Fields that kept set-ups from before lack, and what was done then. */
export const ADDED = { task: "classes", balanced: false, l1: 0, made: [] };

/** What every call to train takes anew. @type {readonly (keyof Live)[]} */
export const LIVE = ["learning_rate", "batch_size", "l2", "target_loss", "patience"];

export const HIDDEN_ACTIVATIONS = ["sigmoid", "tanh", "relu", "identity"];

/** @type {Record<string, DatasetFacts>} */
export const DATASETS = {
  iris: { kind: "table", task: "classes", features: 4, classes: 3 },
  wine: { kind: "table", task: "classes", features: 13, classes: 3 },
  breast_cancer: { kind: "table", task: "classes", features: 30, classes: 2 },
  digits: { kind: "table", task: "classes", features: 64, classes: 10 },
  diabetes: { kind: "table", task: "numbers", features: 10, classes: 1 },
  circle: { kind: "toy", task: "classes", features: 2, classes: 2 },
  xor: { kind: "toy", task: "classes", features: 2, classes: 2 },
  gaussians: { kind: "toy", task: "classes", features: 2, classes: 2 },
  spiral: { kind: "toy", task: "classes", features: 2, classes: 2 },
  moons: { kind: "toy", task: "classes", features: 2, classes: 2 },
  sine: { kind: "toy", task: "numbers", features: 1, classes: 1 },
  step: { kind: "toy", task: "numbers", features: 1, classes: 1 },
  bumps: { kind: "toy", task: "numbers", features: 1, classes: 1 },
  plane: { kind: "toy", task: "numbers", features: 2, classes: 1 },
  hills: { kind: "toy", task: "numbers", features: 2, classes: 1 },
};

/** @type {Record<Activation, ActivationFacts>} */
export const ACTIVATIONS = {
  sigmoid: { elementWise: true, least: 0, most: 1, formula: ["/", 1, ["+", 1, ["exp", ["-", "z"]]]], slope: ["*", "a", ["-", 1, "a"]] },
  tanh: { elementWise: true, least: -1, most: 1, formula: ["tanh", "z"], slope: ["-", 1, ["*", "a", "a"]] },
  relu: { elementWise: true, least: 0, most: Infinity, formula: ["max", "z", 0], slope: ["sign", "a"] },
  identity: { elementWise: true, least: -Infinity, most: Infinity, formula: "z", slope: 1 },
  softmax: { elementWise: false, least: 0, most: 1, formula: ["/", ["exp", "z"], ["sum", ["exp", "z"]]], slope: undefined },
};

/** @type {Record<Optimizer, OptimizerFacts>} */
export const OPTIMIZERS = {
  sgd: { equations: [["parameter", ["-", "parameter", ["*", "learning_rate", "gradient"]]]] },
  momentum: { equations: [["velocity", ["+", ["*", 0.9, "velocity"], "gradient"]], ["parameter", ["-", "parameter", ["*", "learning_rate", "velocity"]]]] },
  rmsprop: { equations: [["square", ["+", ["*", 0.99, "square"], ["*", 0.01, ["**", "gradient", 2]]]], ["parameter", ["-", "parameter", ["/", ["*", "learning_rate", "gradient"], ["+", ["sqrt", "square"], "epsilon"]]]]] },
  adam: { equations: [["mean", ["+", ["*", 0.9, "mean"], ["*", 0.1, "gradient"]]], ["square", ["+", ["*", 0.999, "square"], ["*", 0.001, ["**", "gradient", 2]]]], ["parameter", ["-", "parameter", ["/", ["*", "learning_rate", ["/", "mean", ["-", 1, "beta1_power"]]], ["+", ["sqrt", ["/", "square", ["-", 1, "beta2_power"]]], "epsilon"]]]]] },
};

/** How many runs a study may have; a grid has one for each pair of values. */
/** @type {Record<"seeds" | "rates" | "folds", Rule & { kind: "whole" }>} */
export const STUDY_COUNTS = {
  seeds: { kind: "whole", least: 2, most: 100 },
  rates: { kind: "whole", least: 2, most: 60 },
  folds: { kind: "whole", least: 2, most: 20 },
};

/** What may be said of how the visitor's file is read. */
export const CSV_ENCODINGS = ["UTF-8", "UTF-16", "GB18030", "Big5", "Shift_JIS", "EUC-JP", "EUC-KR", "Windows-1252", "Windows-1254", "Windows-1250", "Windows-1251", "Windows-1253", "Windows-1255", "Windows-1256", "ISO-8859-2", "ISO-8859-15", "KOI8-R", "Mac Roman", "DOS 850", "DOS 866", "UTF-32"];
export const TRUTH_WORDS = [["true", "false"], ["t", "f"], ["yes", "no"], ["y", "n"], ["on", "off"], ["是", "否"], ["对", "错"], ["真", "假"], ["有", "没有"], ["ja", "nein"], ["oui", "non"], ["vrai", "faux"], ["wahr", "falsch"], ["sí", "no"], ["si", "no"], ["verdadero", "falso"], ["да", "нет"], ["evet", "hayır"], ["evet", "hayir"], ["doğru", "yanlış"], ["doğru", "yanliş"], ["dogru", "yanlis"], ["var", "yok"], ["sim", "não"], ["sim", "nao"], ["verdadeiro", "falso"], ["sì", "no"], ["vero", "falso"], ["ja", "nee"], ["waar", "onwaar"], ["tak", "nie"], ["prawda", "fałsz"], ["prawda", "falsz"], ["ja", "nej"], ["sant", "falskt"], ["ja", "nei"], ["sand", "falsk"], ["sann", "usann"], ["já", "nei"], ["kyllä", "ei"], ["tosi", "epätosi"], ["jah", "ei"], ["jā", "nē"], ["taip", "ne"], ["ano", "ne"], ["pravda", "nepravda"], ["áno", "nie"], ["da", "ne"], ["да", "не"], ["так", "ні"], ["истина", "ложь"], ["верно", "неверно"], ["есть", "нет"], ["da", "nu"], ["adevărat", "fals"], ["igen", "nem"], ["igaz", "hamis"], ["ναι", "όχι"], ["ναι", "οχι"], ["αληθής", "ψευδής"], ["richtig", "falsch"], ["cierto", "falso"], ["cert", "fals"], ["sí", "non"], ["bai", "ez"], ["jes", "ne"], ["نعم", "لا"], ["صحيح", "خطأ"], ["بله", "خیر"], ["כן", "לא"], ["हाँ", "नहीं"], ["हां", "नहीं"], ["ใช่", "ไม่ใช่"], ["có", "không"], ["đúng", "sai"], ["ya", "tidak"], ["benar", "salah"], ["ndiyo", "hapana"], ["はい", "いいえ"], ["真", "偽"], ["あり", "なし"], ["有り", "無し"], ["有", "無"], ["有", "无"], ["有", "沒有"], ["有", "没"], ["正しい", "誤り"], ["예", "아니오"], ["예", "아니요"], ["네", "아니오"], ["네", "아니요"], ["참", "거짓"], ["있음", "없음"], ["유", "무"], ["是", "不是"], ["是的", "不是"], ["對", "錯"], ["正确", "错误"], ["正確", "錯誤"], ["○", "×"], ["〇", "×"], ["○", "✕"], ["√", "×"], ["✓", "✗"], ["✓", "✕"], ["✔", "✘"], ["✔", "✗"], ["✔", "✖"], ["✅", "❌"], ["☑", "☐"], ["j", "n"], ["o", "n"], ["s", "n"], ["д", "н"]];
export const CSV_DELIMITERS = ["\t", ";", "|", ",", "；", "，", " ", "  "];
export const CSV_THOUSANDS = ["", ",", ".", " ", "'"];
export const CSV_COMMENTS = ["#", "%", "//"];

/** The exercises in their order, and how many minutes each takes at first. */
export const EXERCISES = [{ name: "sigmoid_derivative", minutes: 5 }, { name: "output_delta", minutes: 8 }, { name: "hidden_delta", minutes: 10 }, { name: "gradients", minutes: 10 }, { name: "update", minutes: 5 }, { name: "one_hot", minutes: 5 }, { name: "softmax_cross_entropy", minutes: 20 }];

/** What an own table is first trained with. @type {Partial<Setup>} */
export const OWN_TABLE = { dataset: "own", test_ratio: 0.25, standardize: true, hidden_sizes: [16, 16], hidden_activations: ["tanh", "tanh"], output: "softmax", initializer: "xavier", optimizer: "adam", learning_rate: 0.01, batch_size: 32, shuffle: true, epochs: 200, patience: 20 };

/** What each in web/text calls itself. @type {Record<string, string>} */
export const LANGUAGES = { en: "English", zh: "中文" };

export const MOST_LAYERS = 8;
export const MOST_NEURONS = 64;
export const MOST_STUDY_VALUES = 12;
export const MOST_CSV_BYTES = 64_000_000;
export const MOST_LESSON_BYTES = 1_000_000;
export const MOST_HAND_IN_BYTES = 2_000_000;
export const MOST_ANSWER = 1_000;
export const MOST_ANSWERS = 20;
export const MOST_QUESTION = 300;
export const MOST_MODEL_BYTES = 100_000_000;
export const MOST_WEIGHTS_BYTES = 16_000_000;
export const READING_VERSION = 5;
