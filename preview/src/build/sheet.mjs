// One WXSS file read as CSS, with what WeChat's compiler lets pass: comments after //, and a word that says nothing.

import postcss from 'postcss'

const COMMENTS = /\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|url\([^)]*\)|(?<=^|[\s;{}])\/\/[^\n]*/g
const MOST_WORDS = 50

/** @param {import('./source.mjs').Source} source @param {string} file @returns {import('postcss').Root | null} */
export function parsedSheet(source, file) {
  let text = source.text(file).replace(COMMENTS, (part) => (part.startsWith('//') ? ' '.repeat(part.length) : part))
  for (let left = MOST_WORDS; ; left -= 1) {
    try {
      return postcss.parse(text, { from: source.at(file), map: false })
    } catch (error) {
      const { line, column, reason } = /** @type {any} */ (error)
      const word = /^Unknown word ?(.*)/.exec(reason ?? '')
      const shorter = word && left ? without(text, line, column) : text
      if (shorter === text) {
        source.report.error(`${file}:${line}`, `${reason}; correct the WXSS`)
        return null
      }
      source.report.warn(`${file}:${line}`, `"${word[1]}" says nothing here; WeChat passes over it`)
      text = shorter
    }
  }
}

/** The text with the word at this place blanked out. */
function without(text, line, column) {
  const lines = text.split('\n')
  const before = lines[line - 1].slice(0, column - 1)
  lines[line - 1] = before + lines[line - 1].slice(column - 1).replace(/^[^\s;{}]+/, (word) => ' '.repeat(word.length))
  return lines.join('\n')
}
