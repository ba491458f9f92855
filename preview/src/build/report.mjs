// What a build found: errors stop it, warnings are said. Every line names a file, a place and what to do.

export class Report {
  /** @type {string[]} */ errors = []
  /** @type {string[]} */ warnings = []

  /** @param {string} where 'pages/a/a.wxml:3' @param {string} what */
  error(where, what) {
    this.#add(this.errors, where, what)
  }

  /** @param {string} where @param {string} what */
  warn(where, what) {
    this.#add(this.warnings, where, what)
  }

  #add(list, where, what) {
    const line = `${where}: ${what}`
    if (!list.includes(line)) list.push(line)
  }

  print() {
    for (const each of this.warnings) console.warn(`warning  ${each}`)
    for (const each of this.errors) console.error(`error    ${each}`)
  }
}
