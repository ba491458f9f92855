// The wx calls in a real browser: the words WeChat uses, the sheets people see, and what must fail.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DOT, PROGRAM, stage } from './wx-stage.mjs'

const skip = PROGRAM ? false : 'no Chromium here'
let play

before(async () => {
  if (skip) return
  play = await stage((request, body) => {
    const url = new URL(request.url, 'http://x')
    if (url.pathname === '/_sim/subscriptions') return { body: {} }
    if (url.pathname === '/hang') return { hang: true }
    if (url.pathname === '/text') return { body: 'plain', type: 'text/plain' }
    if (url.pathname === '/dot.png') return { body: DOT, type: 'image/png' }
    if (url.pathname.startsWith('/api')) return { status: Number(url.searchParams.get('status') ?? 200), body: { seen: body } }
    return undefined
  }, { entrances: [{ title: '一处场景', link: 'https://example.test/s/FORUM1', open: '/pages/b/b?scene=FORUM1' }] })
})
after(() => play?.close())

const tap = (page, text) => page.locator('.mp-sheets').getByText(text, { exact: true }).click()
const sheets = (page) => page.locator('.mp-sheets > *').count()

test('request: data, header names, every status is a success, and the ways it fails', { skip }, async () => {
  const page = await play.phone()
  const url = play.origin() + '/api'
  const posted = await page.wx('request', { url: `${url}?status=422`, method: 'POST', data: { a: '一' } })
  assert.equal(posted.how, 'success')
  assert.equal(posted.res.statusCode, 422)
  assert.equal(posted.res.data.seen, '{"a":"一"}')
  assert.equal(posted.res.header['X-Some-Name'], 'yes')
  assert.equal(posted.res.header['Content-Type'], 'application/json')
  assert.equal(posted.res.errMsg, 'request:ok')
  await page.wx('request', { url, data: { q: '成 都', n: 2 } })
  assert.match(play.asked.at(-1).url, /\?q=%E6%88%90\+%E9%83%BD&n=2$/)
  await page.wx('request', { url, method: 'POST', data: { a: 1 }, header: { 'content-type': 'application/x-www-form-urlencoded' } })
  assert.equal(play.asked.at(-1).body, 'a=1')
  assert.equal((await page.wx('request', { url: play.origin() + '/text' })).res.data, 'plain')
  assert.equal((await page.wx('request', { url: play.origin() + '/hang', timeout: 200 })).res.errMsg, 'request:fail timeout')
  assert.match((await page.wx('request', { url, method: 'PATCH' })).res.errMsg, /^request:fail method is invalid/)
  assert.match((await page.wx('request', { url: '/api' })).res.errMsg, /^request:fail invalid url/)
  assert.match((await page.wx('request', { url: 'http://127.0.0.1:1/' })).res.errMsg, /^request:fail errcode:-2/)
  const aborted = await page.evaluate((url) => new Promise((done) => wx.request({ url, fail: done }).abort()), play.origin() + '/hang')
  assert.equal(aborted.errMsg, 'request:fail abort')
})

test('storage: keeps types, is separate for each person and for single-page mode, says what is too large', { skip }, async () => {
  const page = await play.phone()
  const kept = await page.evaluate(() => {
    wx.setStorageSync('a', { b: [1, null] })
    wx.setStorageSync('n', 0)
    return [wx.getStorageSync('a'), wx.getStorageSync('n'), wx.getStorageSync('none'), wx.getStorageInfoSync().keys.sort()]
  })
  assert.deepEqual(kept, [{ b: [1, null] }, 0, '', ['a', 'n']])
  assert.deepEqual((await page.wx('getStorage', { key: 'none' })).res, { errMsg: 'getStorage:fail data not found' })
  assert.match((await page.wx('setStorage', { key: 'a', data: 'x'.repeat(1100000) })).res.errMsg, /^setStorage:fail entry size limit/)
  assert.equal(await page.evaluate(() => { try { wx.setStorageSync('') } catch (error) { return error.message.split(' ')[0] } }), 'setStorageSync:fail')
  await page.goto(`${play.origin()}/?user=lin&single=1`)
  await page.waitForFunction(() => window.__mp?.ready)
  assert.equal(await page.evaluate(() => wx.getStorageSync('n')), '')
})

test('login gives a code of this person, good once', { skip }, async () => {
  const page = await play.phone()
  const codes = [(await page.wx('login')).res.code, (await page.wx('login')).res.code]
  assert.match(codes[0], /^preview-lin-[0-9a-f]{16}$/)
  assert.notEqual(codes[0], codes[1])
})

