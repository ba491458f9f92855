// What a mini-program must pass before it may be uploaded: WeChat's own WXML and WXSS compilers, strict types, our build.
// Each gate answers a list of complaints; empty is good.

import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { build } from '../../build.mjs'

const execute = promisify(execFile)
const preview = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
export const ours = path.resolve(preview, '../miniprogram')
const BINARIES = path.join(preview, 'node_modules/miniprogram-compiler/bin/linux')
/** The compilers WeChat publishes are Linux x64 programs. */
export const official = process.platform === 'linux' && process.arch === 'x64' && fs.existsSync(path.join(BINARIES, 'wcc'))

/** Files of a folder by ending, '/'-separated and relative. */
export const files = (folder, ending) =>
  fs.readdirSync(folder, { recursive: true }).map((name) => name.split(path.sep).join('/')).filter((name) => name.endsWith(ending)).sort()

/** npm installs the binaries without the right to be run, and not always as us: a copy may be run. */
function program(name) {
  const copy = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'wechat-')), name)
  fs.copyFileSync(path.join(BINARIES, name), copy)
  fs.chmodSync(copy, 0o755)
  return copy
}

async function complaints(command, words, cwd) {
  try {
    await execute(command, words, { cwd, maxBuffer: 64 * 1024 * 1024 })
    return []
  } catch (error) {
    const said = `${error.stderr ?? ''}${error.stdout ?? ''}`.trim() || error.message
    return said.split('\n').filter(Boolean).slice(0, 20)
  }
}

/** wcc over every template at once: a template may be in another file. */
export const wxml = (folder) => complaints(program('wcc'), ['-d', '-o', os.devNull, ...files(folder, '.wxml'), ...files(folder, '.wxs')], folder)

/** wcsc over every style sheet, each with the ones it imports. */
export async function wxss(folder) {
  const wcsc = program('wcsc')
  const found = await Promise.all(files(folder, '.wxss').map(async (name) => (await complaints(wcsc, ['-db', name, ...imported(folder, name)], folder)).map((each) => `${name}: ${each}`)))
  return found.flat()
}

function imported(folder, name, known = new Set()) {
  const text = fs.readFileSync(path.join(folder, name), 'utf8')
  for (const [, target] of text.matchAll(/@import\s+["']([^"']+)["']/g)) {
    const there = target.startsWith('/') ? target.slice(1) : path.posix.join(path.posix.dirname(name), target)
    if (known.has(there) || !fs.existsSync(path.join(folder, there))) continue
    known.add(there)
    imported(folder, there, known)
  }
  return [...known]
}

/** TypeScript in strict mode, against WeChat's typings, without a browser's globals. */
export const types = (folder) => complaints(process.execPath, [path.join(preview, 'node_modules/typescript/bin/tsc'), '-p', folder], folder)

/** The preview's own build. */
export async function built(folder) {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'mp-gate-'))
  try {
    return (await build(folder, out)).report.errors
  } finally {
    fs.rmSync(out, { recursive: true, force: true })
  }
}

/** Bytes by kind of what DevTools would upload: scripts compiled one by one and not yet minified, the rest as it is. */
export async function weight(folder) {
  const { packOptions } = JSON.parse(fs.readFileSync(path.join(folder, 'project.config.json'), 'utf8'))
  const stays = ({ type, value }) => (name) => (type === 'suffix' ? name.endsWith(value) : type === 'folder' ? name.startsWith(`${value}/`) : name === value)
  const ignored = [...packOptions.ignore.map(stays), (name) => name === 'project.config.json']
  const sizes = {}
  for (const name of files(folder, '')) {
    const file = path.join(folder, name)
    if (fs.statSync(file).isDirectory() || ignored.some((says) => says(name))) continue
    const kind = path.extname(name).slice(1)
    const bytes = kind === 'ts' ? Buffer.byteLength((await transform(fs.readFileSync(file, 'utf8'), { loader: 'ts', format: 'cjs' })).code) : fs.statSync(file).size
    sizes[kind] = (sizes[kind] ?? 0) + bytes
  }
  return { ...sizes, all: Object.values(sizes).reduce((sum, each) => sum + each, 0) }
}

/** A copy of our mini-program with `plant(read, write)` done to it; types find their packages beside it as usual. */
export async function spoiled(plant, act) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mp-spoiled-'))
  const copy = path.join(folder, 'miniprogram')
  try {
    fs.cpSync(process.env.E2E_SOURCE ?? ours, copy, { recursive: true })
    fs.symlinkSync(preview, path.join(folder, 'preview'))
    await plant({
      change(name, from, to) {
        const file = path.join(copy, name)
        const before = fs.readFileSync(file, 'utf8')
        const after = before.replace(from, to)
        if (after === before) throw new Error(`${name} has no ${from} to spoil`)
        fs.writeFileSync(file, after)
      },
      remove: (name) => fs.rmSync(path.join(copy, name), { recursive: true }),
    })
    return await act(copy)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}
