// The running product the tests talk to: started once by run.mjs, found by every test file through its environment.

import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from '../../build.mjs'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')
export const out = path.join(root, 'out/e2e')

let standing

/** Commands of stage.py to the stage of this process. */
export function order(words) {
  if (!standing) throw new Error('no stage was started here')
  return standing.order(words)
}

/** The server, the phone's site and the simulator, up. `order(words)` is stage.py's; `stop()` leaves nothing behind. */
export async function startStage({ source = process.env.E2E_SOURCE ?? path.join(root, 'miniprogram') } = {}) {
  const memory = fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir()
  const instance = fs.mkdtempSync(path.join(memory, 'diandian-e2e-'))
  const building = build(source, path.join(instance, 'preview'))
  const process_ = spawn(python(), [path.join(root, 'preview/e2e/stage.py'), instance], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = readline.createInterface({ input: process_.stdout })
  const waiting = []
  lines.on('line', (line) => waiting.shift()?.(JSON.parse(line)))
  lines.on('close', () => waiting.forEach((tell) => tell({ error: 'the stage has ended' })))
  const answer = () => new Promise((tell) => waiting.push(tell))
  let ready = answer()
  const stop = async () => {
    const ended = new Promise((done) => process_.once('exit', done))
    process_.stdin.end()
    if (process_.exitCode === null) await ended
    fs.rmSync(instance, { recursive: true, force: true })
  }
  try {
    const [{ report }, facts] = await Promise.all([building, ready])
    if (facts.error) throw new Error(facts.error)
    if (report.errors.length) throw new Error(`the preview was not built:\n${report.errors.join('\n')}`)
    standing = {
      ...facts,
      instance,
      stop,
      order(words) {
        const said = answer()
        process_.stdin.write(JSON.stringify(words) + '\n')
        return said
      },
    }
    return standing
  } catch (error) {
    for (const name of ['app', 'jobs', 'simulator']) showEnd(path.join(instance, 'logs', `${name}.log`))
    await stop()
    throw error
  }
}

function showEnd(log) {
  if (fs.existsSync(log)) console.error(`${log}\n${fs.readFileSync(log, 'utf8').split('\n').slice(-15).join('\n')}`)
}

/** The project's own Python where there is one. */
function python() {
  const own = path.join(root, '.venv/bin/python')
  return process.env.PYTHON ?? (fs.existsSync(own) ? own : 'python3')
}
