// A certificate: its words at once, its picture, keeping and sharing it, and what its holder may change.
// Anybody may read it; alone (single-page mode, opened from Moments) it needs no login and offers nothing that does.

import { absolute } from '../../core/address'
import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import { session } from '../../core/session'
import type { Problem } from '../../core/request'
import { mass } from '../../core/format'
import { eraseName, findCertificate } from '../../services/certificates'
import type { Certificate } from '../../services/certificates'
import { makeClaimLink } from '../../services/gifts'
import { findBoard } from '../../services/leaderboards'
import { findOrder } from '../../services/orders'
import { saveToAlbum, sendPicture } from '../../services/pictures'
import type { Kept } from '../../services/pictures'
import { rightsTo, sharedTitle } from './rights'
import type { Rights } from './rights'

const FROM_MOMENTS = 1154
const LINK_LIVES_MS = 13 * 60 * 1000 // the server's: 15 minutes

Page({
  behaviors: [spoken],
  data: {
    t: texts('cert', 'pay'),
    certificateId: '',
    stage: 'loading' as 'loading' | 'problem' | 'ready',
    problem: null as Problem | null,
    gone: false,
    alone: false,
    certificate: {} as Certificate,
    picture: '',
    meaning: '',
    rights: {} as Rights,
    rank: '',
    keeping: '' as '' | 'save' | 'send' | 'gift' | 'erase',
    notice: null as { kind: string; title: string; detail: string; action: string } | null,
    sheet: '' as '' | 'means' | 'name' | 'erase' | 'refund' | 'gift',
    giftToken: '',
    orderId: '',
    amountFen: 0,
  },

  fetchedAt: 0,
  tries: 0,

  onLoad(query: Record<string, string | undefined>) {
    const id = query['id'] ?? decodeURIComponent(query['scene'] ?? '')
    this.setData({ certificateId: id, alone: wx.getEnterOptionsSync().scene === FROM_MOMENTS })
    void this.load()
  },

  onShow() {
    // a signed link has grown old, or the certificate changed elsewhere
    if (this.data.stage === 'ready' && Date.now() - this.fetchedAt > LINK_LIVES_MS) void this.refresh()
  },

  async load() {
    this.setData({ stage: 'loading', problem: null, gone: false })
    // its holder may do more with it: a login that has run out is renewed, quietly; everybody else just reads
    if (!this.data.alone) await session().catch(() => undefined)
    try {
      this.take(await findCertificate(this.data.certificateId))
    } catch (thrown) {
      const problem = asProblem(thrown)
      this.setData({ stage: 'problem', problem, gone: problem.status === 404 })
      return
    }
    if (!this.data.alone) void this.fetchMore()
  },

  async refresh() {
    try {
      this.take(await findCertificate(this.data.certificateId))
    } catch (thrown) {
      this.setData({ problem: asProblem(thrown) })
    }
  },

  take(certificate: Certificate) {
    this.fetchedAt = Date.now()
    this.setData({
      stage: 'ready',
      problem: null,
      certificate,
      picture: absolute(certificate.named_image_url ?? certificate.renderings.image_url),
      meaning: t(`cert.means_${certificate.status}`),
      rights: rightsTo(certificate, Date.now()),
      orderId: certificate.order_id ?? '',
    })
  },

  /** Nothing waits for the place on the board. */
  async fetchMore() {
    const { certificate } = this.data
    const scene = certificate.record.scene?.code
    const board = await findBoard('people', { limit: 1, ...(scene && { scene }) }).catch(() => undefined)
    this.setData({ rank: board?.me ? t('cert.rank_value', { rank: board.me.rank }) : t('cert.rank_none') })
  },

  drawAgain() {
    this.tries += 1
    const { picture } = this.data
    this.setData({ picture: `${picture.replace(/[?&]try=\d+$/, '')}${picture.includes('?named') ? '&' : '?'}try=${this.tries}` })
  },

  enlarge() {
    if (!this.data.alone) void wx.previewImage({ urls: [this.data.picture], fail: () => undefined })
  },

  async save() {
    await this.keep('save', saveToAlbum)
  },

  async send() {
    await this.keep('send', sendPicture)
  },

  async keep(what: 'save' | 'send', act: (address: string) => Promise<Kept>) {
    this.setData({ keeping: what, notice: null })
    if (Date.now() - this.fetchedAt > LINK_LIVES_MS) await this.refresh()
    const kept = await act(this.data.picture)
    this.setData({ keeping: '' })
    if (kept === 'done' && what === 'save') void wx.showToast({ title: t('cert.saved'), icon: 'success' })
    if (kept === 'denied') this.setData({ notice: { kind: 'info', title: t('cert.denied'), detail: t('cert.denied_now'), action: t('cert.denied_open') } })
    if (kept === 'failed') this.setData({ notice: { kind: 'problem', title: t('cert.save_failed'), detail: t('cert.save_failed_now'), action: '' } })
  },

  openSetting() {
    void wx.openSetting({ success: () => this.setData({ notice: null }), fail: () => undefined })
  },

  openMeans() {
    this.setData({ sheet: 'means' })
  },

  openName() {
    this.setData({ sheet: 'name' })
  },

  openGift() {
    this.setData({ sheet: 'gift', problem: null })
  },

  async openRefund() {
    const order = await findOrder(this.data.orderId).catch(() => undefined)
    this.setData({ sheet: 'refund', amountFen: order?.amount_fen ?? this.data.certificate.record.amount_fen })
  },

  closeSheet() {
    this.setData({ sheet: '', problem: null })
  },

  copyLink() {
    void wx.setClipboardData({ data: absolute(this.data.certificate.page_url) })
  },

  corrected(event: WechatMiniprogram.CustomEvent<{ certificate: Certificate }>) {
    this.setData({ sheet: '' })
    this.take(event.detail.certificate)
    void wx.showToast({ title: t('cert.corrected'), icon: 'success' })
  },

  openErase() {
    this.setData({ sheet: 'erase' })
  },

  async erase() {
    this.setData({ keeping: 'erase' })
    const problem = await eraseName(this.data.certificateId).then(() => null, asProblem)
    this.setData({ keeping: '', sheet: '', problem })
    if (problem) return
    await this.refresh()
    void wx.showToast({ title: t('cert.erased'), icon: 'success' })
  },

  async makeLink() {
    this.setData({ keeping: 'gift', problem: null })
    try {
      this.setData({ giftToken: (await makeClaimLink(this.data.certificateId)).token })
    } catch (thrown) {
      this.setData({ problem: asProblem(thrown) })
    }
    this.setData({ keeping: '' })
  },

  refundAsked() {
    void wx.redirectTo({ url: `/pages/order/order?id=${this.data.orderId}` })
  },

  toBoards() {
    const code = this.data.certificate.record.scene?.code ?? ''
    void wx.navigateTo({ url: `/pages/boards/boards?board=people&code=${code}` })
  },

  toScenes() {
    void wx.switchTab({ url: '/pages/scenes/scenes' })
  },

  toScene() {
    const code = this.data.certificate.record.scene?.code
    if (code) void wx.redirectTo({ url: `/pages/scene/scene?code=${code}` })
    else void wx.switchTab({ url: '/pages/scenes/scenes' })
  },

  onShareAppMessage() {
    const { certificate, certificateId: id, giftToken, sheet } = this.data
    const imageUrl = certificate.card_url ? absolute(certificate.card_url) : ''
    if (sheet === 'gift' && giftToken) {
      return { title: t('cert.gift_title', { mass: mass(certificate.record.mass_g).text }), path: `/pages/claim/claim?id=${id}&token=${giftToken}`, imageUrl }
    }
    return { title: certificate.record ? sharedTitle(certificate) : t('common.app'), path: `/pages/certificate/certificate?id=${id}`, imageUrl }
  },

  onShareTimeline() {
    const { certificate, certificateId: id } = this.data
    return { title: certificate.record ? sharedTitle(certificate) : t('common.app'), query: `id=${id}`, imageUrl: certificate.card_url ? absolute(certificate.card_url) : '' }
  },

  retell() {
    if (this.data.stage === 'ready') void this.refresh()
  },
})
