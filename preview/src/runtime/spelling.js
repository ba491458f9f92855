// Whether one name looks like another written wrongly.

const SHORTEST = 4
const LONG = 5

/** A letter too many, too few, wrong or exchanged with its neighbour; two of these in a longer name. icon20 and icon60 are two names. */
export function misspelt(said, meant) {
  const shorter = Math.min(said.length, meant.length)
  if (said === meant || shorter < SHORTEST || said.replace(/\d/g, '') === meant.replace(/\d/g, '')) return false
  return distance(said, meant) <= (shorter < LONG ? 1 : 2)
}

/** Damerau's count of slips between two words. */
function distance(one, other) {
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)]
  for (let row = 1; row <= one.length; row += 1) {
    rows.push([row])
    for (let at = 1; at <= other.length; at += 1) {
      const same = one[row - 1] === other[at - 1]
      let least = Math.min(rows[row - 1][at] + 1, rows[row][at - 1] + 1, rows[row - 1][at - 1] + (same ? 0 : 1))
      const swapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]
      if (swapped) least = Math.min(least, rows[row - 2][at - 2] + 1)
      rows[row].push(least)
    }
  }
  return rows[one.length][other.length]
}
