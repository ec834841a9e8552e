// The package's exports besides its types.

export { runOnce } from "./consumer.js";
export { flag, given, many, text } from "./values.js";
