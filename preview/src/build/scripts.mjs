// The mini-program's scripts bundled by esbuild, with the browser's own names hidden, and the runtime beside them.

import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import esbuild from 'esbuild'
import { checkGlobals, HIDDEN } from './checks.mjs'
import { transformed } from './constants.mjs'
import { lineAt } from './source.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const RUNTIME = path.join(here, '../runtime')
const TARGET = 'es2021'
const ENDINGS = ['', '.ts', '.js', '/index.ts', '/index.js']

const fileAt = (stem) => ENDINGS.map((end) => stem + end).find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile())

/** Finds modules as WeChat does: relative, from the root, in the nearest miniprogram_npm; checks each own file once. */
function miniProgramModules(source) {
  const { root, report } = source
  /** Reported, and in the bundle something that throws when it is asked for: the rest can still be looked at. */
  const missing = (importer, wanted, why) => {
    const file = source.relative(importer)
    const line = source.has(file) ? lineAt(source.text(file), Math.max(0, source.text(file).indexOf(wanted))) : 1
    report.error(`${file}:${line}`, `"${wanted}" ${why}`)
    return { path: wanted, namespace: 'missing' }
  }
  return {
    name: 'mini-program-modules',
    setup(build) {
      build.onLoad({ filter: /.*/, namespace: 'missing' }, ({ path: wanted }) => ({
        contents: `throw new Error(${JSON.stringify(`module "${wanted}" is not there`)})`,
      }))
      build.onResolve({ filter: /.*/ }, ({ path: wanted, importer, kind, namespace }) => {
        if (kind === 'entry-point' || namespace === 'missing') return undefined
        if (wanted.startsWith('/')) {
          const file = fileAt(wanted.startsWith(root + path.sep) ? wanted : path.join(root, wanted))
          return file ? { path: file } : missing(importer, wanted, 'is not there; correct the path or write it')
        }
        const near = fileAt(path.join(path.dirname(importer), wanted))
        if (near) return { path: near }
        if (importer.includes(`${path.sep}node_modules${path.sep}`)) return undefined
        if (wanted.startsWith('.')) return missing(importer, wanted, 'is not there; correct the path or write it')
        for (let folder = path.dirname(importer); folder.startsWith(root); folder = path.dirname(folder)) {
          const file = fileAt(path.join(folder, 'miniprogram_npm', wanted))
          if (file) return { path: file }
          if (folder === root) break
        }
        const packaged = source.packaged(wanted)
        const file = packaged.map((each) => fileAt(source.at(each))).find(Boolean)
        if (file) return { path: file }
        if (packaged.length) return undefined
        return missing(importer, wanted, "is not in miniprogram_npm; build npm in WeChat's tools or correct the name")
      })
      build.onLoad({ filter: /\.(js|ts)$/ }, async ({ path: file }) => {
        if (!file.startsWith(root + path.sep)) return undefined
        const name = source.relative(file)
        const text = source.text(name)
        if (!/(^|\/)(miniprogram_npm|node_modules)\//.test(name)) checkGlobals(name, text, report)
        return { contents: await asCommonJs(name, text, report), loader: 'js', resolveDir: path.dirname(file) }
      })
    },
  }
}

/**
 * WeChat turns every module into CommonJS by itself, so files may mix import with module.exports, and a name that is not
 * exported is undefined rather than an error.
 */
async function asCommonJs(name, text, report) {
  try {
    const loader = name.endsWith('.ts') ? 'ts' : 'js'
    // require.async('../other/package') answers a promise; here every package is already there.
    const asked = text.replace(/\brequire\.async\(\s*(['"`][^'"`]+['"`])\s*\)/g, 'Promise.resolve().then(() => require($1))')
    return await transformed(asked, { loader, format: 'cjs', target: TARGET, charset: 'utf8', sourcemap: 'inline', sourcefile: name, logLevel: 'silent' }, name, report)
  } catch (error) {
    const faults = /** @type {any} */ (error).errors
    if (!faults) throw error
    for (const fault of faults) report.error(`${name}:${fault.location?.line ?? 1}`, fault.text)
    return `throw new Error(${JSON.stringify(`${name} is not a valid script`)})`
  }
}

/** @param {import('./source.mjs').Source} source @param {string} entry @param {string} outfile */
export async function bundleProgram(source, entry, outfile) {
  return run(source, {
    stdin: { contents: entry, resolveDir: source.root, loader: 'js', sourcefile: 'program-entry.js' },
    outfile,
    format: 'iife',
    sourcemap: true,
    define: { ...Object.fromEntries(HIDDEN.map((name) => [name, 'undefined'])), 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    plugins: [miniProgramModules(source)],
  })
}

/** @param {import('./source.mjs').Source} source @param {string} outfile @param {string} wx the module that makes the wx object */
export async function bundleRuntime(source, outfile, wx) {
  return run(source, {
    stdin: { contents: `export { boot } from './boot.js'`, resolveDir: RUNTIME, loader: 'js', sourcefile: 'runtime-entry.js' },
    outfile,
    format: 'iife',
    globalName: 'miniProgramPreview',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { 'mp:wx': wx },
  })
}

async function run(source, options) {
  const result = await esbuild
    .build({ bundle: true, target: TARGET, charset: 'utf8', logLevel: 'silent', write: true, ...options })
    .catch((failure) => failure)
  for (const { text, location } of result.errors ?? []) {
    const file = location?.file ? source.relative(path.resolve(location.file)) : 'the bundle'
    source.report.error(location ? `${file}:${location.line}` : file, text)
  }
  if (result instanceof Error && !result.errors) throw result
  return !result.errors?.length
}
