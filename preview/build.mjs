// node build.mjs [--anyway] SOURCE OUT: makes a static site that runs the native mini-program in SOURCE in an ordinary
// browser. The steps are in src/build/. Exit code 1 when the mini-program has a fault; the site is still written when it
// can be, and --anyway (for other people's programs) then calls it good.

import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { checkParts, mentions } from './src/build/checks.mjs'
import { readProject, reach } from './src/build/project.mjs'
import { Report } from './src/build/report.mjs'
import { writeSite } from './src/build/site.mjs'
import { Source } from './src/build/source.mjs'
import { compileWxml } from './src/build/wxml.mjs'
import { compileWxss } from './src/build/wxss.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))

/**
 * @param {string} from @param {string} out
 * @param {{wx?: string}} [options] wx: another module that exports createWx(host)
 */
export async function build(from, out, { wx = path.join(here, 'src/wx/index.js') } = {}) {
  const report = new Report()
  const source = new Source(rootOf(path.resolve(from)), report)
  const project = readProject(source)
  const facts = { pages: project.pages.length, components: project.parts.size - project.pages.length }
  if (!project.script || !project.pages.length) return { report, ...facts, written: false }
  const { code, scans } = compileWxml(source, project)
  const mentioned = new Map([...project.parts.keys()].map((stem) => [stem, mentions(stem, scans)]))
  checkParts(source, project, mentioned)
  const css = compileWxss(source, project, reach(project))
  const written = await writeSite(source, path.resolve(out), { project, templates: code, css, mentioned, wx })
  return { report, ...facts, written }
}

/** A folder as DevTools opens it: project.config.json may say where the mini-program is. */
function rootOf(folder) {
  if (fs.existsSync(path.join(folder, 'app.json'))) return folder
  try {
    const { miniprogramRoot } = JSON.parse(fs.readFileSync(path.join(folder, 'project.config.json'), 'utf8'))
    return path.resolve(folder, miniprogramRoot ?? '.')
  } catch {
    return folder
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({ options: { anyway: { type: 'boolean' } }, allowPositionals: true })
  const [from, out] = positionals
  if (!from || !out) {
    console.error('usage: node build.mjs [--anyway] SOURCE OUT')
    process.exit(2)
  }
  const started = performance.now()
  const { report, pages, components, written } = await build(from, out).catch((error) => {
    console.error(`error    ${error.message}`)
    process.exit(1)
  })
  report.print()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const faults = report.errors.length
  const good = !faults || (values.anyway && written)
  const end = [faults ? `${faults} errors` : '', written ? `built into ${out}` : 'not built'].filter(Boolean).join('; ')
  console.log(`${pages} pages, ${components} components, ${seconds} s: ${end}`)
  process.exitCode = good ? 0 : 1
}