test('toasts, modals and action sheets are seen, heard and answered', { skip }, async () => {
  const page = await play.phone()
  await page.wx('showToast', { title: '已复制', duration: 3_000 })
  assert.equal(await page.locator('.wxs-toast').textContent(), '✓已复制')
  await page.waitForFunction(() => !document.querySelector('.wxs-toast'))
  await page.wx('showLoading', { title: '请稍候' })
  await page.wx('hideLoading')
  assert.equal(await page.locator('.wxs-toast').count(), 0)
  await page.wx('showToast', { title: '好', icon: 'loading', duration: 60_000 })
  await page.wx('hideLoading', { noConflict: true })
  assert.equal(await page.locator('.wxs-toast').textContent(), '好')
  await page.wx('hideToast', { noConflict: true })
  assert.equal(await page.locator('.wxs-toast').count(), 0)
  const modal = page.begin('showModal', { title: '删除？', content: '不可恢复', confirmText: '删除' })
  await page.getByRole('dialog', { name: '删除？' }).getByText('删除', { exact: true }).click()
  assert.deepEqual((await modal).res, { errMsg: 'showModal:ok', confirm: true, cancel: false, content: null })
  const list = page.begin('showActionSheet', { itemList: ['一', '二'] })
  await tap(page, '二')
  assert.deepEqual((await list).res, { errMsg: 'showActionSheet:ok', tapIndex: 1 })
  const closed = page.begin('showActionSheet', { itemList: ['一'] })
  await tap(page, '取消')
  assert.deepEqual(await closed, { how: 'fail', res: { errMsg: 'showActionSheet:fail cancel' } })
})

test('a picture is saved after privacy and permission; a refusal is lifted in the settings', { skip }, async () => {
  const page = await play.phone()
  const { tempFilePath } = (await page.wx('downloadFile', { url: play.origin() + '/dot.png' })).res
  assert.match(tempFilePath, /^wxfile:\/\/tmp_.*\.png$/)
  assert.deepEqual((({ width, height }) => [width, height])((await page.wx('getImageInfo', { src: tempFilePath })).res), [5, 4])
  const save = () => page.begin('saveImageToPhotosAlbum', { filePath: tempFilePath })
  let done = save()
  await tap(page, '拒绝')
  assert.deepEqual((await done).res, { errMsg: 'saveImageToPhotosAlbum:fail privacy permission is not authorized', errno: 104 })
  done = save()
  await tap(page, '同意')
  await tap(page, '拒绝')
  assert.deepEqual((await done).res, { errMsg: 'saveImageToPhotosAlbum:fail auth deny', errno: 103 })
  assert.match((await save()).res.errMsg, /auth deny/)
  assert.deepEqual((await page.wx('getSetting')).res.authSetting, { 'scope.writePhotosAlbum': false })
  const settings = page.begin('openSetting')
  await page.getByLabel('添加到相册').check()
  await tap(page, '完成')
  assert.deepEqual((await settings).res.authSetting, { 'scope.writePhotosAlbum': true })
  const [file] = await Promise.all([page.waitForEvent('download'), save()])
  assert.match(file.suggestedFilename(), /\.png$/)
})

test('a page that asks for privacy itself is asked, and its answer counts', { skip }, async () => {
  const page = await play.phone()
  await page.evaluate(() => wx.onNeedPrivacyAuthorization((resolve, { referrer }) => (window.asked = referrer, setTimeout(() => resolve({ event: 'agree', buttonId: 'x' })))))
  assert.equal((await page.wx('getPrivacySetting')).res.needAuthorization, true)
  assert.equal((await page.wx('setClipboardData', { data: 'x' })).how, 'success')
  assert.equal(await page.evaluate(() => window.asked), 'setClipboardData')
  assert.equal((await page.wx('getPrivacySetting')).res.needAuthorization, false)
})

