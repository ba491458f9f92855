/* Whether what a page shows is what the signed record says: every marked text against its fact. */

import { Wrong } from "./certificate_sums.js";

const figures = (text) => (text.match(/\d[\d,]*/g) ?? []).map((run) => Number(run.replaceAll(",", "")));
const beijing = (instant) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);

/** The Beijing day a status has: promised, cancelled or revoked. */
function decisive(file) {
  if (file.status === "allocated") return file.record.title.retire_by_on;
  if (file.status === "retired") return file.retirements.map((each) => each.retired_on).sort().pop();
  return beijing(file.events.find((each) => each.kind === "revoked").at);
}

/** A day is on the page by its year and its number; the month's name is its language's. */
function names(text, day) {
  const [year, , number] = day.split("-").map(Number);
  const found = figures(text);
  return found.includes(year) && found.includes(number);
}

const span = (each) => (each.serial_first === each.serial_last ? each.serial_first : `${each.serial_first} – ${each.serial_last}`);

/** For each mark: what the record says, and whether a text says the same. */
function facts(file) {
  const { record } = file;
  const exact = (value) => [String(value), (text) => text === String(value)];
  const amount = (grams) => [`${grams} g`, (text) => figures(text)[0] === grams];
  return {
    number: [exact(record.number)],
    mass_g: [amount(record.mass_g)],
    project: [exact(record.project.name)],
    hash: [exact(file.record_sha256)],
    signature: [exact(file.signature.value)],
    status: [[`${file.status} ${decisive(file)}`, (text, mark) => mark === file.status && names(text, decisive(file))]],
    until: file.status === "revoked" ? [] : [[record.title.retire_by_on, (text) => names(text, record.title.retire_by_on)]],
    serials: record.allocations.map((each) => exact(span(each))),
    grams: record.allocations.map(({ first_g, last_g }) => [
      `${first_g} – ${last_g}`,
      (text) => figures(text).join() === `${first_g},${last_g}`,
    ]),
    name: file.beneficiary ? [exact(file.beneficiary.name)] : [],
  };
}

/** shown: [{what, label, text, mark}] in the order of the page. Every fact must be there, and be the record's. */
export function page({ file, shown }) {
  if (!shown) return ["not_given", {}];
  for (const [what, wanted] of Object.entries(facts(file))) {
    const found = shown.filter((each) => each.what === what);
    const label = found[0]?.label ?? what;
    wanted.forEach(([record, same], at) => {
      const text = found[at]?.text ?? "–";
      if (!found[at] || !same(text, found[at].mark)) throw new Wrong("differs", { what: label, shown: text, record });
    });
    if (found.length > wanted.length) {
      throw new Wrong("differs", { what: label, shown: found[wanted.length].text, record: "–" });
    }
  }
  return ["ok", {}];
}
