// picker: one list, several columns, a date, a time or a region, chosen in a sheet.

import { make } from '../dom.js'
import { say } from '../words.js'
import { REGIONS } from './regions.js'
import { fire } from './builtin.js'

export function definePicker(define, host) {
  define('picker', {
    properties: {
      name: String,
      mode: { type: String, value: 'selector' },
      range: null,
      rangeKey: String,
      value: null,
      start: String,
      end: String,
      fields: { type: String, value: 'day' },
      customItem: String,
      level: String,
      headerText: String,
      disabled: Boolean,
    },
    made(element, self) {
      element.tabIndex = 0
      element.setAttribute('role', 'button')
      element.setAttribute('aria-haspopup', 'dialog')
      self.mpFirst = self.data.value
      element.addEventListener('click', () => {
        if (!self.data.disabled) open(self, host)
      })
    },
    changed(element, { disabled, ariaRole }) {
      if (!ariaRole) element.setAttribute('role', 'button')
      element.setAttribute('aria-disabled', String(!!disabled))
    },
    value: (self) => self.data.value,
    reset: (self) => self.setData({ value: self.mpFirst }),
  })
}

function open(self, host) {
  const words = say(host.language)
  const { mode, headerText, ariaLabel } = self.data
  const cancel = () => {
    close()
    fire(self, 'cancel', {})
  }
  const choose = (value, more = {}) => {
    close()
    self.setData({ value })
    fire(self, 'change', { value: mode === 'selector' ? String(value) : value, ...more })
  }
  const body = make('div.mp-picker')
  const head = make('div.mp-picker-head', {}, make('button', { type: 'button', onclick: cancel }, words.cancel), make('b', {}, headerText || ''))
  body.append(head)
  const close = host.sheet(body, { label: headerText || ariaLabel || words.choose, dismiss: cancel })
  const done = (take) => head.append(make('button.mp-picker-done', { type: 'button', onclick: take }, words.done))

  if (mode === 'selector') oneList(self, body, choose)
  else if (mode === 'multiSelector') {
    const picked = columns(self, body, () => self.data.range ?? [], self.data.value)
    done(() => choose(picked()))
  } else if (mode === 'region') region(self, body, done, choose)
  else dateOrTime(self, body, done, choose)
}

const nameOf = (self) => self.data.headerText || self.data.ariaLabel || say(self.mpHost?.language ?? '').choose
const label = (item, key) => String(key && item !== null && typeof item === 'object' ? item[key] : item)

function oneList(self, body, choose) {
  const { range, rangeKey, value } = self.data
  const list = make('div.mp-picker-list', { role: 'listbox', 'aria-label': nameOf(self) })
  const items = (range ?? []).map((item, index) =>
    make('button.mp-picker-item', { type: 'button', role: 'option', 'aria-selected': String(index === Number(value)), onclick: () => choose(index) }, label(item, rangeKey)),
  )
  list.append(...items)
  body.append(list)
  const at = items[Number(value)] ?? items[0]
  at?.scrollIntoView({ block: 'center' })
  at?.focus({ preventScroll: true })
}

/** @returns {() => number[]} what is chosen in each column now */
function columns(self, body, theRange, value) {
  const chosen = theRange().map((_, index) => Number(value?.[index] ?? 0))
  const row = make('div.mp-picker-columns')
  body.append(row)
  const draw = () => {
    const tops = [...row.children].map((column) => column.scrollTop)
    row.replaceChildren(
      ...theRange().map((items, column) =>
        make(
          'div.mp-picker-list',
          { role: 'listbox', 'aria-label': `${nameOf(self)} ${column + 1}` },
          ...items.map((item, index) =>
            make(
              'button.mp-picker-item',
              {
                type: 'button',
                role: 'option',
                'aria-selected': String(index === chosen[column]),
                onclick() {
                  chosen[column] = index
                  fire(self, 'columnchange', { column, value: index })
                  // The page may have put other items into the columns after this one.
                  requestAnimationFrame(draw)
                },
              },
              label(item, self.data.rangeKey),
            ),
          ),
        ),
      ),
    )
    tops.forEach((top, index) => row.children[index] && (row.children[index].scrollTop = top))
  }
  draw()
  return () => theRange().map((items, index) => Math.max(0, Math.min(chosen[index] ?? 0, items.length - 1)))
}

function region(self, body, done, choose) {
  const said = Array.isArray(self.data.value) ? self.data.value : []
  const names = Object.keys(REGIONS)
  const chosen = [Math.max(0, names.indexOf(said[0])), 0, 0]
  const range = () => {
    const cities = REGIONS[names[chosen[0]]]
    const city = Object.keys(cities)[chosen[1]] ?? Object.keys(cities)[0]
    return [names, Object.keys(cities), cities[city]]
  }
  const fake = { data: {}, mpHost: self.mpHost, triggerEvent: (_, { column, value }) => ((chosen[column] = value), column < 2 && chosen.fill(0, column + 1)) }
  const picked = columns(fake, body, range, chosen)
  done(() => choose(range().map((items, index) => items[picked()[index]]), { code: [], postcode: '' }))
}

function dateOrTime(self, body, done, choose) {
  const { mode, value, start, end, fields } = self.data
  const type = mode === 'time' ? 'time' : fields === 'month' ? 'month' : fields === 'year' ? 'number' : 'date'
  const native = make('input.mp-picker-native', { type, value: value ?? '', min: start ?? '', max: end ?? '', 'aria-label': self.data.headerText || self.data.ariaLabel || mode })
  body.append(native)
  native.focus()
  done(() => choose(native.value))
}
