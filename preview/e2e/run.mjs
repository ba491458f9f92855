// node e2e/run.mjs [part of a file's or a walk's name ...]: starts the product once, then every e2e/*.test.mjs in one real
// Chromium, several guests at a time. E2E_TOGETHER: how many.

import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { chrome, closeChrome } from './support/phone.mjs'
import { out, startStage } from './support/stage.mjs'
import { past, play, walks } from './support/walk.mjs'
import { program } from '../test/support/browser.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const words = process.argv.slice(2)
const together = Number(process.env.E2E_TOGETHER ?? Math.min(6, os.availableParallelism() + 1))
const began = performance.now()
const seconds = (since = began) => ((performance.now() - since) / 1000).toFixed(1)
const failed = []

const wanted = await chosen()
const missing = !wanted.length ? `nothing is called ${words.join(' or ')}` : program ? '' : 'no Chromium here: apt-get install chromium fonts-noto-cjk'
if (missing) {
  console.error(missing)
  process.exit(2)
}
fs.rmSync(out, { recursive: true, force: true })
const [stage] = await Promise.all([startStage(), chrome()])
Object.assign(process.env, { E2E_URL: stage.url, E2E_SIMULATOR: stage.simulator })
for (const end of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(end, () => finish(130))
console.log(`the product is up after ${seconds()} s at ${stage.url}; ${wanted.length} walks, ${together} at a time`)

// Who makes the simulated WeChat go wrong does it while the others only look at pages; what these show is paid for before.
const those = (kind) => wanted.filter(({ options }) => kind === (options.alone ? 'alone' : options.past ? 'looking' : 'paying'))
const pasts = [...new Set(those('looking').map(({ options }) => options.past))]
await Promise.all([...pasts.map((make) => past(make).catch(() => {})), inLanes(those('paying'), together)]) // play tells what a past met
await Promise.all([inLanes(those('alone'), 1), inLanes(those('looking'), Math.max(1, together - 1))])
await finish(failed.length ? 1 : 0)

/** The walks of every file, each with the file's name. */
async function chosen() {
  const found = []
  for (const file of fs.readdirSync(here).filter((name) => name.endsWith('.test.mjs')).sort()) {
    await import(`./${file}`)
    found.push(...walks.splice(0).map((walk) => ({ ...walk, file })))
  }
  return found.filter(({ file, name }) => !words.length || words.some((part) => file.includes(part) || name.includes(part)))
}

async function inLanes(queue, lanes) {
  const waiting = [...queue]
  const lane = async () => {
    for (let next; (next = waiting.shift()); ) await one(next)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

async function one(walk) {
  const since = performance.now()
  const line = () => `${walk.file.replace('.test.mjs', '')}: ${walk.name} (${seconds(since)} s)`
  try {
    await play(walk)
    console.log(`✔ ${line()}`)
  } catch (error) {
    failed.push(walk.name)
    console.log(`✖ ${line()}\n${inspect(error, { depth: 4, breakLength: 160 }).replace(/^/gm, '    ')}`)
  }
}

async function finish(code) {
  await Promise.allSettled([closeChrome(), stage.stop()])
  const end = failed.length ? `${failed.length} of ${wanted.length} failed:\n${failed.map((name) => `  ✖ ${name}\n`).join('')}what the phone showed: ${out}\n` : `all ${wanted.length} passed, `
  console.log(`${end}in ${seconds()} s`)
  process.exit(code)
}
