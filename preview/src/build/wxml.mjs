// WXML and WXS compiled by glass-easel's own compiler. What it takes for a warning but WeChat refuses is an error here.

import { createRequire } from 'node:module'
import path from 'node:path'
import { adaptWxs, prepared } from './dialect.mjs'
import { scan } from './scan.mjs'

const { TmplGroup } = createRequire(import.meta.url)('glass-easel-template-compiler')
const posix = path.posix

/** Codes of the compiler's warnings that mean a page WeChat would not take. */
const REFUSED = /missing end tag|invalid end tag|incomplete|illegal/i

/** @param {import('./source.mjs').Source} source @param {import('./project.mjs').Project} project */
export function compileWxml(source, project) {
  const group = new TmplGroup()
  // Functions in WXS that answer events and changes: runtime/wxs.js.
  group.setExtraRuntimeScript('Q.A=miniProgramWxs.change;Q.C=miniProgramWxs.event;')
  /** @type {Map<string, import('./scan.mjs').Scan>} */
  const scans = new Map()
  const compiler = { source, group, scans, scripts: new Set() }
  for (const stem of project.parts.keys()) addTemplate(compiler, stem, `${stem}.wxml`)
  return { code: group.getTmplGenObjectGroups(), scans }
}

function addTemplate(compiler, stem, namedBy) {
  const { source, group, scans } = compiler
  if (scans.has(stem)) return
  const file = `${stem}.wxml`
  if (!source.has(file)) {
    source.report.error(namedBy, `${file} is not there; correct the src of import or include`)
    return
  }
  const text = source.text(file)
  scans.set(stem, scan(text))
  for (const fault of group.addTmpl(stem, prepared(text)) ?? []) {
    const where = `${file}:${fault.startLine + 1}`
    const refused = fault.isError || REFUSED.test(fault.message)
    if (refused) source.report.error(where, `${fault.message} (column ${fault.startColumn + 1}); correct the WXML`)
    else if (fault.level === 'Warn') source.report.warn(where, fault.message)
  }
  for (const name of group.getInlineScriptModuleNames(stem)) {
    const script = group.getInlineScript(stem, name)
    followRequires(compiler, stem, script, file)
    group.setInlineScript(stem, name, validWxs(source, file, script))
  }
  for (const each of group.getDirectDependencies(stem)) addTemplate(compiler, each, file)
  for (const each of group.getScriptDependencies(stem)) addScript(compiler, each.replace(/\.wxs$/, ''), each, file)
}

function addScript(compiler, stem, name, namedBy) {
  const { source, group, scripts } = compiler
  if (scripts.has(name)) return
  scripts.add(name)
  const file = `${stem}.wxs`
  if (!source.has(file)) {
    source.report.error(namedBy, `${file} is not there; correct the src of <wxs> or require()`)
    return
  }
  const text = source.text(file)
  group.addScript(name, validWxs(source, file, text))
  followRequires(compiler, stem, text, file)
}

function followRequires(compiler, stem, text, file) {
  for (const [, wanted] of text.matchAll(/\brequire\(\s*['"]([^'"]+?)(?:\.wxs)?['"]\s*\)/g)) {
    const target = wanted.startsWith('/') ? wanted.slice(1) : posix.join(posix.dirname(stem), wanted)
    addScript(compiler, target, target, file)
  }
}

/** The script as JavaScript; one that is none is told, and nothing is put in its place so that the rest can be looked at. */
function validWxs(source, file, text) {
  const adapted = adaptWxs(text)
  try {
    // Never run here: only asked whether it is a script at all.
    new Function('require', 'exports', 'module', adapted)
    return `${adapted}\n;miniProgramWxs.mine(module.exports)`
  } catch (error) {
    source.report.error(file, `not a valid script (${/** @type {Error} */ (error).message})`)
    return ''
  }
}
