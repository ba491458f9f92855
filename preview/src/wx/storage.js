// The mini-program's own storage in localStorage: kept per user, 1 MB a value, 10 MB in all, as in WeChat.

import { Refusal, asynchronously } from './call.js'

const LARGEST_VALUE = 1024 * 1024
const LIMIT_KB = 10 * 1024

/** @param {import('../runtime/host.js').Host} host */
export function createStorage(host) {
  const store = createStore(host.storagePrefix)
  const loudly = (name, act) => (...facts) => {
    try {
      return act(...facts)
    } catch (error) {
      throw new Error(`${name}:fail ${error.message}`)
    }
  }
  return {
    setStorageSync: loudly('setStorageSync', (key, data) => store.set(key, data)),
    getStorageSync: loudly('getStorageSync', (key) => (store.has(key) ? store.get(key) : '')),
    removeStorageSync: loudly('removeStorageSync', (key) => store.remove(key)),
    clearStorageSync: () => store.clear(),
    getStorageInfoSync: () => store.info(),
    batchSetStorageSync: loudly('batchSetStorageSync', (list) => list.forEach(({ key, value }) => store.set(key, value))),
    batchGetStorageSync: loudly('batchGetStorageSync', (keys) => keys.map((key) => (store.has(key) ? store.get(key) : ''))),
    ...asynchronously(host, {
      setStorage: ({ key, data }) => store.set(key, data),
      getStorage: ({ key }) => {
        if (!store.has(key)) throw new Refusal('data not found')
        return { data: store.get(key) }
      },
      removeStorage: ({ key }) => store.remove(key),
      clearStorage: () => store.clear(),
      getStorageInfo: () => store.info(),
      batchSetStorage: ({ kvList }) => kvList.forEach(({ key, value }) => store.set(key, value)),
      batchGetStorage: ({ keyList }) => ({ dataList: keyList.map((key) => (store.has(key) ? store.get(key) : '')) }),
    }),
  }
}

/** One named drawer of localStorage; also keeps what the phone itself remembers (permissions.js). @param {string} prefix */
export function createStore(prefix) {
  const kept = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix))
  const size = (key) => key.length - prefix.length + localStorage.getItem(key).length
  const named = (key) => {
    if (typeof key !== 'string' || key === '') throw new Refusal('parameter error: parameter.key should be a non-empty String')
    return prefix + key
  }
  return {
    has: (key) => localStorage.getItem(named(key)) !== null,
    get: (key) => JSON.parse(localStorage.getItem(named(key)) ?? 'null')?.data,
    set(key, data) {
      const name = named(key)
      const text = JSON.stringify({ data: data === undefined ? '' : data })
      const others = kept().filter((each) => each !== name)
      if (text.length > LARGEST_VALUE) throw new Refusal('entry size limit reached')
      if (others.reduce((sum, each) => sum + size(each), text.length) > LIMIT_KB * 1024) throw new Refusal('exceed storage max size 10Mb')
      localStorage.setItem(name, text)
    },
    remove: (key) => localStorage.removeItem(named(key)),
    clear: () => kept().forEach((key) => localStorage.removeItem(key)),
    info: () => ({
      keys: kept().map((key) => key.slice(prefix.length)),
      currentSize: Math.ceil(kept().reduce((sum, key) => sum + size(key), 0) / 1024),
      limitSize: LIMIT_KB,
    }),
  }
}
