// Chromium as every test of the preview starts it. It can write Gujarati whatever the machine has: a phone could, and
// without the letters there is nothing to measure.

import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const LETTERS = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../app/certs/fonts/NotoSansGujarati-Regular.ttf')
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-extensions', '--force-color-profile=srgb']
/** A busy machine is slow to start anything. */
const START_MS = 180_000

export const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', process.env.CHROMIUM].find((file) => file && fs.existsSync(file))

export async function launch() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mp-letters-'))
  const settings = path.join(folder, 'fonts.conf')
  fs.copyFileSync(LETTERS, path.join(folder, path.basename(LETTERS)))
  fs.writeFileSync(settings, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>${folder}</dir></fontconfig>`)
  const browser = await chromium.launch({ executablePath: program, args: FLAGS, timeout: START_MS, env: { ...process.env, FONTCONFIG_FILE: settings } })
  browser.once('disconnected', () => fs.rmSync(folder, { recursive: true, force: true }))
  return browser
}
