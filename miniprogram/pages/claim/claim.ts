// A gift's receiver sees what it is, gives a name or none, and says whether it may be shown. Works once per link.

import { spoken, t, texts } from '../../core/i18n'
import { asProblem } from '../../core/request'
import type { Problem } from '../../core/request'
import { findCertificate } from '../../services/certificates'
import type { Certificate } from '../../services/certificates'
import { claimCertificate } from '../../services/gifts'
import { knownMe, me } from '../../services/me'

Page({
  behaviors: [spoken],
  data: {
    t: texts('cert', 'pay'),
    stage: 'loading' as 'loading' | 'problem' | 'used' | 'revoked' | 'ready' | 'done',
    problem: null as Problem | null,
    gone: false,
    massG: 0,
    label: '',
    lead: '',
    sentence: '',
    name: '',
    shown: false,
    refused: '',
    busy: false,
  },

  certificateId: '',
  token: '',
  certificate: undefined as Certificate | undefined,

  onLoad(query: Record<string, string | undefined>) {
    this.certificateId = query['id'] ?? ''
    this.token = query['token'] ?? ''
    void this.load()
  },

  async load() {
    this.setData({ stage: 'loading', problem: null, gone: false })
    try {
      this.certificate = await findCertificate(this.certificateId)
    } catch (thrown) {
      const problem = asProblem(thrown)
      this.setData({ stage: 'problem', problem, gone: problem.status === 404 })
      return
    }
    const claimed = this.certificate.events.some((each) => each['kind'] === 'name_claimed')
    this.show(this.certificate.status === 'revoked' ? 'revoked' : claimed ? 'used' : 'ready')
    const known = await me().catch(() => knownMe())
    if (known?.nickname && !this.data.name) this.setData({ name: known.nickname })
  },

  show(stage: 'used' | 'revoked' | 'ready' | 'done') {
    const certificate = this.certificate
    if (!certificate) return
    this.setData({
      stage,
      massG: certificate.record.mass_g,
      label: certificate.told.label,
      sentence: certificate.told.sentence,
      lead: t(stage === 'done' ? 'cert.claim_done' : 'cert.claim_lead'),
    })
  },

  type(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ name: event.detail.value, refused: '' })
  },

  flip() {
    this.setData({ shown: !this.data.shown })
  },

  async claim() {
    if (this.data.busy) return
    const name = this.data.name.trim()
    this.setData({ busy: true, problem: null, refused: '' })
    try {
      this.certificate = await claimCertificate(this.certificateId, { token: this.token, name: name || null, public: this.data.shown && name !== '' })
      this.show('done')
    } catch (thrown) {
      const problem = asProblem(thrown)
      if (problem.code === 'name_refused') this.setData({ refused: t('cert.correct_refused') })
      else if (problem.code === 'claim_invalid') this.show('used')
      else if (problem.code === 'certificate_revoked') this.show('revoked')
      else this.setData({ problem })
    }
    this.setData({ busy: false })
  },

  toScenes() {
    void wx.switchTab({ url: '/pages/scenes/scenes' })
  },

  see() {
    void wx.redirectTo({ url: `/pages/certificate/certificate?id=${this.certificateId}` })
  },

  retell() {
    if (this.certificate) void this.load()
  },
})
