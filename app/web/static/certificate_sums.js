/* The sums of a certificate: ranges of grams, money, and everything inside a cancellation. No network, no page. */

export const GRAMS_PER_TONNE = 1_000_000;

/** A check does not hold. ``code`` and ``facts`` are its sentence (the catalogue "checks"). */
export class Wrong extends Error {
  constructor(code, facts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

export function whole(value) {
  if (!Number.isSafeInteger(value)) throw new Wrong("number", { found: JSON.stringify(value) ?? "?" });
  return value;
}

/** How many serials there are from one to another: they differ in one run of digits, which keeps its length. */
export function serials(first, last) {
  const [one, other] = [first, last].map((text) => text.split(/(\d+)/));
  const apart = one.flatMap((part, at) => (part === other[at] ? [] : [at]));
  if (one.length < 3 || one.length !== other.length || apart.length > 1) throw new Wrong("serials", { first, last });
  if (!apart.length) return 1;
  const [at] = apart;
  const count = Number(other[at]) - Number(one[at]) + 1;
  if (at % 2 === 0 || one[at].length !== other[at].length || count < 1) throw new Wrong("serials", { first, last });
  return count;
}

/** Ranges add up to the mass, do not overlap, and name the serials they touch. */
export function allocations(record) {
  const batches = new Map();
  for (const each of record.allocations) {
    const [first, last] = [whole(each.first_g), whole(each.last_g)];
    const mass = whole(each.mass_g);
    if (first < 0 || mass < 1 || last - first + 1 !== mass) {
      throw new Wrong("range", { first_g: first, last_g: last, mass_g: mass });
    }
    const touched = Math.floor(last / GRAMS_PER_TONNE) - Math.floor(first / GRAMS_PER_TONNE) + 1;
    fits(each.serial_first, each.serial_last, touched);
    batches.set(each.batch, [...(batches.get(each.batch) ?? []), each]);
  }
  for (const inside of batches.values()) oneBatch(inside.sort((a, b) => a.first_g - b.first_g));
  const found = record.allocations.reduce((sum, each) => sum + each.mass_g, 0);
  if (found < 1 || found !== whole(record.mass_g)) throw new Wrong("sum", { found_g: found, mass_g: record.mass_g });
  return ["ok", { mass_g: found }];
}

function fits(first, last, count) {
  if (serials(first, last) !== count) throw new Wrong("serials", { first, last });
}

/** Ranges of one batch, in order: none overlaps another, and the serials advance as the grams do. */
function oneBatch(inside) {
  const serial = (each) => Math.floor(each.first_g / GRAMS_PER_TONNE);
  inside.forEach((each, at) => {
    if (at && inside[at - 1].last_g >= each.first_g) throw new Wrong("overlap", { gram: each.first_g });
    fits(inside[0].serial_first, each.serial_first, serial(each) - serial(inside[0]) + 1);
  });
}

export function amount(record) {
  const [amount_fen, owner_fen, service_fen] = [record.amount_fen, record.split_fen.owner, record.split_fen.service].map(whole);
  const code = amount_fen === owner_fen + service_fen && owner_fen >= 0 && service_fen >= 0 ? "ok" : "sum";
  if (code !== "ok") throw new Wrong(code, { amount_fen, owner_fen, service_fen });
  return [code, { amount_fen, owner_fen, service_fen }];
}

/** The lists of the cancellations a certificate is part of: each adds up to its tonnes, and holds this one's grams. */
export function retirements(file, lists) {
  if (file.status !== "retired") return ["none", {}];
  if (!lists?.length) return ["not_given", {}];
  let own = 0;
  let tonnes = 0;
  for (const text of lists) {
    const rows = text.replace(/^\ufeff/, "").trim().split(/\r?\n/).slice(1).map((line) => {
      const comma = line.lastIndexOf(",");
      const grams = line.slice(comma + 1);
      if (!/^\d+$/.test(grams)) throw new Wrong("number", { found: grams });
      return [line.slice(0, comma), Number(grams)];
    });
    const [span, total] = rows.pop();
    const [first, last] = span.split(" - ");
    const count = serials(first, last);
    const found = rows.reduce((sum, [, grams]) => sum + grams, 0);
    if (found !== total) throw new Wrong("sum", { first, last, found_g: found, mass_g: total });
    if (total !== count * GRAMS_PER_TONNE) throw new Wrong("serials", { first, last });
    tonnes += count;
    own += rows.reduce((sum, [number, grams]) => sum + (number === file.record.number ? grams : 0), 0);
  }
  if (own !== file.record.mass_g) throw new Wrong("own", { found_g: own, mass_g: file.record.mass_g });
  return ["ok", { tonnes, mass_g: own }];
}
