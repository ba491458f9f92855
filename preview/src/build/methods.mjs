// Which methods a page's or component's script has, read from its source: its own, its behaviors', and what it puts on
// `this`. Where only running can tell, the answer is null and the runtime looks instead.

import path from 'node:path'
import ts from 'typescript'

const posix = path.posix
const NONE = /** @type {Set<string>} */ (new Set())

/** @param {string} file @param {string} text */
export function parse(file, text) {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true, file.endsWith('.ts') ? ts.ScriptKind.TS : ts.ScriptKind.JS)
}

/** @param {import('./source.mjs').Source} source @param {string} file @returns {Set<string> | null} */
export function methodsOf(source, file) {
  const text = source.text(file)
  const tree = parse(file, text)
  const calls = callsOf(tree, /^(Page|Component)$/)
  if (calls.length !== 1) return null
  const found = namesIn({ source, file, tree }, calls[0].arguments[0], calls[0].expression.text === 'Page')
  if (!found) return null
  for (const [, name] of text.matchAll(/\.(\w+)\s*=(?![=>])/g)) found.add(name)
  return found
}

/** What a script says of styles in the `options` of Page() or Component(). @returns {{styleIsolation?: string, addGlobalClass?: boolean}} */
export function styleOptionsOf(source, file) {
  const text = source.text(file)
  if (!/styleIsolation|addGlobalClass/.test(text)) return {}
  const said = {}
  for (const call of callsOf(parse(file, text), /^(Page|Component)$/)) {
    const options = propertyOf(call.arguments[0], 'options')
    const isolation = propertyOf(options, 'styleIsolation')
    if (isolation && ts.isStringLiteralLike(isolation)) said.styleIsolation = isolation.text
    if (propertyOf(options, 'addGlobalClass')?.kind === ts.SyntaxKind.TrueKeyword) said.addGlobalClass = true
  }
  return said
}

function propertyOf(object, name) {
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined
  return object.properties.find((each) => ts.isPropertyAssignment(each) && each.name.text === name)?.initializer
}

/** Names a script reads from `data`: nobody need show what somebody reads. @returns {Set<string>} */
export function dataReadIn(text) {
  const names = new Set()
  for (const [, name] of text.matchAll(/\b(?:data|properties)\s*(?:\?\.|\.)\s*([A-Za-z_$][\w$]*)/g)) names.add(name)
  for (const [, name] of text.matchAll(/\b(?:data|properties)\s*\[\s*['"]([^'"]+)['"]/g)) names.add(name)
  for (const [, inside] of text.matchAll(/\{([^{}]*)\}\s*=\s*[\w.$]*\b(?:data|properties)\b/g)) for (const [name] of inside.matchAll(/[A-Za-z_$][\w$]*/g)) names.add(name)
  return names
}

function callsOf(tree, names) {
  const calls = []
  const visit = (node) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.test(node.expression.text)) calls.push(node)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return calls
}

/** The names in an object written out, or null when it is not written out in full. */
function keysOf(object) {
  if (!object || !ts.isObjectLiteralExpression(object)) return null
  const names = new Set()
  for (const each of object.properties) {
    if (!each.name || !(ts.isIdentifier(each.name) || ts.isStringLiteral(each.name))) return null
    names.add(each.name.text)
  }
  return names
}

function namesIn(module, definition, isPage) {
  const own = keysOf(definition)
  if (!own) return null
  const member = (name) => definition.properties.find((each) => each.name.text === name)
  const methods = isPage ? own : member('methods') ? keysOf(member('methods').initializer) : new Set()
  if (!methods) return null
  const behaviors = member('behaviors')
  if (!behaviors) return methods
  if (!behaviors.initializer || !ts.isArrayLiteralExpression(behaviors.initializer)) return null
  for (const each of behaviors.initializer.elements) {
    const more = ts.isStringLiteral(each) ? NONE : ts.isIdentifier(each) ? behaviorMethods(module, each.text) : null
    if (!more) return null
    for (const name of more) methods.add(name)
  }
  return methods
}

/** The methods of the behavior called `name` in a module: defined there or imported from another. */
function behaviorMethods(module, name) {
  for (const statement of module.tree.statements) {
    if (ts.isVariableStatement(statement)) {
      const made = statement.declarationList.declarations.find((each) => ts.isIdentifier(each.name) && each.name.text === name)?.initializer
      if (made && ts.isCallExpression(made) && ts.isIdentifier(made.expression) && made.expression.text === 'Behavior') {
        return namesIn(module, made.arguments[0], false)
      }
    }
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    const bindings = statement.importClause?.namedBindings
    const named = bindings && ts.isNamedImports(bindings) ? bindings.elements.find((each) => each.name.text === name) : undefined
    if (named) return imported(module, statement.moduleSpecifier.text, (named.propertyName ?? named.name).text)
  }
  return null
}

function imported({ source, file }, wanted, name) {
  if (!/^[./]/.test(wanted)) return null
  const stem = wanted.startsWith('/') ? wanted.slice(1) : posix.join(posix.dirname(file), wanted)
  const other = [stem, `${stem}.ts`, `${stem}.js`, `${stem}/index.ts`, `${stem}/index.js`].find((each) => source.has(each))
  return other ? behaviorMethods({ source, file: other, tree: parse(other, source.text(other)) }, name) : null
}
