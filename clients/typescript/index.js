// What the package has beside its types.

export { runOnce } from "./consumer.js";
export { flag, given, many, text } from "./values.js";
