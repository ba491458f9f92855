// rpx, vw and vh of the phone as CSS the browser can count.

/** Addresses (a font written out in one may well contain "7vh") and words in quotes stay as they are. */
const LENGTH = /url\([^)]*\)|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?<![\w#-])([+-]?\d*\.?\d+)(rpx|vw|vh)\b/gi

export const phoneUnits = (value) => String(value).replace(LENGTH, (whole, number, unit) => (unit ? `calc(${number} * var(--${unit.toLowerCase()}))` : whole))
