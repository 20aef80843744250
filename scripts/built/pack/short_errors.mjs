// Node prints the source line of an uncaught error, and the runtime's lines are a megabyte long.
process.on("uncaughtException", (error) => {
  console.error(error.stack);
  process.exit(1);
});
