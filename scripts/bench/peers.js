// What `train.py` times of other libraries, in the same browser: for each, the paper's run and the mini-batch
// job, as near to ours as the library allows. A measure returns { seconds, accuracy }; one that would take
// minutes does a part of the work, and its seconds are scaled up to the whole.
/* global brain, convnetjs, synaptic, tf */

/** With cross-entropy at the output δ is y − t there, without the factor a(1 − a), which is 1/4 at most: so much
 * smaller a rate keeps the answers from jumping to the last, and takes as long. */
const STEEPER = 4;

// The libraries draw their first weights with it: the same ones in every bench.
let seed = 0;
Math.random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

/** Every epoch's summed loss, each sample's right after its update: kept, so that no engine leaves it out. */
const printed = [];
const largest = (values) => Array.from(values).indexOf(Math.max(...values));

function accuracy(data, predict) {
  const right = data.x.filter((x, i) => largest(predict(x)) === largest(data.t[i]));
  return right.length / data.x.length;
}

async function timed(work) {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

const part = (data, rows) => ({ x: data.x.slice(0, rows), t: data.t.slice(0, rows) });

/** Half the squared error, the note's loss of one sample. */
function loss(y, t) {
  let sum = 0;
  for (let i = 0; i < t.length; i += 1) sum += (y[i] - t[i]) ** 2;
  return sum / 2;
}

async function brainJs(data, { hidden, epochs, rate, share }) {
  const some = part(data, Math.round(data.x.length * share));
  const rows = some.x.map((input, i) => ({ input, output: some.t[i] }));
  const network = new brain.NeuralNetwork({ hiddenLayers: [hidden], activation: "sigmoid" });
  // train() does not measure the loss after an update, so the loop is ours. It refuses a momentum of 0.
  const { preparedData } = network.prepTraining(rows, { learningRate: rate, momentum: 1e-12 });
  const seconds = await timed(() => {
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      let total = 0;
      for (const row of preparedData) {
        network.trainPattern(row);
        total += loss(network.runInput(row.input), row.output);
      }
      printed.push(total);
    }
  });
  return { seconds: seconds / share, accuracy: accuracy(some, (x) => network.run(x)) };
}

async function convNetJs(data, { hidden, epochs, rate, batch, share }) {
  const some = part(data, Math.round(data.x.length * share));
  const network = new convnetjs.Net();
  network.makeLayers([
    { type: "input", out_sx: 1, out_sy: 1, out_depth: data.x[0].length },
    { type: "fc", num_neurons: hidden, activation: "sigmoid" },
    { type: "softmax", num_classes: data.t[0].length },
  ]);
  const trainer = new convnetjs.SGDTrainer(network, { learning_rate: rate / STEEPER, momentum: 0, batch_size: batch, l2_decay: 0 });
  const volumes = some.x.map((x) => {
    const volume = new convnetjs.Vol(1, 1, x.length);
    volume.w = Float64Array.from(x);
    return volume;
  });
  const labels = some.t.map(largest);
  const seconds = await timed(() => {
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      let total = 0;
      volumes.forEach((volume, i) => {
        trainer.train(volume, labels[i]);
        total -= Math.log(network.forward(volume).w[labels[i]]);
      });
      printed.push(total);
    }
  });
  const predicted = new Map(some.x.map((x, i) => [x, volumes[i]]));
  return { seconds: seconds / share, accuracy: accuracy(some, (x) => network.forward(predicted.get(x)).w) };
}

async function synapticJs(data, { hidden, epochs, rate, share }) {
  const some = part(data, Math.round(data.x.length * share));
  const network = new synaptic.Architect.Perceptron(data.x[0].length, hidden, data.t[0].length);
  const seconds = await timed(() => {
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      let total = 0;
      some.x.forEach((x, i) => {
        network.activate(x);
        network.propagate(rate / STEEPER, some.t[i]);
        total += loss(network.activate(x), some.t[i]);
      });
      printed.push(total);
    }
  });
  return { seconds: seconds / share, accuracy: accuracy(some, (x) => network.activate(x)) };
}

async function tensorFlow(data, { hidden, epochs, rate, batch, share }) {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: hidden, activation: "sigmoid", inputShape: [data.x[0].length] }),
      tf.layers.dense({ units: data.t[0].length, activation: "sigmoid" }),
    ],
  });
  // Its loss is the mean over the outputs, ours half their sum.
  model.compile({ optimizer: tf.train.sgd((rate * data.t[0].length) / 2), loss: "meanSquaredError" });
  const x = tf.tensor2d(data.x);
  const t = tf.tensor2d(data.t);
  const some = Math.max(1, Math.round(epochs * share));
  const seconds = await timed(() => model.fit(x, t, { epochs: some, batchSize: batch, shuffle: false, yieldEvery: "never" }));
  const answers = await model.predict(x).array();
  const right = answers.filter((y, i) => largest(y) === largest(data.t[i])).length;
  tf.dispose([x, t]);
  return { seconds: (seconds * epochs) / some, accuracy: right / answers.length };
}

/** TensorFlow.js on the backend that does one epoch of the work in the least time. */
async function bestBackend(data, work) {
  const found = [];
  for (const name of ["cpu", "wasm", "webgl"]) {
    if (!(await tf.setBackend(name).catch(() => false))) continue;
    await tf.ready();
    await tensorFlow(data, { ...work, share: 1 / work.epochs });
    found.push({ name, ...(await tensorFlow(data, { ...work, share: 1 / work.epochs })) });
  }
  return found.sort((a, b) => a.seconds - b.seconds)[0].name;
}

globalThis.peers = {
  "brain.js": brainJs,
  convnetjs: convNetJs,
  synaptic: synapticJs,
  "TensorFlow.js": tensorFlow,
};
globalThis.bestBackend = bestBackend;
