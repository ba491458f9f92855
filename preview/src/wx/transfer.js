// downloadFile and uploadFile. Ordinary calls are in request.js.

import { Refusal, fail, hear, succeed } from './call.js'
import { addressOf, createTask, headerNames, headersOf, timed } from './request.js'

const USUAL_TIMEOUT_MS = 60_000

/** @param {import('../runtime/host.js').Host} host @param {ReturnType<import('./files.js').createFiles>} files */
export function createTransfer(host, files) {
  const task = (name, options, act) => {
    const { signal, stop, received, api } = createTask()
    const progress = new Set()
    host.recordCall(name, { url: options.url })
    const timeoutMs = options.timeout ?? host.config.networkTimeout?.[name] ?? USUAL_TIMEOUT_MS
    timed({ signal, stop }, timeoutMs, () => act({ signal, received, progressed: (facts) => progress.forEach((listener) => hear(listener, facts)) })).then(
      (facts) => succeed(name, options, facts),
      (error) => fail(name, options, error),
    )
    return { ...api, onProgressUpdate: (listener) => void progress.add(listener), offProgressUpdate: (listener) => void (listener ? progress.delete(listener) : progress.clear()) }
  }
  return {
    downloadFile: (options = {}) =>
      task('downloadFile', options, async ({ signal, received, progressed }) => {
        const answer = await fetch(sameServer(host, addressOf(options.url)), { headers: headersOf(options.header), signal, credentials: 'omit' })
        received({ header: headerNames(answer.headers) })
        const bytes = new Uint8Array(await answer.arrayBuffer())
        progressed({ progress: 100, totalBytesWritten: bytes.length, totalBytesExpectedToWrite: bytes.length })
        const type = answer.headers.get('content-type') ?? ''
        const filePath = options.filePath && files.put(options.filePath, bytes, type)
        return { statusCode: answer.status, profile: {}, ...(filePath ? { filePath } : { tempFilePath: files.temporary(bytes, type) }) }
      }),
    uploadFile: (options = {}) =>
      task('uploadFile', options, async ({ signal }) => {
        if (!options.name) throw new Refusal('parameter error: parameter.name should be String instead of Undefined;')
        const form = new FormData()
        for (const [name, value] of Object.entries(options.formData ?? {})) form.set(name, String(value))
        form.set(options.name, await files.blobOf(options.filePath), options.filePath.split('/').at(-1))
        const answer = await fetch(sameServer(host, addressOf(options.url)), { method: 'POST', headers: headersOf(options.header), body: form, signal, credentials: 'omit' })
        return { statusCode: answer.status, data: await answer.text() }
      }),
  }
}

/** Our server under its public name is the server this page came from (localhost, 127.0.0.1, a forwarded port). */
export function sameServer(host, url) {
  const known = host.settings.public_url
  if (known && url.origin === new URL(known).origin) return new URL(url.pathname + url.search, location.origin)
  return url
}
