// Where WeChat reads WXML and WXS otherwise than the compiler does: the text is changed before it is compiled, line for line.

const PARTS = /<!--[\s\S]*?-->|<wxs\b[\s\S]*?(?:\/>|<\/wxs>)|(?:(?<=^|>)\s+(?=<slot\b))?<(?:"[^"]*"|'[^']*'|[^'">])*>|\{\{[\s\S]*?\}\}|\\n/g
const SLOT = /^(\s*)(<slot\b(?![\s\S]*wx:el)[\s\S]*)/

/** @param {string} text WXML */
export function prepared(text) {
  const several = (text.match(/<slot\b/g) ?? []).length > 1
  return text.replace(PARTS, (part) => {
    // A backslash and an n between tags is a line end, in <text> and everywhere.
    if (part === '\\n') return '&#10;'
    // </ view> closes a view.
    if (/^<\/\s/.test(part)) return part.replace(/[^\S\n]+/g, '')
    // Two slots with nothing between them would show their content in the order it was written, not in theirs. What is put
    // between them is nothing, too: the line end and the indent before a slot are no words, and its element stays :empty.
    const [, indent, slot] = (several && SLOT.exec(part)) || []
    if (slot) return `{{''${indent}}}${slot}`
    return part
  })
}

const NOT_CODE = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<![\w$.])(class|enum|super|extends|export|import)(?![\w$])(?!\s*:)/g

const PATTERN = /(\bgetRegExp\(\s*)('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")/g

/** getRegExp('\d') means a digit in WXS; in JavaScript the backslash would be gone before the pattern is read. */
const asPattern = (whole, head, literal) => head + literal.replace(/\\\\|\\(?!['"])/g, '\\\\')

/** WXS has strings where JavaScript has constructors, file names with their ending, and fewer words of its own. */
export function adaptWxs(text) {
  return text
    .replace(PATTERN, asPattern)
    .replace(NOT_CODE, (whole, word) => (word ? `${word}_` : whole))
    .replace(/([\w$]+(?:\.[\w$]+|\[[^[\]]*\]|\([^()]*\))*)\.constructor\b/g, '(Object.prototype.toString.call($1).slice(8, -1))')
    .replace(/(\brequire\(\s*['"][^'"]+?)\.wxs(['"])/g, '$1$2')
}
