/** A reading as a form sends it, and what becomes of it. */
import type { Reading } from '../../articles/readings'
import { callApi } from '../calling'
import type { DeskContext } from '../context'

export function readingIn(form: FormData): Reading {
  const textIn = (name: string) => String(form.get(name) ?? '').trim()
  return { word: textIn('word'), pinyin: textIn('pinyin') }
}

/** Its path in the API. A word that is empty is no list: it is refused as a word. */
export const pathOf = ({ word }: Reading) => `/readings/${encodeURIComponent(word) || '%20'}`

export const put = (c: DeskContext, reading: Reading) =>
  callApi<Reading>(c, 'PUT', pathOf(reading), { json: { pinyin: reading.pinyin } })
