// What is kept about me and what I can do about it: consent, names, a copy of everything, deleting the account.

import { moment } from '../../core/format'
import { on } from '../../core/events'
import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { signedIn } from '../../core/session'
import { eraseName, listCertificates } from '../../services/certificates'
import type { CertificateLine } from '../../services/certificates'
import { giveTravelConsent, takeBackTravelConsent, travelConsent } from '../../services/consent'
import { changeMe, deleteMe, exportMe, knownMe, me } from '../../services/me'

type Step = '' | 'withdraw' | 'names' | 'delete' | 'really'
type Busy = '' | 'export' | 'act' | 'name'

interface Own {
  unhear?: () => void
}

Page({
  behaviors: [spoken],
  data: {
    t: texts('mine'),
    signed: false,
    consented: false,
    consentNote: '',
    publicName: false,
    asksConsent: false,
    step: '' as Step,
    busy: '' as Busy,
    exported: '',
    done: '',
    problem: null as Problem | null,
    openOrders: false,
  },
  onLoad() {
    ;(this as Own).unhear = on('me', () => this.retell())
    this.retell()
    if (signedIn()) me().then(() => this.retell(), () => undefined) // what is known already stands there meanwhile
  },
  onUnload() {
    ;(this as Own).unhear?.()
  },
  retell() {
    const user = knownMe()
    const at = user?.travel_consent_at
    const consented = travelConsent()
    this.setData({
      signed: signedIn(),
      consented,
      publicName: Boolean(user?.public_name),
      consentNote: !consented ? t('mine.consent_none') : at ? t('mine.consent_since', { day: moment(at) }) : t('mine.consent_here'),
    })
  },
  askStep(event: WechatMiniprogram.CustomEvent<object, object, { step: Step }>) {
    this.setData({ step: event.currentTarget.dataset.step, problem: null, openOrders: false, done: '' })
  },
  /** What has begun cannot be taken back: its end is waited for. */
  leaveStep() {
    if (this.data.busy === 'act') return
    this.setData({ step: '', problem: null, openOrders: false })
  },
  askConsent() {
    this.setData({ asksConsent: true })
  },
  closeConsent() {
    this.setData({ asksConsent: false })
  },
  async agree() {
    this.setData({ asksConsent: false })
    await giveTravelConsent()
    this.retell()
  },
  withdraw() {
    return this.act(async () => {
      await takeBackTravelConsent()
      this.finish(t('mine.withdrawn'))
    })
  },
  /** Each certificate by itself: what was erased stays erased when the network goes in between. */
  eraseNames() {
    return this.act(async () => {
      const named = (await allCertificates()).filter((each) => each.name !== null)
      for (const { id } of named) await eraseName(id)
      await changeMe({ nickname: null, public_name: false })
      this.finish(t('mine.names_erased', { n: named.length }))
    })
  },
  async showName(event: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
    this.setData({ busy: 'name', problem: null })
    try {
      await changeMe({ public_name: event.detail.value })
    } catch (thrown) {
      this.setData({ problem: asProblem(thrown) })
    }
    this.setData({ busy: '' })
    this.retell()
  },
  async exportAll() {
    this.setData({ busy: 'export', problem: null, exported: '' })
    try {
      const everything = JSON.stringify(await exportMe(), null, 2)
      if (await handOver(everything)) this.setData({ exported: t('mine.exported', { kb: Math.max(1, Math.round(everything.length / 1024)) }) })
    } catch (thrown) {
      this.setData({ problem: asProblem(thrown) })
    }
    this.setData({ busy: '' })
  },
  really() {
    this.setData({ step: 'really' })
  },
  deleteAll() {
    return this.act(async () => {
      await deleteMe()
      this.finish(t('mine.deleted'))
    })
  },
  async act(deed: () => Promise<void>) {
    this.setData({ busy: 'act', problem: null, openOrders: false })
    try {
      await deed()
    } catch (thrown) {
      const problem = asProblem(thrown)
      this.setData({ problem, openOrders: ['travel_in_use', 'account_has_open_orders'].includes(problem.code) })
    }
    this.setData({ busy: '' })
  },
  finish(done: string) {
    this.setData({ step: '', done })
    this.retell()
  },
  afterProblem() {
    const { openOrders } = this.data
    this.setData({ problem: null, openOrders: false, ...(openOrders && { step: '' as Step }) })
    if (openOrders) wx.navigateTo({ url: '/pages/orders/orders' })
  },
  openContract() {
    wx.openPrivacyContract({ fail: () => wx.showToast({ title: t('mine.contract_none'), icon: 'none' }) })
  },
})

async function allCertificates(): Promise<CertificateLine[]> {
  const all: CertificateLine[] = []
  let cursor: string | null | undefined
  do {
    const page = await listCertificates({ limit: 100, ...(cursor && { cursor }) })
    all.push(...page.items)
    cursor = page.next
  } while (cursor)
  return all
}

/** As a file to a chat of one's own where WeChat can do that; else to the clipboard. False: it was not wanted after all. */
function handOver(text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const copy = () => wx.setClipboardData({ data: text, success: () => resolve(true), fail: reject })
    if (!wx.canIUse('shareFileMessage')) return copy()
    const filePath = `${wx.env.USER_DATA_PATH}/diandian-export.json`
    const files = wx.getFileSystemManager()
    files.writeFile({
      filePath,
      data: text,
      encoding: 'utf8',
      success: () => wx.shareFileMessage({
        filePath,
        success: () => resolve(true),
        fail: ({ errMsg }) => (/cancel/i.test(errMsg) ? resolve(false) : copy()),
        complete: () => files.unlink({ filePath, fail: () => undefined }), // nobody is to find it here
      }),
      fail: copy,
    })
  })
}
