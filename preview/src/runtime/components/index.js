// Every built-in component, family by family.

import { definer } from './builtin.js'
import { defineAbsent } from './absent.js'
import { defineButton } from './button.js'
import { defineCanvas } from './canvas.js'
import { defineChoices } from './choices.js'
import { defineDisplay } from './display.js'
import { defineFields } from './fields.js'
import { defineForm } from './form.js'
import { defineImage } from './image.js'
import { defineMeta } from './meta.js'
import { defineMovable } from './movable.js'
import { defineNavigator } from './navigator.js'
import { defineOpenData } from './open-data.js'
import { definePicker } from './picker.js'
import { definePickerView } from './picker-view.js'
import { defineScrolling } from './scrolling.js'
import { defineSwiper } from './swiper.js'
import { defineViews } from './views.js'

/** @param {any} space @param {any} host */
export function defineBuiltIns(space, host) {
  const define = definer(space, host)
  defineViews(define)
  defineMeta(define)
  defineMovable(define)
  defineImage(define)
  defineButton(define, host)
  defineFields(define, host)
  defineForm(define)
  defineChoices(define)
  definePicker(define, host)
  definePickerView(define)
  defineScrolling(define)
  defineSwiper(define)
  defineNavigator(define, host)
  defineDisplay(define)
  defineCanvas(define, host)
  defineOpenData(define)
  defineAbsent(define, host)
}
