// wx.requestPayment: a sheet like WeChat's. What is to be paid, and whether the signature is good, the simulated WeChat
// says; nothing on the sheet comes from the mini-program. A tap pays there, and its signed notice goes to the server.

import { make } from '../runtime/dom.js'
import { Refusal, asynchronously } from './call.js'
import { say } from './words.js'

const FIELDS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign']
const SLOW_MS = 20_000

/** @param {import('../runtime/host.js').Host} host */
export function createPayment(host) {
  let open = false
  return asynchronously(host, {
    async requestPayment(options) {
      for (const name of FIELDS) {
        if (typeof options[name] !== 'string') throw new Refusal(`parameter error: parameter.${name} should be String instead of ${typeOf(options[name])};`)
      }
      if (open) throw new Refusal('another payment is in progress')
      open = true
      try {
        return await decide(host, options)
      } finally {
        open = false
      }
    },
  })
}

const typeOf = (value) => (value === undefined ? 'Undefined' : value === null ? 'Null' : typeof value)

/** Resolves when paid; rejects with WeChat's words; stays silent for ever when the phone is to hear nothing. */
function decide(host, options) {
  const words = say(host)
  const params = { appId: host.settings.appid, ...Object.fromEntries(FIELDS.map((name) => [name, options[name]])) }
  const ask = (action) => askSimulator(host, { ...params, user: host.user, action })
  return new Promise((resolve, reject) => {
    const sheet = drawSheet(words)
    let close = () => {}
    const end = (errMsg) => {
      close()
      const reason = /^requestPayment:fail ?(.*)$/s.exec(errMsg)?.[1]
      if (reason === undefined) resolve({})
      else reject(new Refusal(reason))
    }
    let unknown = false // a payment was sent and nothing was heard of it: no closing is a cancelling any more
    const cancel = async () => {
      if (sheet.busy()) return
      if (unknown) return end('requestPayment:fail')
      await ask('cancel').catch(() => {})
      end('requestPayment:fail cancel')
    }
    const pay = async (then) => {
      sheet.wait(words.paying)
      const answer = await ask('pay').catch(unheard)
      unknown ||= !answer
      if (!answer) return sheet.offline(words.offlinePaying, () => end('requestPayment:fail'), () => pay(then))
      if (answer.errMsg !== 'requestPayment:ok') return sheet.refuse(wordsOf(answer), () => end(answer.errMsg))
      then(answer)
    }
    const begin = async () => {
      sheet.check()
      const answer = await ask('open').catch(unheard)
      if (!answer) return sheet.offline(words.offline, () => end('requestPayment:fail cancel'), begin)
      if (answer.errMsg !== 'requestPayment:ok') return sheet.refuse(wordsOf(answer), () => end(answer.errMsg))
      sheet.offer(answer, () => pay((paid) => end(paid.errMsg)))
    }
    sheet.onCancel(cancel)
    sheet.endings([
      [words.payUntold, () => pay(() => backAgain(host, close))],
      [words.payLost, () => pay(() => end('requestPayment:fail'))],
      [words.payFails, () => end('requestPayment:fail 银行卡支付失败')],
    ])
    close = host.sheet(sheet.element, { label: words.payTitle, dismiss: cancel })
    void begin()

    /** Nothing when the network is gone: the sheet says so itself, and can try again. */
    function unheard() {
      return host.settings.simulator ? null : { errMsg: `requestPayment:fail ${words.noSimulator}` }
    }
    const wordsOf = ({ errMsg }) => errMsg.replace(/^requestPayment:fail ?/, '')
  })
}

/** WeChat was closed in mid-payment: no callback, but the mini-program comes back to the front. */
function backAgain(host, close) {
  close()
  host.app.emit('hide')
  host.callPage('onHide')
  host.app.emit('show', host.enterOptions())
  host.callPage('onShow')
}

async function askSimulator(host, body) {
  if (!host.settings.simulator) throw new Error('host.json names no simulator')
  const answer = await fetch(`${host.settings.simulator}/_sim/request-payment`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'omit',
    signal: AbortSignal.timeout(SLOW_MS),
  })
  const said = await answer.json()
  return answer.ok ? said : { errMsg: `requestPayment:fail ${said.error ?? answer.status}` }
}

const yuan = (fen) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`

function drawSheet(words) {
  let waiting = true
  let cancel = () => {}
  const shown = make('div.wxs-pay-body', { 'aria-live': 'polite' })
  const others = make('details.wxs-pay-others', { hidden: true }, make('summary', {}, words.tryOthers))
  const shut = make('button.wxs-x', { type: 'button', 'aria-label': words.cancelPay, onclick: () => cancel() }, '×')
  const element = make('div.wxs-sheet.wxs-pay', {}, make('header', {}, shut, make('h2', {}, words.payTitle)), shown, others, make('p.wxs-small', {}, words.simulated))
  const quiet = (text) => {
    others.hidden = true
    shown.replaceChildren(make('p.wxs-quiet', {}, text))
  }
  /** Without the cross: one of these buttons is the way out. */
  const stopped = (title, text, ...buttons) => {
    waiting = false
    element.dataset.paying = 'false'
    others.hidden = true
    shut.hidden = true
    shown.replaceChildren(make('p.wxs-payee', {}, title), make('p.wxs-quiet', { role: 'alert' }, text), ...buttons)
    buttons[0].focus({ preventScroll: true })
  }
  return {
    element,
    busy: () => waiting && element.dataset.paying === 'true',
    onCancel: (act) => (cancel = act),
    check() {
      shut.hidden = false
      quiet(words.checking)
    },
    wait(text) {
      waiting = true
      element.dataset.paying = 'true'
      shut.hidden = true
      quiet(text)
    },
    offer({ payee, description, amount_fen: fen }, pay) {
      waiting = false
      others.hidden = false
      const button = make('button.wxs-go', { type: 'button', onclick: pay }, words.pay)
      shown.replaceChildren(
        make('p.wxs-payee', {}, `${words.payTo} ${payee}`),
        make('p.wxs-amount', {}, make('span', {}, '¥'), yuan(fen)),
        make('p.wxs-quiet', {}, description),
        make('dl.wxs-line', {}, make('dt', {}, words.method), make('dd', {}, words.balance)),
        button,
      )
      button.focus({ preventScroll: true })
    },
    refuse(text, then) {
      stopped(words.cannotPay, text, make('button.wxs-go.wxs-plain', { type: 'button', onclick: then }, words.close))
    },
    offline(text, then, again) {
      const close = make('button.wxs-link', { type: 'button', onclick: then }, words.close)
      stopped(words.noNetwork, text, make('button.wxs-go', { type: 'button', onclick: again }, words.retry), close)
    },
    endings(list) {
      others.append(...list.map(([text, act]) => make('button.wxs-link', { type: 'button', onclick: act }, text)))
    },
  }
}
