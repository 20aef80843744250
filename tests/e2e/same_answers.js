// Runs in the page: the first kernel, and Python through the engine, are asked the same.
async () => {
  const kernelFile = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/kernel.json"));
  const { createFirstKernel } = await import(new URL("web/boot/first_kernel.js", document.baseURI));
  const { defaultSetup, liveFields } = await import(new URL("web/lab/setup.js", document.baseURI));
  const made = await (await fetch(kernelFile.name)).json();
  const kernel = await createFirstKernel(made);
  const bits = (value) => {
    if (ArrayBuffer.isView(value)) return Array.from(new BigUint64Array(Float64Array.from(value).buffer), String).join();
    if (typeof value !== "object" || !value) return Object.is(value, NaN) ? "NaN" : value;
    if (Array.isArray(value)) return value.map(bits);
    return Object.fromEntries(Object.keys(value).sort().map((key) => [key, bits(value[key])]));
  };
  const differences = [];
  let compared = 0;
  const compare = (what, a, b) => {
    compared += 1;
    const [mine, pythons] = [JSON.stringify(bits(a)), JSON.stringify(bits(b))];
    if (mine !== pythons) differences.push([what, mine?.slice(0, 600), pythons.slice(0, 600)]);
  };
  const python = (method, params) => nnlab.engine.call(method, structuredClone(params));
  const both = async (what, method, params) => {
    const [mine, pythons] = [kernel.answer(method, structuredClone(params)), await python(method, params)];
    compare(`${what}: ${method}`, mine, pythons);
    return pythons;
  };
  /** Until all have been trained; what was reported, and the last answer. */
  const train = async (ask, params, epochs) => {
    const columns = {};
    let last, left = epochs;
    do {
      last = await ask({ ...params, epochs: left });
      if (!last) return last;
      for (const [name, { data }] of Object.entries(last.reports)) (columns[name] ??= []).push(...data);
      left -= last.reports.epoch.data.length;
    } while (left > 0 && !last.breakdown && !last.stopped);
    return { ...last, reports: columns };
  };
  const trainBoth = async (what, live, epochs) => {
    const params = { run: 7, budget_ms: 1000, live };
    const mine = await train((each) => kernel.answer("train", each), params, epochs);
    if (!mine) return "waits";
    const pythons = await train((each) => python("train", each), params, epochs);
    compare(`${what}: train`, mine, pythons);
    return pythons.breakdown || pythons.stopped;
  };
  const flower = [6.3, 3.3, 6, 2.5];
  /** The map's cells, which Python works out together: the same but for the last bits, and where a tie is. */
  const map = async (what) => {
    const asked = { x_feature: 2, y_feature: 1, values: flower, side: 24, neurons: true };
    const [mine, pythons] = [kernel.answer("regions", asked), await python("regions", asked)];
    const sure = ({ predicted, margin }) => Array.from(predicted.data, (answer, at) => (margin.data[at] > 1e-9 ? answer : "tie"));
    const same = ({ margin, neurons, ...answer }) => ({ ...answer, predicted: sure({ margin, ...answer }), shapes: [margin, ...neurons].map(({ shape }) => shape) });
    const cells = ({ margin, neurons }) => [margin, ...neurons].flatMap(({ data }) => Array.from(data));
    const theirs = cells(pythons);
    const apart = Math.max(...cells(mine).map((value, at) => Math.abs(value - theirs[at])));
    compare(`${what}: regions`, [same(mine), true], [same(pythons), apart < 1e-12]);
  };
  const ends = {};
  for (let seed = 0; seed < made.random_states.length; seed += 1) {
    const setup = { ...defaultSetup(), seed };
    const live = liveFields(setup);
    const what = `seed ${seed}`;
    await both(what, "configure", { run: 7, setup });
    await both(what, "predict", { values: flower });
    await trainBoth(what, live, 37);
    await trainBoth(`${what}, another rate`, { ...live, learning_rate: 0.2 + seed / 100 }, 21);
    await both(what, "predict", { values: [9, 0.1, 1.5, 0.2] });
    await both(what, "predict", { values: flower, epoch: 11 });
    await map(what);
    await both(what, "look", { epoch: 40 });
    await both(what, "go_back", { epoch: 30 });
    await trainBoth(`${what}, from epoch 30`, { ...live, target_loss: 0.12 }, 300);
    const rate = [0.5, 1, 2, 5, 10, 50, 300, 0.7, 3, 1e4][seed];
    await both(`${what}, rate ${rate}`, "configure", { run: 8, setup });
    const end = await trainBoth(`${what}, rate ${rate}`, { ...live, learning_rate: rate }, 150);
    ends[end] = (ends[end] ?? 0) + 1;
    if (end === "waits") continue;
    await both(`${what}, after rate ${rate}`, "look", { epoch: 10 });
    if (end) await trainBoth(`${what}, broken`, live, 5);
  }
  // A slow run that Python takes over in its middle.
  const setup = defaultSetup();
  const half = { run: 9, budget_ms: 1000, live: liveFields(setup) };
  await python("configure", { run: 9, setup });
  const whole = await train((each) => python("train", each), half, 400);
  kernel.answer("configure", { run: 9, setup });
  await train((each) => kernel.answer("train", each), half, 200);
  const given = kernel.handOver();
  // As after a reload before Python: from there on, the past begins there.
  compare("restore", kernel.answer("restore", { run: 9, setup, snapshot: given.snapshot }), await python("restore", { run: 9, setup, snapshot: given.snapshot }));
  const at200 = kernel.answer("look", { epoch: 200 });
  await python("restore", given);
  compare("past epoch 0", (await python("look", { epoch: 0 })).vector, kernel.answer("configure", { run: 9, setup }).snapshot.vector);
  compare("past epoch 200", at200.vector, (await python("look", { epoch: 200 })).vector);
  const rest = await train((each) => python("train", each), half, 200);
  compare("200 and 200 are 400", rest.snapshot, whole.snapshot);
  compare("the reports of the second half", rest.reports.train_loss, whole.reports.train_loss.slice(200));
  return { differences, compared, ends };
}
