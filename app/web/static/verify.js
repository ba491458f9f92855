/* The check on a certificate's page: fetches the file, the keys and the lists, and tells step by step what came out. */

import { read } from "./canonical.js";
import { check } from "./certificate_checks.js";
import { able, sha256 } from "./certificate_signatures.js";

const panel = document.getElementById("check");
const words = JSON.parse(document.getElementById("check-words").textContent);
const button = panel.querySelector("button");
const verdict = panel.querySelector("[role=status]");
const steps = panel.querySelector("ol");
const grouped = new Intl.NumberFormat("en");

/** A sentence of the catalogue with its facts: grams and fen as people read them, states and events by their words. */
function said(key, facts = {}) {
  const told = (name, value) => {
    if (name.endsWith("_g") || name === "gram" || name === "tonnes") return grouped.format(value);
    if (name.endsWith("_fen")) return `¥${(value / 100).toFixed(2)}`;
    if (name === "kinds") return value.map((kind) => words[`kind.${kind}`] ?? kind).join(words.joint);
    if (name === "kind" || name === "status") return words[`${name}.${value}`] ?? value;
    if (name === "member") return words[`member.${value}`] ?? value;
    return String(value);
  };
  return words[key].replace(/\{(\w+)\}/g, (_, name) => told(name, facts[name]));
}

/** What the page says: the texts it marks, as a reader sees them. */
function shown() {
  return Array.from(document.querySelectorAll("[data-shown]"), (each) => ({
    what: each.dataset.shown,
    label: each.dataset.label,
    mark: each.dataset.mark,
    text: each.textContent.trim(),
  }));
}

async function fetched(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer;
}

/** Everything the checks need, from addresses of this site only. */
async function gathered() {
  const [file, keys] = await Promise.all(
    [panel.dataset.file, panel.dataset.keys].map(async (address) => read(await (await fetched(address)).text())),
  );
  const papers = (file.retirements ?? []).map(async (each) => {
    const [list, document] = [each.contents_url, each.document_url].map((address) => new URL(address).pathname);
    return [await (await fetched(list)).text(), await sha256(await (await fetched(document)).arrayBuffer())];
  });
  const found = await Promise.all(papers);
  return { file, keys, lists: found.map(([list]) => list), documents: found.map(([, hash]) => hash), shown: shown() };
}

function tell(found) {
  steps.replaceChildren(
    ...found.map(({ step, holds, code, facts }) => {
      const item = document.createElement("li");
      item.className = holds ? "holds" : "fails";
      item.dataset.step = step;
      item.dataset.code = code;
      const title = document.createElement("strong");
      title.textContent = words[`title.${step}`];
      const mark = document.createElement("span");
      mark.className = "mark";
      mark.textContent = words[holds ? "holds" : "fails"];
      const sentence = document.createElement("p");
      sentence.textContent = said(code === "unreadable" ? code : `${step}.${code}`, facts);
      item.append(title, mark, sentence);
      return item;
    }),
  );
}

function conclude(state, text) {
  panel.dataset.state = state;
  verdict.textContent = text;
  button.textContent = words.again;
  button.disabled = false;
}

async function run() {
  panel.dataset.state = "running";
  button.disabled = true;
  verdict.textContent = words.running;
  steps.replaceChildren();
  if (!able()) return conclude("unable", words.insecure);
  let given;
  try {
    given = await gathered();
  } catch (error) {
    return conclude("unable", said(error instanceof SyntaxError || error instanceof RangeError ? "garbled" : "unreached", { reason: error.message }));
  }
  const found = await check(given);
  tell(found);
  const wrong = found.find((each) => !each.holds);
  if (!wrong) {
    const state = given.file.status === "revoked" ? "revoked" : given.file.record.sample ? "sample" : given.file.status;
    return conclude("holds", words[`verdict.${state}`]);
  }
  panel.querySelector("details").open = true;
  const why = said(wrong.code === "unreadable" ? wrong.code : `${wrong.step}.${wrong.code}`, wrong.facts);
  return conclude("fails", `${words["verdict.false"]} ${why}`);
}

panel.hidden = false;
button.addEventListener("click", run);
const seen = new IntersectionObserver((entries) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  seen.disconnect();
  if (!panel.dataset.state) run();
});
seen.observe(panel);