test('sharing draws the card and opens as a friend or as from Moments', { skip }, async () => {
  const page = await play.phone()
  await page.getByText('share', { exact: true }).click()
  await page.getByText('来看看').waitFor()
  assert.match(await page.getByText('以朋友身份打开').getAttribute('href'), /\?user=friend\d+#\/pages\/b\/b\?x=1$/)
  await tap(page, '完成')
  await page.getByLabel('菜单').click()
  await page.getByText('分享到朋友圈').click()
  assert.match(await page.getByText('像朋友圈那样打开').getAttribute('href'), /\?single=1#\/pages\/a\/a\?x=2$/)
})

test('single-page mode: reading goes on, login, navigation and money do not', { skip }, async () => {
  const page = await play.phone('/?single=1&lang=zh-CN')
  for (const name of ['login', 'requestPayment', 'navigateTo', 'saveImageToPhotosAlbum', 'requestSubscribeMessage', 'scanCode']) {
    const { how, res } = await page.wx(name, { url: '/pages/b/b' })
    assert.deepEqual([how, res.errMsg], ['fail', `${name}:fail can not use in single page mode`])
  }
  assert.equal((await page.wx('request', { url: play.origin() + '/api' })).how, 'success')
  assert.equal(await page.evaluate(() => wx.getLaunchOptionsSync().scene), 1154)
})

test('subscribe messages: the answer for each, and WeChat hears of the accepted ones', { skip }, async () => {
  const page = await play.phone()
  const done = page.begin('requestSubscribeMessage', { tmplIds: ['t1', 't2'] })
  await page.getByLabel('t2').uncheck()
  await tap(page, '允许')
  assert.deepEqual((await done).res, { errMsg: 'requestSubscribeMessage:ok', t1: 'accept', t2: 'reject' })
  assert.deepEqual(JSON.parse(play.asked.at(-1).body), { user: 'lin', templates: ['t1'] })
})

test('files: written, read, listed and missing ones named', { skip }, async () => {
  const page = await play.phone()
  const seen = await page.evaluate(() => {
    const fs = wx.getFileSystemManager()
    const path = `${wx.env.USER_DATA_PATH}/a.json`
    fs.writeFileSync(path, '{"一":1}', 'utf-8')
    const found = [fs.readFileSync(path, 'utf-8'), fs.readdirSync(wx.env.USER_DATA_PATH), fs.statSync(path).size]
    fs.unlinkSync(path)
    try { fs.readFileSync(path) } catch (error) { found.push(error.message) }
    try { fs.writeFileSync('/etc/x', '') } catch (error) { found.push(error.message) }
    return found
  })
  assert.deepEqual(seen, ['{"一":1}', ['a.json'], 9, 'readFileSync:fail no such file or directory "wxfile://usr/a.json"', 'writeFileSync:fail permission denied, open "/etc/x"'])
})

test('a file is passed on or saved', { skip }, async () => {
  const page = await play.phone()
  const filePath = 'wxfile://usr/my data.json'
  await page.evaluate((path) => wx.getFileSystemManager().writeFileSync(path, '{}', 'utf8'), filePath)
  const done = page.begin('shareFileMessage', { filePath })
  const [file] = await Promise.all([page.waitForEvent('download'), tap(page, '保存文件')])
  assert.equal(file.suggestedFilename(), 'my data.json')
  assert.equal((await done).res.errMsg, 'shareFileMessage:ok')
  assert.match((await page.wx('shareFileMessage', { filePath: 'wxfile://usr/none' })).res.errMsg, /^shareFileMessage:fail file not found/)
})

test('scanning: a scene of the list, or what is pasted; closing is "cancel"', { skip }, async () => {
  const page = await play.phone()
  let done = page.begin('scanCode')
  await tap(page, '一处场景')
  assert.deepEqual((({ result, scanType }) => [result, scanType])((await done).res), ['https://example.test/s/FORUM1', 'QR_CODE'])
  done = page.begin('scanCode')
  await page.getByLabel('或粘贴链接、六位场景码').fill('ABC123')
  await tap(page, '使用')
  assert.equal((await done).res.result, 'ABC123')
  done = page.begin('scanCode')
  await page.getByLabel('或粘贴链接、六位场景码').waitFor()
  await page.keyboard.press('Escape')
  assert.equal((await done).res.errMsg, 'scanCode:fail cancel')
})

test('choosing a picture and a nickname offers the person’s own', { skip }, async () => {
  const page = await play.phone()
  const asked = page.evaluate(() => window.__mp.host.ask('chooseAvatar'))
  await tap(page, '同意')
  await tap(page, '用微信头像')
  const { avatarUrl } = await asked
  assert.match(avatarUrl, /^wxfile:\/\/tmp_.*\.svg$/)
  const named = page.evaluate(() => window.__mp.host.ask('nickname', { value: '' }))
  await page.locator('.mp-sheet .wxs-go').click()
  assert.ok((await named).length > 1)
})

test('what is not there fails loudly and is on record; promises refuse too', { skip }, async () => {
  const page = await play.phone()
  assert.equal(await page.evaluate(() => { try { wx.chooseInvoice() } catch (error) { return error.message } }), 'wx.chooseInvoice is not provided by the preview')
  assert.equal((await page.wx('chooseInvoice')).how, 'fail')
  assert.equal((await page.errors()).length, 2)
  assert.deepEqual(await page.evaluate(() => [wx.canIUse('chooseInvoice'), wx.canIUse('showToast'), wx.canIUse('button.open-type.share'), 'chooseInvoice' in wx]), [false, true, true, false])
  assert.equal(await page.evaluate(() => wx.navigateTo({ url: '/pages/none/none' }).catch((error) => error.errMsg)), 'navigateTo:fail page "pages/none/none" is not found')
})

test('an error thrown in a callback reaches wx.onError', { skip }, async () => {
  const page = await play.phone()
  await page.evaluate(() => {
    wx.onError((error) => (window.heard = String(error)))
    wx.getSystemInfo({ success: () => { throw new Error('in my callback') } })
  })
  await page.waitForFunction(() => window.heard)
  assert.match(await page.evaluate(() => window.heard), /in my callback/)
})
