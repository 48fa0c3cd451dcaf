/**
 * Remembers of very many texts that they came before, in 16 to 32 bytes each: of a text only 53 bits of its
 * SHA-1 are kept. Of a million texts, one in ten thousand runs takes two for the same.
 */
import { createHash } from 'node:crypto'

/** Remembers a text; gives back whether it is new. */
export type Remember = (text: string) => boolean

export function remembering(): Remember {
  let table = new Float64Array(1 << 12)
  let count = 0

  return (text) => {
    const key = keyOf(text)
    const at = placeOf(table, key)
    if (table[at] === key) return false
    table[at] = key
    count++
    if (count * 2 > table.length) table = larger(table)
    return true
  }
}

/** A text in 53 bits; never 0, which stands for nothing. */
export function keyOf(text: string): number {
  const digest = createHash('sha1').update(text).digest()
  return digest.readUIntBE(0, 6) * 32 + ((digest[6] ?? 0) & 31) || 1
}

/** Where a key is, or would be: the next place that is free. */
function placeOf(table: Float64Array, key: number): number {
  let at = key % table.length
  while (table[at] !== 0 && table[at] !== key) at = (at + 1) % table.length
  return at
}

function larger(table: Float64Array): Float64Array<ArrayBuffer> {
  const made = new Float64Array(table.length * 2)
  for (const key of table) if (key !== 0) made[placeOf(made, key)] = key
  return made
}
