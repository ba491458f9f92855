// How the phone's own questions look: like WeChat's, in light and in dark. Colours and the paper under them are layers.css's.

const LOOK = `
.mp-sheet :is(.wxs-sheet, .wxs-modal) { --act: var(--sheet-leaf, #1f7a56); --on-act: #fff; --quiet: var(--sheet-quiet); --line: var(--sheet-line); --fill: color-mix(in srgb, var(--sheet-ink) 7%, var(--sheet)); font: 16px/1.5 system-ui, -apple-system, "PingFang SC", "Noto Sans SC", sans-serif }
[data-mp-theme=dark] .mp-sheet :is(.wxs-sheet, .wxs-modal) { --on-act: #06120d }
:is(.wxs-sheet, .wxs-modal, .wxs-toast), :is(.wxs-sheet, .wxs-modal, .wxs-toast) * { box-sizing: border-box }
:is(.wxs-sheet, .wxs-modal) :is(h2, p, dl, dd) { margin: 0 }
:is(.wxs-sheet, .wxs-modal) button { font: inherit; color: inherit; border: 0; background: none; cursor: pointer; min-height: 44px }
:is(.wxs-sheet, .wxs-modal, .wxs-view) [hidden] { display: none !important }

.wxs-sheet { padding: 0 16px 16px; max-height: 88cqh; overflow: auto }
.wxs-sheet > header { display: flex; align-items: center; justify-content: center; min-height: 56px; position: relative }
.wxs-sheet > header h2 { font-size: 17px; font-weight: 600 }
.wxs-sheet .wxs-x { position: absolute; left: -8px; width: 44px; font-size: 28px; line-height: 1; color: var(--quiet) }
.wxs-quiet { color: var(--quiet); font-size: 15px; overflow-wrap: anywhere }
.wxs-small { color: var(--quiet); font-size: 13px }
.wxs-sheet .wxs-go { display: grid; place-items: center; width: 100%; min-height: 50px; padding: 8px 12px; border-radius: 12px; background: var(--act); color: var(--on-act); font-weight: 600; font-size: 17px; line-height: 1.3; text-align: center; text-decoration: none }
.wxs-sheet .wxs-go.wxs-plain { background: var(--fill); color: inherit }
.wxs-sheet .wxs-link { display: block; width: 100%; font-size: 15px; color: var(--quiet); text-align: center }
.mp-sheet .wxs-go:focus-visible { border-radius: 12px; outline-offset: 2px }
.wxs-pair { display: flex; gap: 12px; margin-top: 20px } .wxs-pair > * { flex: 1 }

.wxs-pay { text-align: center }
.wxs-pay-body { min-height: 242px; display: flex; flex-direction: column; justify-content: center }
.wxs-payee { font-size: 17px }
.wxs-amount { font-size: 44px; font-weight: 600; line-height: 1.3; letter-spacing: -.01em; font-variant-numeric: tabular-nums }
.wxs-amount span { font-size: 26px; margin-inline-end: 4px; font-weight: 500 }
.wxs-sheet .wxs-line { display: flex; justify-content: space-between; border-top: 1px solid var(--line); padding: 14px 0; font-size: 15px; margin: 20px 0 4px }
.wxs-line dt { color: var(--quiet) }
.wxs-pay-body .wxs-plain { margin-top: 24px }
.wxs-pay-others summary { display: inline-flex; align-items: center; min-height: 44px; padding: 0 12px; font-size: 13px; color: var(--quiet); cursor: pointer; list-style: none }
.wxs-pay-others summary::after { content: "⌄"; margin-inline-start: 6px; transform: translateY(-3px) }
.wxs-pay-others summary::-webkit-details-marker { display: none }

.wxs-toast { width: max-content; max-width: 72cqw; padding: 12px 20px; border-radius: 12px; background: rgba(22, 30, 26, .93); color: #fff; font: 16px/1.5 system-ui, -apple-system, "PingFang SC", "Noto Sans SC", sans-serif; text-align: center; display: flex; flex-direction: column; align-items: center; gap: 8px; overflow-wrap: anywhere }
.wxs-toast i { font: 500 32px/1.2 system-ui } .wxs-toast img { width: 40px; height: 40px; object-fit: contain }
.wxs-toast:is([data-icon=success], [data-icon=error], .wxs-loading) { min-width: 136px; padding: 22px 20px 18px }
.wxs-toast[data-mask=true]::before { content: ""; position: absolute; inset: 0; z-index: -1; pointer-events: auto }
.wxs-toast .wxs-spin { width: 32px; height: 32px; border-radius: 50%; border: 3px solid #fff5; border-top-color: #fff; animation: wxs-turn 1s linear infinite }
[data-mp-theme=dark] .wxs-toast { background: rgba(56, 70, 63, .97) }
@keyframes wxs-turn { to { transform: rotate(360deg) } }
@media (prefers-reduced-motion: reduce) { .wxs-toast .wxs-spin { animation-duration: 4s } }

.wxs-modal { overflow: hidden; text-align: center; padding-top: 28px }
.wxs-modal h2 { font-size: 17px; font-weight: 600; padding: 0 24px }
.wxs-modal p { color: var(--quiet); padding: 0 24px; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 50cqh; overflow: auto }
.wxs-modal h2 + p { margin-top: 12px }
.wxs-modal footer { display: flex; border-top: 1px solid var(--line); margin-top: 24px }
.wxs-modal footer button { flex: 1; min-height: 56px; padding: 8px; font-size: 17px; font-weight: 500 }
.wxs-modal footer button + button { border-inline-start: 1px solid var(--line) }
.wxs-modal footer [data-role=confirm] { color: var(--act) }

.wxs-field { font: inherit; color: inherit; background: var(--fill); border: 1px solid var(--line); border-radius: 12px; min-height: 48px; padding: 8px 12px; width: 100%; margin: 12px 0 0 }
.wxs-modal .wxs-field { width: calc(100% - 48px); margin: 16px 24px 0 }
.wxs-list { padding: 0; text-align: center } .wxs-list > p { padding: 16px }
.wxs-list button { display: block; width: 100%; min-height: 56px; border-top: 1px solid var(--line); font-size: 17px; padding: 8px 16px }
.wxs-list button:first-child { border-top: 0 }
.wxs-list .wxs-last { border-top: 8px solid var(--fill); color: var(--quiet) }
.wxs-rows { margin: 8px 0 } .wxs-rows button { display: flex; width: 100%; flex-direction: column; justify-content: center; text-align: start; min-height: 60px; padding: 8px 0; border-top: 1px solid var(--line) }
.wxs-rows button:first-child { border-top: 0 } .wxs-rows small { color: var(--quiet); font-size: 14px }
.wxs-row { display: flex; align-items: center; gap: 12px; min-height: 56px; border-top: 1px solid var(--line) } .wxs-row span { flex: 1; overflow-wrap: anywhere }
.wxs-row input { width: 24px; height: 24px; accent-color: var(--act) }
.wxs-quiet + .wxs-row { margin-top: 12px }
.wxs-row + .wxs-go, .wxs-quiet + .wxs-go { margin-top: 16px }

.wxs-chat { background: var(--fill); margin: 0 -16px; padding: 24px 16px; display: flex; gap: 12px; align-items: flex-start; justify-content: flex-end }
.wxs-card { background: var(--sheet); border-radius: 8px; padding: 12px; width: min(248px, 70cqw); text-align: start; font-size: 13px; color: var(--quiet) }
.wxs-card b { display: block; color: var(--sheet-ink); font-weight: 400; font-size: 16px; line-height: 1.4; margin: 4px 0 8px; overflow-wrap: anywhere }
.wxs-card :is(img, .wxs-blank) { display: block; width: 100%; aspect-ratio: 5 / 4; object-fit: cover; background: var(--fill); margin-bottom: 8px }
.wxs-card footer { border-top: 1px solid var(--line); padding-top: 6px; font-size: 12px }
.wxs-face { width: 42px; height: 42px; border-radius: 6px; background: var(--act); color: var(--on-act); display: grid; place-items: center; flex: none; font-size: 14px }
.wxs-moment { flex: 1; display: flex; gap: 12px; align-items: center; background: var(--sheet); padding: 8px; text-align: start }
.wxs-moment :is(img, .wxs-blank) { width: 56px; height: 56px; object-fit: cover; background: var(--fill); flex: none } .wxs-moment b { font-weight: 400; line-height: 1.4 }

.wxs-view { background: #000; width: 100cqw; height: 100cqh; display: grid; place-items: center; position: relative; cursor: zoom-out }
.wxs-view img { max-width: 100cqw; max-height: 100cqh; object-fit: contain }
.wxs-view p { position: absolute; top: 20px; left: 50%; transform: translateX(-50%); margin: 0; padding: 2px 12px; border-radius: 99px; background: rgba(0, 0, 0, .6); color: #fff; font: 15px/1.6 system-ui } .wxs-view p:empty { display: none }
.wxs-view button { position: absolute; top: calc(50% - 22px); width: 44px; height: 44px; margin: 0 8px; border: 0; border-radius: 50%; background: rgba(0, 0, 0, .6); color: #fff; font: 26px/1 system-ui; cursor: pointer }
.wxs-view .wxs-view-shut { top: 12px; left: 4px }
`

let dressed = false

export function dress(document) {
  if (dressed) return
  dressed = true
  // Through the object model: a page whose policy allows no inline style takes it (preview/test asks for that).
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(LOOK)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}
