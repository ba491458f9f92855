// The mini-program's files on disk: finding, reading, and JSON whose faults have a line.

import fs from 'node:fs'
import path from 'node:path'

export class Source {
  /** @param {string} root @param {import('./report.mjs').Report} report */
  constructor(root, report) {
    this.root = root
    this.report = report
  }

  /** @param {string} file relative to the mini-program */
  at(file) {
    return path.join(this.root, file)
  }

  has(file) {
    return fs.statSync(this.at(file), { throwIfNoEntry: false })?.isFile() ?? false
  }

  text(file) {
    return fs.readFileSync(this.at(file), 'utf8').replace(/^\ufeff/, '')
  }

  /** The script of a page, component or app: .ts before .js. */
  script(stem) {
    return [`${stem}.ts`, `${stem}.js`].find((file) => this.has(file))
  }

  /** {} when it is not there; a fault is reported with its line. */
  json(file) {
    if (!this.has(file)) return {}
    const text = this.text(file)
    if (!text.trim()) return {}
    try {
      return JSON.parse(text)
    } catch (error) {
      const message = /** @type {Error} */ (error).message
      this.report.error(`${file}:${lineOfFault(text, message)}`, `not valid JSON (${message}); correct it`)
      return {}
    }
  }

  /**
   * Where a package's part lies in node_modules: what "build npm" would copy into miniprogram_npm.
   * @param {string} wanted 'kit/button/button' @returns {string[]} relative to the mini-program
   */
  packaged(wanted) {
    const [, name, rest = ''] = /^((?:@[^/]+\/)?[^/]+)\/?(.*)$/.exec(wanted) ?? []
    for (const folder of ['node_modules', '../node_modules']) {
      const home = path.posix.join(folder, name ?? '')
      if (!name || !fs.existsSync(this.at(`${home}/package.json`))) continue
      const { miniprogram = 'miniprogram_dist' } = JSON.parse(fs.readFileSync(this.at(`${home}/package.json`), 'utf8'))
      return [miniprogram, ''].map((inner) => path.posix.join(home, inner, rest))
    }
    return []
  }

  relative(absolute) {
    return path.relative(this.root, absolute).split(path.sep).join('/')
  }
}

function lineOfFault(text, message) {
  const position = /position (\d+)/.exec(message)
  if (position) return lineAt(text, Number(position[1]))
  return text.split('\n').length
}

export const lineAt = (text, index) => text.slice(0, index).split('\n').length
