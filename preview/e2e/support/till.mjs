// The steps before and after every payment, in Chinese: to the page of projects, to the sheet, on to the certificate.

import { guest, newcomer } from './server.mjs'
import { pattern } from './words.mjs'

export const PAY = '立即支付'
export const OTHERS = '试试别的结局'
export const words = (key) => pattern('zh-Hans', key)

/** A guest with a footprint, on the page where it is neutralised. */
export async function atTheTill(phone, { project } = {}) {
  const me = await guest(phone.user)
  const footprint = await me.footprint()
  await phone.go(`/pages/neutralise/neutralise?footprint=${footprint.id}&code=FORUM1`)
  if (project) await phone.tap(project, 'radio', { exact: false })
  return { me, footprint }
}

export async function toTheSheet(phone, choice) {
  const facts = await atTheTill(phone, choice)
  await phone.tap(words('pay.pay'))
  await phone.control(PAY).waitFor()
  return { ...facts, order: phone.query().get('id') }
}

export const certificate = async (phone) => {
  await phone.arrives('certificate')
  await phone.settled()
  await phone.reads(phone.t('cert.means'))
}

/** Another guest orders whatever is left of a project of one tonne or less. */
export async function buyTheRest(project) {
  const rival = await guest(newcomer('rival'))
  const { items } = await rival.get('/projects')
  const { available_g: mass_g } = items.find((each) => each.code === project)
  await rival.post('/orders', { project, mass_g, scene: 'FORUM1', method: 'jsapi', beneficiary: { kind: 'person', name: '王小川' } }, { 'Idempotency-Key': newcomer() })
}
