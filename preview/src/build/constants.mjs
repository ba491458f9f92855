// Writing to a constant: the bundler refuses a whole program for it, WeChat stops only when it gets there. So do we.

import esbuild from 'esbuild'
import ts from 'typescript'
import { parse } from './methods.mjs'

/** Where `text` assigns to a constant, told as faults; the text given back throws at those places when it is run. */
export function throwingAtConstants(file, text, warnings, report) {
  const bad = warnings.filter((each) => each.id === 'assign-to-constant' && each.location)
  if (!bad.length) return text
  const tree = parse(file, text)
  const lines = text.split('\n')
  const places = bad.map(({ location, text: what }) => {
    report.error(`${file}:${location.line}`, `${what}; make it "let"`)
    const column = Buffer.from(lines[location.line - 1]).subarray(0, location.column).toString().length
    return ts.getPositionOfLineAndCharacter(tree, location.line - 1, column)
  })
  return places
    .sort((one, other) => other - one)
    .reduce((now, at) => `${now.slice(0, at)}(() => { throw new TypeError('Assignment to constant variable.') })().${now.slice(at)}`, text)
}

/** @param {string} text @param {import('esbuild').TransformOptions} options */
export async function transformed(text, options, file, report) {
  const first = await esbuild.transform(text, options)
  const mended = throwingAtConstants(file, text, first.warnings, report)
  return mended === text ? first.code : (await esbuild.transform(mended, options)).code
}
