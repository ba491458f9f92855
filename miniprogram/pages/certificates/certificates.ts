// My certificates, newest first. The certificate itself, its name and its refund are on page certificate.

import { day, mass, unbroken } from '../../core/format'
import { spoken, t, texts } from '../../core/i18n'
import { listCertificates } from '../../services/certificates'
import type { CertificateLine } from '../../services/certificates'
import { list, listed, listing } from '../../services/paging'

Page({
  behaviors: [spoken, listed],
  data: { t: texts('mine'), rows: [] as ReturnType<typeof rowOf>[] },
  onLoad() {
    list(this, listCertificates, ['certificate', 'order'])
  },
  async onPullDownRefresh() {
    await listing(this).load()
  },
  onReachBottom() {
    void listing(this).more()
  },
  retell() {
    this.setData({ rows: (listing<CertificateLine>(this).data.items ?? []).map(rowOf) })
  },
  open(event: WechatMiniprogram.CustomEvent<object, object, { id: string }>) {
    wx.navigateTo({ url: `/pages/certificate/certificate?id=${event.currentTarget.dataset.id}` })
  },
  begin() {
    wx.switchTab({ url: '/pages/scenes/scenes' })
  },
})

function rowOf({ id, status, sample, scene, name, mass_g, issued_at }: CertificateLine) {
  const whose = `${name ?? t('mine.no_name')} · ${unbroken(day(issued_at))}`
  const how = [t(`mine.certificate_${status}`), ...(sample ? [t('common.sample')] : [])].join('\u00a0· ')
  return { id, status, label: scene ?? t('mine.no_scene'), note: `${whose}\n${how}`, value: mass(mass_g).text }
}
