// What the mini-program consists of: app.json, its pages, and every component they use, found from one another.

import path from 'node:path'
import { styleOptionsOf } from './methods.mjs'

const posix = path.posix

/**
 * @typedef {object} Part   a page or a component
 * @property {string} path          'pages/scene/scene'
 * @property {boolean} isPage
 * @property {Record<string, any>} config
 * @property {string} script        'pages/scene/scene.ts'
 * @property {Record<string, string>} using   tag -> path of a component
 * @property {Set<string>} generics  tags its user fills in
 * @property {string} [scope]       the prefix of its classes
 *
 * @typedef {{app: Record<string, any>, pages: string[], parts: Map<string, Part>, script?: string}} Project
 */

/** @param {import('./source.mjs').Source} source @returns {Project} */
export function readProject(source) {
  const { report } = source
  if (!source.has('app.json')) report.error('app.json', 'not there; SOURCE must be the folder that holds app.json')
  const app = source.json('app.json')
  if (app.darkmode && app.themeLocation) app.theme = source.json(app.themeLocation)
  else app.theme = source.json('theme.json')
  const packages = [...(app.subPackages ?? []), ...(app.subpackages ?? [])]
  const pages = [...(app.pages ?? []), ...packages.flatMap((each) => each.pages.map((page) => posix.join(each.root, page)))]
  if (!pages.length && source.has('app.json')) report.error('app.json', 'names no pages')
  for (const each of app.tabBar?.list ?? []) {
    if (!pages.includes(each.pagePath)) report.error('app.json', `tabBar names "${each.pagePath}", which is not in pages`)
  }
  for (const [index, page] of pages.entries()) {
    if (pages.indexOf(page) !== index) report.error('app.json', `names the page "${page}" twice`)
  }

  /** @type {Map<string, Part>} */
  const parts = new Map()
  const reader = { source, app, parts }
  for (const page of pages) readPart(reader, page, true, 'app.json')
  for (const ref of Object.values(app.usingComponents ?? {})) find(reader, ref, 'app')
  if (app.tabBar?.custom) readPart(reader, 'custom-tab-bar/index', false, 'app.json')
  let count = 0
  for (const part of parts.values()) {
    const said = { ...styleOptionsOf(source, part.script), ...part.config }
    // The runtime reads it in the json only.
    Object.assign(part.config, { styleIsolation: said.styleIsolation, addGlobalClass: said.addGlobalClass })
    const own = said.styleIsolation ?? (part.isPage ? 'shared' : said.addGlobalClass ? 'apply-shared' : 'isolated')
    if (!/^(page-)?shared$/.test(own)) part.scope = `s${(count += 1)}`
  }
  const script = source.script('app')
  if (!script) report.error('app.js', 'not there; a mini-program needs app.js or app.ts that calls App()')
  return { app, pages, parts, script }
}

function readPart(reader, stem, isPage, namedBy) {
  const { source, app, parts } = reader
  if (parts.has(stem)) return
  const script = source.script(stem)
  const missing = [!script && `${stem}.js or .ts`, !source.has(`${stem}.wxml`) && `${stem}.wxml`].filter(Boolean)
  for (const file of missing) source.report.error(namedBy, `${file} is not there; write it or take "${stem}" out`)
  if (missing.length) return
  const config = source.json(`${stem}.json`)
  /** @type {Part} */
  const part = { path: stem, isPage, config, script, using: {}, generics: new Set(Object.keys(config.componentGenerics ?? {})) }
  parts.set(stem, part)
  if (!isPage && config.component !== true) source.report.error(`${stem}.json`, 'is used as a component; it must say "component": true')
  const using = { ...app.usingComponents, ...config.usingComponents }
  for (const [tag, ref] of Object.entries(using)) {
    const own = config.usingComponents && tag in config.usingComponents
    const found = find(reader, ref, own ? stem : 'app')
    if (found) part.using[tag] = found
  }
  for (const each of Object.values(config.componentGenerics ?? {})) {
    const fallback = /** @type {any} */ (each)?.default
    if (fallback) each.default = '/' + (find(reader, fallback, stem) ?? fallback)
  }
}

/** The component a reference means, read at once. */
function find(reader, ref, from) {
  const { source } = reader
  if (/^(plugin|dynamicLib|ext):/.test(ref)) {
    source.report.warn(`${from}.json`, `"${ref}" comes from a plugin or library the preview has not; it shows nothing`)
    return null
  }
  const near = posix.join(posix.dirname(from), ref)
  const tried = ref.startsWith('/') ? [ref.slice(1)] : [near]
  if (!/^[./]/.test(ref)) {
    // From the nearest miniprogram_npm upwards.
    for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
      tried.push(posix.join(folder, 'miniprogram_npm', ref))
      if (folder === '.') break
    }
    tried.push(...source.packaged(ref))
  }
  for (const stem of tried.flatMap((each) => [each, `${each}/index`])) {
    if (!source.has(`${stem}.json`) && !source.has(`${stem}.wxml`)) continue
    readPart(reader, stem, false, `${from}.json`)
    return stem
  }
  if (/^weui-miniprogram\//.test(ref) && source.json('app.json').useExtendedLib?.weui) {
    source.report.warn(`${from}.json`, `"${ref}" is WeChat's own extended library; install weui-miniprogram for the preview to show it`)
    return null
  }
  source.report.error(`${from}.json`, `the component "${ref}" is not there; correct the path in usingComponents or write it`)
  return null
}

/** Which pages show a part, by themselves or through components. @param {Project} project @returns {Map<string, string[]>} */
export function reach(project) {
  const found = new Map([...project.parts.keys()].map((stem) => [stem, new Set()]))
  const visit = (stem, page) => {
    const pages = found.get(stem)
    if (!pages || pages.has(page)) return
    pages.add(page)
    for (const each of Object.values(project.parts.get(stem).using)) visit(each, page)
  }
  for (const page of project.pages) visit(page, page)
  return new Map([...found].map(([stem, pages]) => [stem, [...pages]]))
}
