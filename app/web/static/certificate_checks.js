/* Every check of a certificate, in a fixed order, as app/services/verification.py makes them. No network, no page. */

import { canonical } from "./canonical.js";
import { sha256, signed, unpacked, utf8 } from "./certificate_signatures.js";
import { allocations, amount, retirements, Wrong } from "./certificate_sums.js";
import { page } from "./certificate_shown.js";

const SCHEMA = "diandian.certificate/1";
const EVENT_SCHEMA = "diandian.certificate-event/1";
const KINDS = ["retired", "revoked", "name_corrected", "name_claimed", "name_erased"];
const RENAMED = ["name_corrected", "name_claimed"];
const STATUSES = ["allocated", "retired", "revoked"];

/**
 * given: file (what /certificates/{id}.json answers), keys (a JWK set fetched for itself), lists (the text of each
 * cancellation's CSV), documents (the SHA-256 of each registry's document, as it came), shown (what the page says).
 * Answers [{step, holds, code, facts}], never stopping at the first failure, never throwing for a bad file.
 */
export async function check(given) {
  const steps = {
    record_form: form,
    record_hash: hash,
    record_signature: signature,
    events,
    status,
    allocations: ({ file }) => allocations(file.record),
    amount: ({ file }) => amount(file.record),
    name,
    retirements: registry,
    page,
  };
  const found = [];
  for (const [step, judge] of Object.entries(steps)) found.push({ step, ...(await judged(judge, given)) });
  return found;
}

async function judged(judge, given) {
  try {
    const [code, facts] = await judge(given);
    return { holds: true, code, facts };
  } catch (error) {
    if (error instanceof Wrong) return { holds: false, code: error.code, facts: error.facts };
    return { holds: false, code: "unreadable", facts: { reason: String(error.message ?? error) } };
  }
}

function form({ file }) {
  const record = file.record;
  if (record.schema !== SCHEMA) throw new Wrong("schema", { found: String(record.schema) });
  for (const member of ["id", "number"]) {
    if (member in file && file[member] !== record[member]) {
      throw new Wrong("differs", { member, file: String(file[member]), record: String(record[member]) });
    }
  }
  const { issued_at, issuer, sample } = record;
  if (typeof issued_at !== "string" || typeof issuer !== "string" || typeof sample !== "boolean") {
    throw new TypeError("issued_at, issuer, sample");
  }
  return [sample ? "sample" : "ok", { issued_at, issuer }];
}

async function fingerprint(record) {
  return `sha256:${await sha256(utf8(canonical(record)))}`;
}

async function hash({ file }) {
  const found = await fingerprint(file.record);
  if ("record_sha256" in file && file.record_sha256 !== found) throw new Wrong("differs", { hash: found });
  if ("record_canonical" in file && file.record_canonical !== canonical(file.record)) throw new Wrong("text");
  return ["ok", { hash: found }];
}

async function signature({ file, keys }) {
  await mustBeSigned(file.record, file.signature, keys, {});
  return ["ok", { kid: file.signature.kid }];
}

async function mustBeSigned(content, given, keys, facts) {
  if (!keys?.keys?.length) throw new Wrong("no_keys", facts);
  const own = keys.keys.find((key) => key.kid === given.kid && key.crv === "Ed25519");
  if (!own) throw new Wrong("unknown_key", { ...facts, kid: String(given.kid) });
  if (!(await signed(own, given.value, utf8(canonical(content))))) throw new Wrong("broken", facts);
}

async function events({ file, keys }) {
  const own = await fingerprint(file.record);
  const kinds = [];
  for (const { signature: given, ...content } of file.events) {
    const kind = String(content.kind);
    await mustBeSigned(content, given, keys, { kind });
    if (content.schema !== EVENT_SCHEMA || !KINDS.includes(kind)) throw new Wrong("unknown", { kind });
    if (content.record_sha256 !== own || content.certificate !== file.record.id) throw new Wrong("foreign", { kind });
    if (kinds.includes(kind)) throw new Wrong("twice", { kind });
    kinds.push(kind);
  }
  return kinds.length ? ["ok", { kinds }] : ["none", {}];
}

/** A cancellation and a revocation are signed events: the status is what they say, no more and no less. */
function status({ file }) {
  const kinds = file.events.map((event) => event.kind);
  if (!("status" in file)) return ["absent", {}];
  const told = file.status;
  if (!STATUSES.includes(told)) throw new TypeError(`status ${told}`);
  for (const each of ["retired", "revoked"]) {
    if ((told === each) !== kinds.includes(each)) throw new Wrong("denied", { status: told });
  }
  return ["ok", { status: told }];
}

/** The name, if there is one, opens the commitment in force: the record's, or the last one given since. */
async function name({ file }) {
  const given = file.beneficiary;
  if (!given) return ["absent", {}];
  if (file.events.some((each) => each.kind === "name_erased")) throw new Wrong("erased");
  const salt = unpacked(given.salt);
  if (salt.length !== 32) throw new TypeError("salt");
  const opened = new Uint8Array([...salt, ...utf8(given.name.normalize("NFC"))]);
  const renamed = file.events.filter((each) => RENAMED.includes(each.kind));
  const latest = renamed.reduce((last, each) => (last && String(last.at) > String(each.at) ? last : each), null);
  const inForce = (latest ?? file.record.beneficiary).commitment;
  if (`sha256:${await sha256(opened)}` !== inForce) throw new Wrong("differs");
  if (given.kind !== file.record.beneficiary.kind) throw new Wrong("kind");
  return ["ok", { name: given.name }];
}

/** What the lists add up to, and that each document is the one that was named, in the signed event too. */
function registry({ file, lists, documents }) {
  const named = file.retirements ?? [];
  const event = file.events.find((each) => each.kind === "retired");
  if (event && named.length) {
    const same = named.filter((each) => each.document_sha256 === event.document_sha256);
    if (!same.length) throw new Wrong("document");
    const told = (each) => ["reference", "retired_on"].every((member) => each[member] === event[member]);
    if (!same.some(told)) throw new Wrong("told");
  }
  if (documents?.some((found, at) => found !== named[at].document_sha256)) throw new Wrong("document");
  return retirements(file, lists);
}
