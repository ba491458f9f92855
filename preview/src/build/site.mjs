// The built site: one page, its scripts and style sheet, and the mini-program's own pictures.

import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { dataReadIn } from './methods.mjs'
import { bundleProgram, bundleRuntime } from './scripts.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const SITE = path.join(here, '../site')
const PICTURES = /\.(png|jpe?g|gif|svg|webp|ico|ttf|otf|woff2?|mp3|m4a|aac|mp4)$/i
const LEFT_OUT = new Set(['node_modules', '.git', 'drawings'])
const SHEETS = ['frame.css', 'phone.css', 'layers.css', 'components.css', 'components-v1.css']

/**
 * @param {import('./source.mjs').Source} source
 * @param {string} out
 * @param {{project: import('./project.mjs').Project, templates: string, css: string, mentioned: Map<string, any>, wx: string}} built
 * @returns {Promise<boolean>} whether it can be opened
 */
export async function writeSite(source, out, { project, templates, css, mentioned, wx }) {
  clear(out)
  fs.mkdirSync(out, { recursive: true })
  // First of all, because it marks the folder as built here. Whoever serves the site may put another in its place: who
  // pays, where to come in, in which language.
  fs.writeFileSync(path.join(out, 'host.json'), '{}\n')
  const bundled = await Promise.all([
    bundleProgram(source, entry(source, project, templates, mentioned), path.join(out, 'program.js')),
    bundleRuntime(source, path.join(out, 'preview.js'), wx),
  ])
  const own = SHEETS.map((name) => fs.readFileSync(path.join(SITE, name), 'utf8')).join('\n')
  fs.writeFileSync(path.join(out, 'preview.css'), `${own}\n${css}\n`)
  fs.copyFileSync(path.join(SITE, 'index.html'), path.join(out, 'index.html'))
  fs.copyFileSync(path.join(SITE, 'start.js'), path.join(out, 'start.js'))
  copyPictures(source.root, '', out)
  return bundled.every(Boolean)
}

/** Empties OUT, but only if it is empty or was built here: a slip of the hand must cost nobody a folder. */
function clear(out) {
  const there = fs.existsSync(out) ? fs.readdirSync(out) : []
  if (there.length && !there.includes('host.json')) {
    throw new Error(`${out} is neither empty nor built by the preview; choose another OUT`)
  }
  fs.rmSync(out, { recursive: true, force: true })
}

/** The program: what is known of every part, and its script, not yet run. */
function entry(source, project, templates, mentioned) {
  const components = [...project.parts.values()].map((part) => {
    const { handlers, reads } = mentioned.get(part.path)
    const using = Object.fromEntries(Object.entries(part.using).map(([tag, stem]) => [tag, '/' + stem]))
    const config = { ...part.config, component: part.isPage ? undefined : true, usingComponents: using }
    // A template's own file may name handlers its user does without: only the part's own are asked for while it runs.
    const own = handlers.filter((each) => each.file === `${part.path}.wxml`)
    const facts = JSON.stringify({ config, scope: part.scope, handlers: own, reads: [...reads], readByScript: [...dataReadIn(source.text(part.script))] })
    return `${JSON.stringify(part.path)}: { ...${facts}, script: () => { require(${JSON.stringify('./' + part.script)}) } }`
  })
  return [
    `globalThis.miniProgram = {`,
    `app: ${JSON.stringify(project.app)},`,
    `pages: ${JSON.stringify(project.pages)},`,
    // Not before the runtime is there: scripts in WXML may run at once.
    `templates: () => ${templates},`,
    `script: () => { require(${JSON.stringify('./' + project.script)}) },`,
    `components: {\n${components.join(',\n')}\n} }`,
  ].join('\n')
}

function copyPictures(root, folder, out) {
  for (const each of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const name = path.join(folder, each.name)
    if (path.resolve(root, name) === path.resolve(out)) continue
    if (each.isDirectory()) {
      if (!LEFT_OUT.has(each.name)) copyPictures(root, name, out)
    } else if (PICTURES.test(each.name)) {
      fs.mkdirSync(path.join(out, folder), { recursive: true })
      fs.copyFileSync(path.join(root, name), path.join(out, name))
    }
  }
}
