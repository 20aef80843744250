// Digits and diabetes with the libraries that have ReLU, Adam and batches: `train_tables.py` calls them.
/* global tf, convnetjs */

const mostOf = (values) => Array.from(values).indexOf(Math.max(...values));

async function tensorFlowTable({ x, t, tx, tt, epochs, batch, hidden }) {
  const classes = t[0].length > 1;
  const model = tf.sequential({ layers: [
    tf.layers.dense({ units: hidden, activation: "relu", kernelInitializer: "heNormal", inputShape: [x[0].length] }),
    tf.layers.dense({ units: t[0].length, activation: classes ? "softmax" : "linear" }),
  ] });
  model.compile({ optimizer: tf.train.adam(0.001), loss: classes ? "categoricalCrossentropy" : "meanSquaredError" });
  const [rows, targets, asked] = [tf.tensor2d(x), tf.tensor2d(t), tf.tensor2d(tx)];
  const started = performance.now();
  await model.fit(rows, targets, { epochs, batchSize: batch, shuffle: true, yieldEvery: "never" });
  const seconds = (performance.now() - started) / 1000;
  const answers = await model.predict(asked).array();
  tf.dispose([rows, targets, asked]);
  return { seconds, score: classes ? rightPart(answers, tt) : explainedPart(answers, tt) };
}

async function convNetTable({ x, t, tx, tt, epochs, batch, hidden }) {
  const network = new convnetjs.Net();
  network.makeLayers([
    { type: "input", out_sx: 1, out_sy: 1, out_depth: x[0].length },
    { type: "fc", num_neurons: hidden, activation: "relu" },
    { type: "softmax", num_classes: t[0].length },
  ]);
  const trainer = new convnetjs.Trainer(network, { method: "adam", learning_rate: 0.001, beta1: 0.9, beta2: 0.999, eps: 1e-8, batch_size: batch, l2_decay: 0 });
  const volume = (row) => {
    const made = new convnetjs.Vol(1, 1, row.length);
    made.w = Float64Array.from(row);
    return made;
  };
  const [volumes, labels] = [x.map(volume), t.map(mostOf)];
  const started = performance.now();
  for (let epoch = 0; epoch < epochs; epoch += 1) volumes.forEach((each, at) => trainer.train(each, labels[at]));
  const seconds = (performance.now() - started) / 1000;
  return { seconds, score: rightPart(tx.map((row) => network.forward(volume(row)).w), tt) };
}

const rightPart = (answers, truth) => answers.filter((y, at) => mostOf(y) === mostOf(truth[at])).length / truth.length;

function explainedPart(answers, truth) {
  const mean = truth.reduce((sum, [y]) => sum + y, 0) / truth.length;
  const left = answers.reduce((sum, [y], at) => sum + (y - truth[at][0]) ** 2, 0);
  return 1 - left / truth.reduce((sum, [y]) => sum + (y - mean) ** 2, 0);
}

globalThis.tablePeers = { "TensorFlow.js": tensorFlowTable, convnetjs: convNetTable };
