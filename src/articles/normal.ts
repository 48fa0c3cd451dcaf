/** Unicode normalisation (TR15) of text from outside, in time that grows with its length alone. */

/** As many marks on one letter as any language uses: a text with more is not stream-safe (TR15). */
const MAX_MARKS = 30

/** Characters that are put in order where they stand together. The last two become such marks. */
const MARK = '[\\p{M}\\uff9e\\uff9f]'
const CROWDED = new RegExp(`${MARK}{${MAX_MARKS + 1}}`, 'u')
const CROWD = new RegExp(`${MARK}{${MAX_MARKS}}`, 'gu')

/**
 * `text.normalize(form)`, save that no more marks than thirty are put in order together. Putting
 * them in order takes the square of their number, which for a body of nothing else is an hour's worth
 * of requests.
 */
export function normalize(text: string, form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD'): string {
  if (!CROWDED.test(text)) return text.normalize(form)
  const pieces: string[] = []
  let end = 0
  for (const { 0: marks, index } of text.matchAll(CROWD)) {
    pieces.push(text.slice(end, index + marks.length).normalize(form))
    end = index + marks.length
  }
  pieces.push(text.slice(end).normalize(form))
  return pieces.join('')
}
