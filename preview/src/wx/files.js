// Files of the mini-program, kept in memory: wxfile://tmp/… and wxfile://usr/…. They are gone after a reload.

import { nameFile } from '../runtime/files.js'
import { Refusal, failure, hear } from './call.js'

export const USER_FOLDER = 'wxfile://usr'
const MISSING = 'no such file or directory'

/** @param {import('../runtime/host.js').Host} host */
export function createFiles(host) {
  /** @type {Map<string, {bytes: Uint8Array, type: string, at: number, address: string}>} */
  const files = new Map()
  let number = 0

  const put = (path, bytes, type = '') => {
    const before = files.get(path)
    if (before) URL.revokeObjectURL(before.address)
    const address = URL.createObjectURL(new Blob([bytes], { type }))
    files.set(path, { bytes, type, at: Date.now(), address })
    nameFile(path, address)
    return path
  }
  const get = (path) => {
    const found = files.get(path)
    if (!found) throw new Refusal(`${MISSING} "${path}"`)
    return found
  }
  const own = (path) => {
    if (!String(path).startsWith(`${USER_FOLDER}/`)) throw new Refusal(`permission denied, open "${path}"`)
    return path
  }
  const remove = (path) => {
    URL.revokeObjectURL(get(path).address)
    files.delete(path)
  }
  const temporary = (bytes, type) => {
    number += 1
    return put(`wxfile://tmp_${Date.now()}_${number}.${EXTENSIONS[type.split(';')[0]] ?? 'bin'}`, bytes, type)
  }

  /** A Blob of any path an API takes: a temporary file, one of the package, or (where `remote`) an address. */
  async function blobOf(path, { remote = false } = {}) {
    const known = files.get(path)
    if (known) return new Blob([known.bytes], { type: known.type })
    if (!path || (/^https?:/.test(path) && !remote)) throw new Refusal(`file not found: ${path}`)
    const answer = await fetch(host.fileUrl(path, host.top()?.path)).catch(() => null)
    if (!answer?.ok) throw new Refusal(`file not found: ${path}`)
    return answer.blob()
  }

  const encoded = (bytes, encoding) => {
    if (!encoding) return bytes.slice().buffer
    if (encoding === 'base64') return btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''))
    return new TextDecoder(encoding === 'binary' || encoding === 'latin1' ? 'latin1' : 'utf-8').decode(bytes)
  }
  const decoded = (data, encoding) => {
    if (data instanceof ArrayBuffer) return new Uint8Array(data)
    if (encoding === 'base64') return Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
    return new TextEncoder().encode(String(data))
  }
  const stats = (path) => {
    const { bytes, at } = get(path)
    return { size: bytes.length, lastModifiedTime: Math.floor(at / 1000), lastAccessedTime: Math.floor(at / 1000), mode: 33188, isFile: () => true, isDirectory: () => false }
  }

  /** What each does, by its arguments in order; the asynchronous form takes them by name. */
  const acts = {
    access: [['path'], (path) => void (path === USER_FOLDER || get(path))],
    readFile: [['filePath', 'encoding'], (path, encoding) => encoded(get(path).bytes, encoding), 'data'],
    writeFile: [['filePath', 'data', 'encoding'], (path, data, encoding) => void put(own(path), decoded(data, encoding))],
    unlink: [['filePath'], (path) => remove(path)],
    copyFile: [['srcPath', 'destPath'], (from, to) => void put(own(to), get(from).bytes, get(from).type)],
    saveFile: [['tempFilePath', 'filePath'], (from, to = `${USER_FOLDER}/${from.split('/').at(-1)}`) => {
      const { bytes, type } = get(from)
      remove(from)
      return put(own(to), bytes, type)
    }, 'savedFilePath'],
    stat: [['path'], stats, 'stats'],
    mkdir: [['dirPath'], () => {}],
    readdir: [['dirPath'], (path) => [...files.keys()].filter((each) => each.startsWith(`${path}/`)).map((each) => each.slice(path.length + 1)), 'files'],
    getFileInfo: [['filePath'], (path) => ({ size: get(path).bytes.length }), null],
  }
  const manager = {}
  for (const [name, [parameters, act, result]] of Object.entries(acts)) {
    manager[name] = (options = {}) => {
      host.recordCall(name, { path: options[parameters[0]] })
      try {
        const given = act(...parameters.map((each) => options[each]))
        const facts = { errMsg: `${name}:ok`, ...(result ? { [result]: given } : given) }
        setTimeout(() => (hear(options.success, facts), hear(options.complete, facts)))
      } catch (error) {
        const facts = failure(name, error)
        setTimeout(() => (hear(options.fail, facts), hear(options.complete, facts)))
      }
    }
    manager[`${name}Sync`] = (...facts) => {
      try {
        return act(...facts)
      } catch (error) {
        throw new Error(`${name}Sync:fail ${error.message}`)
      }
    }
  }
  return { put, temporary, blobOf, bytesOf: (path) => get(path), api: { getFileSystemManager: () => manager } }
}

const EXTENSIONS = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/webp': 'webp', 'image/gif': 'gif', 'image/svg+xml': 'svg', 'application/pdf': 'pdf', 'application/json': 'json', 'text/plain': 'txt' }
