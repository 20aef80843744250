// Gives each module an address of its own; `modules` lists each after those that it needs.
function link(modules) {
  const urls = {};
  let last = "";
  for (const { path, source } of modules) {
    const linked = source.replace(/"nnlab:([^"]+)"/g, (_, needed) => JSON.stringify(urls[needed]));
    last = urls[path] = URL.createObjectURL(new Blob([linked], { type: "text/javascript" }));
  }
  return last;
}
