/** The newsroom's own readings: had from the desk, and given to it. */
import { WORDS } from './words'

export type Readings = [word: string, pinyin: string][]

/** All of them, as they are now; null when they cannot be had. The browser keeps them, and asks whether they changed. */
export async function ownReadings(): Promise<Readings | null> {
  try {
    const answer = await fetch('/desk/readings.json', { cache: 'no-cache' })
    if (!answer.ok) return null
    return ((await answer.json()) as { readings: Readings }).readings
  } catch {
    return null
  }
}

/** Has the newsroom keep a reading. Null: it does; or else why not. */
export async function learn(word: string, pinyin: string): Promise<string | null> {
  const form = new FormData()
  form.set('word', word)
  form.set('pinyin', pinyin)
  try {
    const answer = await fetch('/desk/readings/learn', { method: 'POST', body: form })
    if (answer.ok) return null
    const { reasons } = (await answer.json()) as { reasons: string[] }
    return reasons.join(' ')
  } catch {
    return WORDS.offline
  }
}
