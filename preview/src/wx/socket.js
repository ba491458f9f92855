// wx.connectSocket by the browser's WebSocket: a SocketTask, and the old calls for one socket at a time.

import { Refusal, asynchronously, fail, hear, succeed } from './call.js'

const OPEN = 1
const STAGES = ['Open', 'Close', 'Error', 'Message']

/** @param {import('../runtime/host.js').Host} host */
export function createSocket(host) {
  const heard = Object.fromEntries(STAGES.map((name) => [name, new Set()]))
  let latest = null

  function connectSocket(options = {}) {
    host.recordCall('connectSocket', { url: options.url })
    try {
      latest = taskOf(new WebSocket(options.url, options.protocols ?? []), heard)
    } catch (error) {
      fail('connectSocket', options, `invalid url "${options.url}"`)
      throw error
    }
    setTimeout(() => succeed('connectSocket', options, { socketTaskId: 1 }))
    return latest
  }

  const only = (name) => (options) => {
    if (!latest) throw new Refusal('socketTask not found')
    latest[name](options)
  }
  return {
    connectSocket,
    ...Object.fromEntries(STAGES.map((name) => [`onSocket${name}`, (listener) => void heard[name].add(listener)])),
    ...asynchronously(host, { sendSocketMessage: only('send'), closeSocket: only('close') }),
  }
}

function taskOf(socket, everybody) {
  socket.binaryType = 'arraybuffer'
  const heard = Object.fromEntries(STAGES.map((name) => [name, new Set()]))
  const tell = (name, facts) => [...heard[name], ...everybody[name]].forEach((listener) => hear(listener, facts))
  socket.onopen = () => tell('Open', { header: {}, profile: {} })
  socket.onmessage = ({ data }) => tell('Message', { data })
  socket.onerror = () => tell('Error', { errMsg: 'connect failed' })
  socket.onclose = ({ code, reason }) => tell('Close', { code, reason })
  return {
    CONNECTING: 0, OPEN, CLOSING: 2, CLOSED: 3,
    get readyState() {
      return socket.readyState
    },
    send(options = {}) {
      if (socket.readyState !== OPEN) return fail('sendSocketMessage', options, 'WebSocket is not connected')
      socket.send(options.data)
      return succeed('sendSocketMessage', options)
    },
    close(options = {}) {
      socket.close(options.code, options.reason)
      return succeed('closeSocket', options)
    },
    ...Object.fromEntries(STAGES.map((name) => [`on${name}`, (listener) => void heard[name].add(listener)])),
  }
}
