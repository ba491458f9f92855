// The address bar: which page opens, who is using it, and the page stack kept in step with the browser's history.
// The stack itself is in stack.js.

const KEPT = 'mp-stack'

/** 'pages/a/a?x=1' -> its parts. Values stay as they were written: WeChat decodes nothing either, the page does. */
export function parseUrl(url) {
  const [path, search = ''] = String(url).split(/\?(.*)/s)
  /** @type {Record<string, string>} */
  const query = {}
  for (const pair of search.split('&')) {
    if (!pair) continue
    const [name, value = ''] = pair.split(/=(.*)/s)
    query[name] = value
  }
  return { path: path.replace(/^\//, '').replace(/\.html$/, ''), search, query }
}

/** The same address whether or not the browser has encoded its Chinese. */
function plain(url) {
  try {
    return decodeURI(url)
  } catch {
    return url
  }
}

function userOf(search) {
  const named = search.get('user')
  if (named) return named.replace(/[^\w-]/g, '').slice(0, 40) || 'guest'
  try {
    const kept = localStorage.getItem('mp-user')
    if (kept) return kept
    const made = 'guest' + Math.random().toString(36).slice(2, 10)
    localStorage.setItem('mp-user', made)
    return made
  } catch {
    return 'guest'
  }
}

/** How this start was asked for. @param {import('./boot.js').Built} built */
export function launch(built) {
  const search = new URLSearchParams(location.search)
  const asked = location.hash.replace(/^#\/?/, '')
  const home = built.app.entryPagePath ?? built.pages[0]
  const singlePage = search.get('single') === '1'
  const code = search.get('scene')
  const link = search.get('q')
  let url = asked || home
  for (const [name, value] of [['scene', code], ['q', link]]) {
    const there = new RegExp(`[?&]${name}=`).test(url)
    if (value && !there) url += `${url.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`
  }
  const lang = search.get('lang') ?? navigator.language
  return {
    url,
    singlePage,
    user: userOf(search),
    language: /^zh/i.test(lang) ? 'zh_CN' : lang.replace('-', '_'),
    options: optionsOf(url, singlePage),
  }
}

/** What the mini-program is told of the door it came through. */
export function optionsOf(url, singlePage = false) {
  const { path, query } = parseUrl(url)
  const scene = singlePage ? 1154 : query.scene ? 1047 : query.q ? 1011 : 1001
  return { path, query, scene, referrerInfo: {} }
}

/** The addresses of the stack before the reload, lowest first, when the top one is the page asked for now. */
export function keptStack(url) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]')
    return kept.length && plain(kept.at(-1)) === plain(url) ? kept : [url]
  } catch {
    return [url]
  }
}

/**
 * Keeps the browser's history as deep as the page stack.
 * `covered` puts away whatever lies over the page and says whether anything did: then the page stays.
 * @param {{back: (delta: number) => void, forward: (url: string) => void, relaunch: (url: string) => void, covered: () => boolean}} moves
 */
export function createHistory(moves) {
  let depth = 0
  let kept = []
  let wanted = null
  let returning = false
  const settle = () => {
    const { urls } = wanted
    const address = '#/' + urls.at(-1)
    const state = { depth: urls.length }
    if (depth === 0 || urls.length === depth) history.replaceState(state, '', address)
    else if (urls.length > depth) history.pushState(state, '', address)
    else {
      returning = true
      history.go(urls.length - depth)
      return
    }
    depth = urls.length
    wanted = null
  }
  addEventListener('popstate', (event) => {
    const before = depth
    if (returning) {
      returning = false
      depth = event.state?.depth ?? wanted.urls.length
      settle()
      return
    }
    const url = location.hash.replace(/^#\/?/, '')
    if (!event.state) {
      moves.relaunch(url)
      return
    }
    depth = event.state.depth
    if (depth < before && moves.covered()) {
      returning = true
      wanted = { urls: kept }
      history.go(before - depth)
    } else if (depth < before) moves.back(before - depth)
    else if (depth > before) moves.forward(url)
  })
  return {
    /** @param {string[]} urls the stack, lowest first */
    keep(urls) {
      try {
        sessionStorage.setItem(KEPT, JSON.stringify(urls))
      } catch {
        // A browser that keeps nothing still shows the page.
      }
      if (depth === 0 && history.state?.depth === urls.length) depth = urls.length
      wanted = { urls }
      kept = urls
      if (!returning) settle()
    },
  }
}
