// What a mini-program says that cannot be true: tags nobody defines, handlers its script has not, globals only a
// browser has. Found in the source, before anything runs.

import path from 'node:path'
import ts from 'typescript'
import { methodsOf, parse } from './methods.mjs'
import { BUILT_IN, STRUCTURE, UNKNOWN_BUT_SHOWN } from './tags.mjs'

const posix = path.posix

const FORBIDDEN = new Set(
  (
    'window document localStorage sessionStorage indexedDB fetch XMLHttpRequest navigator location history alert confirm prompt open ' +
    'self top parent frames Image Audio HTMLElement Element Node Event CustomEvent EventTarget MutationObserver ResizeObserver IntersectionObserver ' +
    'WebSocket EventSource Worker SharedWorker BroadcastChannel MessageChannel Blob File FileReader FormData Headers Request Response URL URLSearchParams ' +
    'TextEncoder TextDecoder AbortController AbortSignal crypto performance customElements getComputedStyle matchMedia addEventListener removeEventListener ' +
    'requestIdleCallback requestAnimationFrame cancelAnimationFrame queueMicrotask structuredClone btoa atob process Buffer'
  ).split(' '),
)

/** Who asks for the type of one of these runs in more places than WeChat. */
const PLACES = new Set('window self global globalThis process document navigator module exports define importScripts'.split(' '))

/** The names that mean nothing to a mini-program, for the bundle to treat as undefined. */
export const HIDDEN = [...FORBIDDEN].filter((name) => name !== 'process')

/**
 * Everything a part's WXML mentions, through the templates it uses and the files it includes.
 * @param {string} stem @param {Map<string, import('./scan.mjs').Scan>} scans
 */
export function mentions(stem, scans) {
  const found = { handlers: [], tags: [], reads: new Set() }
  const seen = new Set()
  const target = (from, src) => {
    const wanted = src.replace(/\.wxml$/, '')
    return wanted.startsWith('/') ? wanted.slice(1) : posix.join(posix.dirname(from), wanted)
  }
  const take = (file, template) => {
    const key = `${file}#${template ?? ''}`
    const scan = scans.get(file)
    if (!scan || seen.has(key)) return
    seen.add(key)
    const mine = (each) => each.template === template
    for (const { name, line } of scan.handlers.filter(mine)) found.handlers.push({ handler: name, file: `${file}.wxml`, line })
    for (const { name, line } of scan.tags.filter(mine)) found.tags.push({ tag: name, file: `${file}.wxml`, line })
    for (const name of scan.reads) found.reads.add(name)
    for (const { name } of scan.uses.filter(mine)) useTemplate(file, name, new Set())
    if (template === null) for (const src of scan.includes) take(target(file, src), null)
  }
  const useTemplate = (file, name, tried) => {
    const scan = scans.get(file)
    if (!scan || tried.has(file)) return
    tried.add(file)
    if (scan.templates.has(name)) take(file, name)
    else for (const src of scan.imports) useTemplate(target(file, src), name, tried)
  }
  take(stem, null)
  return found
}

/** @param {import('./source.mjs').Source} source @param {import('./project.mjs').Project} project @param {Map<string, ReturnType<typeof mentions>>} all */
export function checkParts(source, project, all) {
  for (const part of project.parts.values()) {
    const known = (tag) => BUILT_IN.has(tag) || STRUCTURE.has(tag) || tag in part.using || part.generics.has(tag) || (part.config.renderer === 'xr-frame' && tag.startsWith('xr-'))
    const declared = { ...project.app.usingComponents, ...part.config.usingComponents }
    const { tags, handlers } = all.get(part.path)
    for (const { tag, file, line } of tags) {
      if (known(tag) || tag in declared) continue
      if (UNKNOWN_BUT_SHOWN.has(tag)) {
        source.report.warn(`${file}:${line}`, `<${tag}> is no tag of WeChat's; what is inside it is shown in a line`)
        continue
      }
      source.report.error(`${file}:${line}`, `<${tag}> is neither built in nor in the usingComponents of ${part.path}.json; name it there or correct the tag`)
    }
    const methods = methodsOf(source, part.script)
    if (!methods) continue
    for (const { handler, file, line } of handlers) {
      if (methods.has(handler)) continue
      // A template from a library may name more than its user needs; WeChat asks for a handler when the event comes.
      if (file !== `${part.path}.wxml`) {
        source.report.warn(`${file}:${line}`, `the handler "${handler}" is not in ${part.script}, which uses this template`)
        continue
      }
      source.report.error(`${file}:${line}`, `the handler "${handler}" is not in ${part.script}; write it or correct the name`)
    }
  }
}

/** Names a browser has and WeChat has not, used as free variables. @param {import('./report.mjs').Report} report */
export function checkGlobals(file, text, report) {
  const tree = parse(file, text)
  const bound = new Set()
  const used = []
  let asks = false
  const visit = (node) => {
    if ((ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node)) && ts.isIdentifier(node.name)) bound.add(node.name.text)
    if ((ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) && node.name) bound.add(node.name.text)
    if (ts.isImportClause(node) && node.name) bound.add(node.name.text)
    if (ts.isImportSpecifier(node) || ts.isNamespaceImport(node)) bound.add(node.name.text)
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'globalThis' && FORBIDDEN.has(node.name.text)) used.push(node.name)
    // A library that asks `typeof window` first knows where it is.
    if (ts.isTypeOfExpression(node) && ts.isIdentifier(node.expression)) {
      bound.add(node.expression.text)
      asks ||= PLACES.has(node.expression.text)
    }
    if (ts.isIdentifier(node) && FORBIDDEN.has(node.text) && isFree(node)) used.push(node)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  for (const node of used) {
    if (bound.has(node.text)) continue
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart())
    const where = `${file}:${line + 1}`
    if (asks) report.warn(where, `"${node.text}" exists in browsers, not in WeChat; the file asks where it runs, so it is left alone`)
    else report.error(where, `"${node.text}" exists in browsers, not in WeChat; use the wx call for it`)
  }
}

function isFree(node) {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false
  if (ts.isQualifiedName(parent)) return false
  if ((ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isGetAccessor(parent) || ts.isSetAccessor(parent) || ts.isEnumMember(parent) || ts.isPropertySignature(parent)) && parent.name === node) return false
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isLabeledStatement(parent)) return false
  return true
}
