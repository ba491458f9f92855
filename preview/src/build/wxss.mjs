// WXSS made CSS for one document: lengths of the phone, tags as wx-*, classes with their component's prefix, pages kept
// apart by the page they are on.

import path from 'node:path'
import parseSelector from 'postcss-selector-parser'
import { parsedSheet } from './sheet.mjs'
import { phoneUnits } from './units.mjs'

const posix = path.posix

/**
 * @param {import('./source.mjs').Source} source
 * @param {import('./project.mjs').Project} project
 * @param {Map<string, string[]>} reached   part -> pages that show it
 */
export function compileWxss(source, project, reached) {
  const sheets = []
  const darkmode = project.app.darkmode === true
  const add = (file, where) => {
    if (source.has(file)) sheets.push(`/* ${file} */\n${compileSheet(source, file, { ...where, darkmode, number: sheets.length })}`)
  }
  const parts = [...project.parts.values()]
  add('app.wxss', { pages: null, scope: undefined, isApp: true })
  for (const part of parts.filter((each) => !each.isPage)) add(`${part.path}.wxss`, { pages: reached.get(part.path), scope: part.scope })
  for (const part of parts.filter((each) => each.isPage)) add(`${part.path}.wxss`, { pages: [part.path], scope: part.scope })
  return sheets.join('\n')
}

function compileSheet(source, file, where) {
  const sheet = inlined(source, file, [])
  if (!sheet) return ''
  const frames = new Map()
  if (!where.isApp) {
    // Two pages may each have a "fade" of their own.
    sheet.walkAtRules(/keyframes$/, (rule) => {
      frames.set(rule.params.trim(), `k${where.number}-${rule.params.trim()}`)
      rule.params = frames.get(rule.params.trim())
    })
  }
  sheet.walkAtRules('media', (rule) => {
    // Without "darkmode" in app.json WeChat stays light.
    if (!where.darkmode && /prefers-color-scheme:\s*dark/.test(rule.params)) rule.remove()
  })
  sheet.walkDecls((declaration) => {
    declaration.value = files(source, file, phoneUnits(declaration.value), declaration)
    if (/^(-webkit-)?animation(-name)?$/.test(declaration.prop)) {
      declaration.value = declaration.value.replace(/[\w-]+/g, (word) => frames.get(word) ?? word)
    }
  })
  sheet.walkRules((rule) => {
    if (rule.parent.type === 'atrule' && /keyframes$/.test(rule.parent.name)) return
    try {
      rule.selector = selectorFor(where).processSync(rule.selector)
    } catch (error) {
      source.report.error(`${rule.source?.input.from ? source.relative(rule.source.input.from) : file}:${rule.source?.start?.line ?? 1}`, `${/** @type {Error} */ (error).message}; correct the selector`)
      rule.remove()
    }
  })
  return sheet.toString()
}

function selectorFor({ pages, scope }) {
  const within = pages ? `:where(${pages.map((page) => `[data-page="${page}"]`).join(',')}) ` : ''
  return parseSelector((list) => {
    list.each((selector) => {
      let own = false
      selector.walkTags((tag) => {
        // In :nth-child(odd) stands no tag.
        if (!/^:(nth-|lang|dir)/.test(tag.parent?.parent?.value ?? '')) tag.value = 'wx-' + tag.value
      })
      selector.walkClasses((name) => {
        own = true
        if (scope) name.value = `${scope}--${name.value}`
      })
      selector.walkPseudos((pseudo) => {
        if (pseudo.value !== ':host') return
        own = true
        const inside = pseudo.nodes.map(String).join('')
        pseudo.replaceWith(parseSelector.tag({ value: `[wx-host="${scope ?? ''}"]${inside}` }))
      })
      // A prefixed class is enough to stay at home; anything else is kept to the pages that show it.
      if (within && !(scope && own)) {
        const first = selector.first
        if (first) first.spaces.before = ''
        selector.prepend(parseSelector.tag({ value: within }))
      }
    })
  })
}

/** The sheet with its @imports in their places. */
function inlined(source, file, trail) {
  const sheet = parsedSheet(source, file)
  if (!sheet) return null
  sheet.walkAtRules('import', (rule) => {
    const wanted = /^(?:url\(\s*)?['"]?([^'")]+?)['"]?\s*\)?\s*;?$/.exec(rule.params.trim())?.[1] ?? ''
    const target = wanted.startsWith('/') ? wanted.slice(1) : posix.join(posix.dirname(file), wanted)
    const where = `${file}:${rule.source.start.line}`
    if (!source.has(target)) source.report.error(where, `@import "${wanted}": ${target} is not there`)
    else if (trail.includes(target)) source.report.error(where, `@import "${wanted}" goes round in a circle`)
    else {
      const other = inlined(source, target, [...trail, file])
      if (other) rule.replaceWith(other.nodes)
      return
    }
    rule.remove()
  })
  return sheet
}

/** url() of the mini-program's own files, as seen from the built site. */
function files(source, file, value, declaration) {
  return value.replace(/url\(\s*(['"]?)([^'")]+)\1\s*\)/g, (whole, _, address) => {
    if (/^(data:|https?:|\/\/|#)/.test(address)) return whole
    const target = address.startsWith('/') ? address.slice(1) : posix.join(posix.dirname(file), address)
    source.report.warn(`${file}:${declaration.source?.start?.line ?? 1}`, `url(${address}): a phone loads no local file from WXSS; use data: or <image>`)
    return `url("${target}")`
  })
}
