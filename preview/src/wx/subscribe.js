// wx.requestSubscribeMessage: one acceptance is one message. The templates' names are the mini-program's affair; their ids show.

import { make } from '../runtime/dom.js'
import { Refusal, asynchronously } from './call.js'
import { say } from './words.js'

const MOST_TEMPLATES = 5

/** @param {import('../runtime/host.js').Host} host */
export function createSubscribe(host) {
  const words = say(host)
  return asynchronously(host, {
    async requestSubscribeMessage({ tmplIds }) {
      if (!Array.isArray(tmplIds) || !tmplIds.length) throw new Refusal('TmplIds can\'t be empty', { errCode: 10001 })
      if (tmplIds.length > MOST_TEMPLATES) throw new Refusal(`Templates count out of max bounds`, { errCode: 20003 })
      const accepted = await ask(tmplIds)
      const answer = Object.fromEntries(tmplIds.map((id) => [id, accepted.has(id) ? 'accept' : 'reject']))
      await tellSimulator(host, [...accepted])
      host.recordCall('subscribed', answer)
      return answer
    },
  })

  function ask(ids) {
    return new Promise((resolve) => {
      const chosen = new Set(ids)
      const end = (accepted) => (close(), resolve(accepted))
      const row = (id) =>
        make('label.wxs-row', {}, make('span', {}, host.settings.templates?.[id] ?? id), make('input', { type: 'checkbox', checked: true, onchange: (event) => (event.target.checked ? chosen.add(id) : chosen.delete(id)) }))
      const sheet = make('div.wxs-sheet', {}, make('header', {}, make('h2', {}, words.subscribeTitle)), make('p.wxs-quiet', {}, words.subscribeHow), ...ids.map(row),
        make('div.wxs-pair', {}, make('button.wxs-go.wxs-plain', { type: 'button', onclick: () => end(new Set()) }, words.cancel), make('button.wxs-go', { type: 'button', onclick: () => end(chosen) }, words.allow)))
      const close = host.sheet(sheet, { label: words.subscribeTitle, dismiss: () => end(new Set()) })
    })
  }
}

/** WeChat keeps the acceptances, so the simulated one must hear of them before our server sends. */
async function tellSimulator(host, templates) {
  if (!host.settings.simulator || !templates.length) return
  const answer = await fetch(`${host.settings.simulator}/_sim/subscriptions`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ user: host.user, templates }), credentials: 'omit',
  }).catch(() => null)
  if (!answer?.ok) throw new Refusal('Network error', { errCode: 10002 })
}
