// Where a file named by the mini-program is for the browser. It reads no file.

const named = new Map()

/** A temporary file of the mini-program ('wxfile://tmp/1.png') and the blob: address that holds it. */
export function nameFile(temporary, address) {
  named.set(temporary, address)
}

/** @param {string} path @param {string} [from] the page or component that names it, 'pages/a/a' */
export function fileUrl(path, from = '') {
  if (!path) return ''
  const text = String(path)
  if (named.has(text)) return named.get(text)
  if (/^(https?:|data:|blob:|\/\/)/.test(text)) return text
  const folder = from.replace(/^\//, '').replace(/[^/]*$/, '')
  return new URL(text.startsWith('/') ? '.' + text : './' + folder + text, document.baseURI).href
}

/** '../b/b?x=1' as seen from 'pages/a/a' -> 'pages/b/b?x=1' */
export function absolute(url, from = '') {
  if (!url || url.startsWith('/')) return (url ?? '').replace(/^\//, '')
  const [path, search] = url.split(/\?(.*)/s)
  const parts = from.split('/').slice(0, -1)
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part) parts.push(part)
  }
  return parts.join('/') + (search === undefined ? '' : '?' + search)
}
