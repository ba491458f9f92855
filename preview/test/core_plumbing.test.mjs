// Keys, storage, language and the codes people scan: what holds without a server.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phone } from './support/phone.mjs'

const nobody = () => {
  throw new Error('request:fail')
}

test('a key lives for its purpose and body until answered, across restarts, and no name is kept with it', () => {
  const guest = phone(nobody)
  const body = { beneficiary: { name: '林小满' }, amount: 1 }
  const key = guest.start().keys.keyFor('order:ftp1', body)
  assert.equal(guest.start().keys.keyFor('order:ftp1', body), key)
  assert.notEqual(guest.start().keys.keyFor('order:ftp2', body), key)
  assert.ok(!JSON.stringify([...guest.storage]).includes('林小满'))
  guest.start().keys.answered('order:ftp1')
  assert.notEqual(guest.start().keys.keyFor('order:ftp1', body), key)
})

test('another body is another act', () => {
  const { keys } = phone(nobody).start()
  assert.notEqual(keys.keyFor('order:a', { fen: 1 }), keys.keyFor('order:a', { fen: 2 }))
})

test('a key older than the server remembers is made anew', () => {
  const guest = phone(nobody)
  const key = guest.start().keys.keyFor('order:a', {})
  guest.storage.get('keys')['order:a'].at -= 25 * 3600 * 1000
  assert.notEqual(guest.start().keys.keyFor('order:a', {}), key)
})

test('a thousand keys are a thousand', () => {
  const { keys } = phone(nobody).start()
  assert.equal(new Set(Array.from({ length: 1000 }, (_, at) => keys.keyFor(`p${at}`, {}))).size, 1000)
})

test('a full store stops nobody: the key stays the same while the app runs', () => {
  const guest = phone(nobody)
  guest.storage.set = () => {
    throw new Error('setStorageSync:fail the storage is full')
  }
  const { keys } = guest.start()
  assert.equal(keys.keyFor('a', 1), keys.keyFor('a', 1))
})

test('what could not even be taken away is not there', () => {
  const guest = phone(nobody)
  guest.storage.set('places', [1])
  guest.storage.delete = guest.storage.set = () => {
    throw new Error('removeStorageSync:fail')
  }
  const { storage } = guest.start()
  storage.drop('places')
  assert.equal(storage.recall('places'), undefined)
})

test('everything is wiped but what is named, files too', () => {
  const guest = phone(nobody)
  const files = new Set(['avatar-1.png', 'diandian-export.json'])
  Object.assign(guest.wx, {
    env: { USER_DATA_PATH: 'wxfile://usr' },
    getStorageInfoSync: () => ({ keys: [...guest.storage.keys()] }),
    getFileSystemManager: () => ({ readdirSync: () => [...files], unlinkSync: (path) => files.delete(path.replace('wxfile://usr/', '')) }),
  })
  const { storage } = guest.start()
  for (const name of ['language', 'drafts', 'recent-scenes']) storage.keep(name, 1)
  storage.wipe('language')
  assert.deepEqual([[...guest.storage.keys()], [...files]], [['language'], []])
})

test('a list asked for anew forgets the page that was still on its way', async () => {
  const guest = phone(nobody)
  guest.wx.stopPullDownRefresh = () => {}
  const { paging } = guest.start()
  const { load, more } = paging.listed.methods
  const waiting = []
  const page = {
    data: { items: [1, 2], next: 'c1', busy: false },
    setData: (changes) => Object.assign(page.data, changes),
    ask: ({ cursor }) => new Promise((answer) => waiting.push(() => answer(cursor ? { items: [3, 4], next: 'c2' } : { items: [9, 1], next: 'c0' }))),
    retell() {},
  }
  const ended = [more.call(page), load.call(page)]
  waiting[1]()
  await ended[1]
  waiting[0]()
  await ended[0]
  assert.deepEqual([[...page.data.items], page.data.next, page.data.busy], [[9, 1], 'c0', false])
})

test("the language is the user's choice, else the phone's, else English", () => {
  const spoken = (language) => phone(nobody, { language }).start().i18n.language()
  assert.deepEqual(['zh_CN', 'zh_TW', 'en', 'sw-KE', 'gu', 'de'].map(spoken), ['zh-Hans', 'zh-Hans', 'en', 'sw', 'gu', 'en'])
  const guest = phone(nobody, { language: 'zh_CN' })
  guest.start().i18n.choose('sw')
  assert.equal(guest.start().i18n.language(), 'sw')
})

test('a page speaks the chosen language at once, and is asked to tell its facts again', () => {
  const { i18n } = phone(nobody).start()
  const told = []
  const page = {
    data: { t: i18n.texts() },
    setData(changed) {
      Object.assign(this.data, changed)
    },
    retell: () => told.push(i18n.t('common.ring', { percent: 40 })),
  }
  i18n.spoken.lifetimes.attached.call(page)
  assert.equal(page.data.t.common.retry, '再试一次')
  i18n.choose('en')
  assert.equal(page.data.t.common.retry, 'Try again')
  assert.equal(page.data.language, 'en')
  i18n.spoken.lifetimes.detached.call(page)
  i18n.choose('gu')
  assert.equal(page.data.language, 'en')
  assert.deepEqual(told, ['Progress: 40%'])
})

test('codes: typed, printed links, mini-program codes; anything else is none', () => {
  const { scenes } = phone(nobody).start()
  const codes = {
    FORUM1: 'FORUM1', ' forum1 ': 'FORUM1', 'ab2-3cd': 'AB23CD', 'https://x.example/s/FORUM1': 'FORUM1', 'https%3A%2F%2Fx.example%2Fs%2FFORUM1%3Fa%3D1': 'FORUM1',
    'pages/scene/scene?scene=FORUM1': 'FORUM1', '/pages/scene/scene?code=ab2c': 'AB2C', '': undefined, 'https://elsewhere.example/': undefined, 'hi': undefined, '%E0%A4%A': undefined,
  }
  for (const [text, code] of Object.entries(codes)) assert.equal(scenes.codeIn(text), code, text)
  assert.equal(scenes.codeFrom({ q: 'https%3A%2F%2Fx.example%2Fs%2FDOOR23', scancode_time: '1' }), 'DOOR23')
  assert.equal(scenes.codeFrom({}), undefined)
})

test('fields belong to the modes they name', () => {
  const { calculators } = phone(nobody).start()
  const cabin = { key: 'cabin', type: 'choice', label: '', required: false, when: { mode: ['plane'] } }
  assert.equal(calculators.shown(cabin, { mode: 'plane' }), true)
  assert.equal(calculators.shown(cabin, { mode: 'metro' }), false)
  assert.equal(calculators.shown({ ...cabin, when: undefined }, {}), true)
})
