// Reads the several forms in which providers write a value, as the Rust types do
// (shared/src/payload/tolerant.rs).

/** @param {unknown} value */
function isNothing(value) {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** @type {typeof import("./index.js").given} */
export const given = (value) => {
  return isNothing(value) ? undefined : /** @type {any} */ (value);
};

/** @type {typeof import("./index.js").text} */
export const text = (value) => {
  return isNothing(value) ? undefined : String(value);
};

/** @type {typeof import("./index.js").flag} */
export const flag = (value) => {
  if (value === true || value === 1 || value === "true" || value === "1") return true;
  return value === false || value === 0 || value === "false" || value === "0" ? false : undefined;
};

/** @type {typeof import("./index.js").many} */
export const many = (value) => {
  if (Array.isArray(value)) return value;
  return isNothing(value) ? [] : [/** @type {any} */ (value)];
};
