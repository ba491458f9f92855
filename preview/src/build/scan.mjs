// Reads WXML for what the compiler does not tell: which tags, handlers, templates and data names it mentions, and where.
// It does not judge; wxml.mjs compiles and checks.mjs judges.

const EVENT = /^(?:(?:capture-)?(?:bind|catch)|mut-bind):?(.+)$/
/** catchtouchmove="true": no handler is meant, the event is only to go no further. */
const STOPS = /^(?:capture-)?catch/
const NO_HANDLER = /^(?:true|ture|false|return|void|none?|null|undefined|nothing|empty\w*|no-?op|\d+|_+|;)$/i
const NAMED_FOR_STOPPING = /noop|stop|prevent|catch|forbid|disable|block|scroll|move/i
const TAG = /<!--[\s\S]*?-->|<(\/\s*|)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^'">])*?)(\/?)>/g
const ATTRIBUTE = /([^\s=/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?/g
const MUSTACHE = /\{\{([\s\S]*?)\}\}/g
const STRINGS = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g
const NAME = /(?<![\w$.])[A-Za-z_$][\w$]*|\.\.\.\s*([A-Za-z_$][\w$]*)/g

/**
 * @typedef {{name: string, line: number, template: string | null}} Mention
 * @typedef {object} Scan
 * @property {Mention[]} tags
 * @property {Mention[]} handlers   only those written out, not computed
 * @property {Mention[]} uses       templates used by a name written out
 * @property {Set<string>} templates  defined here
 * @property {string[]} imports
 * @property {string[]} includes
 * @property {Set<string>} reads
 */

/** @param {string} text @returns {Scan} */
export function scan(text) {
  /** @type {Scan} */
  const found = { tags: [], handlers: [], uses: [], templates: new Set(), imports: [], includes: [], reads: new Set() }
  const plain = withoutScripts(text)
  let line = 1
  let at = 0
  const open = []
  for (const match of plain.matchAll(TAG)) {
    const [whole, closing, tag, attributes, selfClosing] = match
    readNames(plain.slice(at, match.index), found.reads)
    for (let index = at; index < match.index; index += 1) if (plain[index] === '\n') line += 1
    at = match.index
    const template = open.at(-1) ?? null
    if (tag && closing) {
      if (tag === 'template' && open.length) open.pop()
    } else if (tag) {
      const facts = readAttributes(attributes)
      found.tags.push({ name: tag, line, template })
      readTag(found, tag, facts, template, line)
      if (tag === 'template' && facts.name && !selfClosing) open.push(facts.name)
      readNames(attributes, found.reads)
    }
    for (const letter of whole) if (letter === '\n') line += 1
    at = match.index + whole.length
  }
  readNames(plain.slice(at), found.reads)
  return found
}

function readTag(found, tag, facts, template, line) {
  if (tag === 'template' && facts.name) found.templates.add(facts.name)
  if (tag === 'template' && facts.is && !facts.is.includes('{{')) found.uses.push({ name: facts.is, line, template })
  if (tag === 'import' && facts.src) found.imports.push(facts.src)
  if (tag === 'include' && facts.src) found.includes.push(facts.src)
  for (const [name, value] of Object.entries(facts)) {
    if (EVENT.test(name) && value && !value.includes('{{') && !onlyStops(name, value.trim())) found.handlers.push({ name: value.trim(), line, template })
  }
}

function onlyStops(name, value) {
  if (!STOPS.test(name)) return false
  return NO_HANDLER.test(value) || (/touchmove$/.test(name) && NAMED_FOR_STOPPING.test(value))
}

function readAttributes(text) {
  /** @type {Record<string, string>} */
  const facts = {}
  for (const [, name, value = ''] of text.matchAll(ATTRIBUTE)) facts[name] = value.replace(/^["']|["']$/g, '')
  return facts
}

function readNames(text, reads) {
  for (const [, inside] of text.matchAll(MUSTACHE)) {
    for (const [whole, spread] of inside.replace(STRINGS, '""').matchAll(NAME)) reads.add(spread ?? whole)
  }
}

/** Scripts and comments blanked out, line for line. */
function withoutScripts(text) {
  const blank = (part) => part.replace(/[^\n]/g, ' ')
  return text
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(/(<wxs\b(?:"[^"]*"|'[^']*'|[^'"/>])*>)([\s\S]*?)(<\/wxs>)/g, (_, head, inside, tail) => head + blank(inside) + tail)
    .replace(MUSTACHE, (part) => part.replace(/[<>]/g, ' '))
}
