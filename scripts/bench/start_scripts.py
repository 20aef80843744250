"""What the bench of starting runs in the page."""

# Runs before the page's own scripts; notes when what a visitor waits for is there.
WATCH = """
window.seen = {};
const note = (name) => (window.seen[name] ??= performance.now());
const painted = new MessageChannel();
painted.port1.onmessage = () => note("table");
window.ready = new Promise((resolve) => {
  new MutationObserver(() => {
    if (document.body && "trains" in document.body.dataset) note("trains");
    if (document.body?.dataset.state === "ready") resolve(note("ready"));
    if (seen.asked || document.querySelectorAll("#data-table tbody tr").length < 100) return;
    seen.asked = true;
    // What is sent from a frame arrives when that frame has been made.
    requestAnimationFrame(() => painted.port2.postMessage(""));
  }).observe(document, { subtree: true, childList: true, attributes: true });
});
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# As soon as it can, the page trains; what then is seen is how long that took.
TRAIN = """
localStorage.setItem("nnlab.layout", "all");
window.trained = new Promise((resolve) => {
  const watcher = new MutationObserver(() => {
    if (!document.body || !("trains" in document.body.dataset)) return;
    watcher.disconnect();
    const clicked = performance.now();
    document.getElementById("play").click();
    nnlab.store.watch(["training"], ({ training }) => {
      if (training.kind === "finished") setTimeout(() => resolve(performance.now() - clicked));
    });
  });
  watcher.observe(document, { subtree: true, childList: true, attributes: true });
});
"""
READ = """() => ({
  ready: seen.ready, trains: seen.trains ?? 0, table: seen.table ?? 0, shift,
  text: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  origin: performance.timeOrigin,
})"""
# The worker marks where each phase begins, on a clock of its own.
READ_PHASES = """(origin) => Object.fromEntries(
  performance.getEntriesByType("mark").map(
    (mark) => [mark.name, mark.startTime + performance.timeOrigin - origin],
  ),
)"""
