/** Unicode normalisation (TR15) of text from outside, in time that grows with its length alone. */

/** As many marks on one letter as any language uses: a text with more is not stream-safe (TR15). */
const MAX_MARKS = 30

/** Characters that are put in order where they stand together. The last two become such marks. */
const MARK = '[\\p{M}\\uff9e\\uff9f]'
const CROWDED = new RegExp(`${MARK}{${MAX_MARKS + 1}}`, 'u')
const CROWD = new RegExp(`${MARK}{${MAX_MARKS}}`, 'gu')

/**
 * Characters that NFC may change, or that others may be composed with: all but those of most texts in Chinese
 * and in Latin, for which a look is enough.
 */
const MAY_CHANGE =
  /[^\n -\u02ff\u2010-\u2027\u2030-\u205e\u3000-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uff00-\uff5e]/

/** Whether more marks stand together somewhere than are put in order together. */
export const isCrowded = (text: string) => CROWDED.test(text)

/**
 * `text.normalize(form)`, save that no more marks than thirty are put in order together. Putting
 * them in order takes the square of their number, which for a body of nothing else is an hour's worth
 * of requests.
 */
export function normalize(text: string, form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD'): string {
  if (form === 'NFC' && !MAY_CHANGE.test(text)) return text
  if (!isCrowded(text)) return text.normalize(form)
  const pieces: string[] = []
  let end = 0
  for (const { 0: marks, index } of text.matchAll(CROWD)) {
    pieces.push(text.slice(end, index + marks.length).normalize(form))
    end = index + marks.length
  }
  pieces.push(text.slice(end).normalize(form))
  return pieces.join('')
}
