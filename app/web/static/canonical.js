/* JSON read strictly and written canonically (RFC 8785): the text that was hashed and signed. Knows no certificate. */

const TOKEN = /"(?:[^"\\]+|\\.)*"|-?\d[\d.eE+-]*|[{}[\],:]/g;
const WHOLE = /^-?\d+$/;

/** The value of a JSON text. Throws where a reader could be misled: a name twice, a whole number beyond 2^53. */
export function read(text) {
  const value = JSON.parse(text);
  const open = []; // the names of every object around, null for a list
  let before = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const names = open[open.length - 1];
      const name = JSON.parse(before);
      if (names.has(name)) throw new SyntaxError(`${name}, twice in one object`);
      names.add(name);
    } else if (WHOLE.test(token) && !Number.isSafeInteger(Number(token))) {
      throw new RangeError(`${token}, beyond 2^53`);
    }
    before = token;
  }
  return value;
}

/** RFC 8785 text of a value that JSON can hold. Throws for what it cannot: NaN, half a character, undefined. */
export function canonical(value) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError("not a number of JSON");
    return JSON.stringify(value); // ECMAScript writes numbers as RFC 8785 (3.2.2.3) wants them
  }
  if (typeof value === "string") {
    if (/\p{Surrogate}/u.test(value)) throw new RangeError("half a character");
    return JSON.stringify(value); // and texts (3.2.2.2)
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new TypeError(`JSON has no ${typeof value}`);
  const names = Object.keys(value).sort(); // by UTF-16 code units (3.2.3)
  return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(",")}}`;
}
