/** Readings that come before the library's: words, found in a text. */

const HAN = /\p{Script=Han}/u

/** Words that begin with the same UTF-16 unit. */
interface Beginning {
  /** With their syllables. */
  words: Map<string, string[]>
  /** Those that there are, in UTF-16 units. */
  lengths: Set<number>
}

/** Words by their first UTF-16 unit. */
export type Own = Map<string, Beginning>

/** Readings, ready to be looked for. */
export function ownOf(readings: readonly (readonly [word: string, pinyin: string])[]): Own {
  const own: Own = new Map()
  for (const [word, pinyin] of readings) {
    const first = word.charAt(0)
    const beginning = own.get(first) ?? { words: new Map(), lengths: new Set() }
    beginning.words.set(word, pinyin.split(' '))
    beginning.lengths.add(word.length)
    own.set(first, beginning)
  }
  return own
}

/** How a character is read, as part of a word; places in the text, in UTF-16 units. */
export interface Found {
  pinyin: string
  word: { from: number; to: number }
}

interface Match {
  at: number
  word: string
  syllables: string[]
}

/**
 * Reads words in a text: into `read`, by the place of each Han character, in UTF-16 units. The longest word comes
 * first, wherever it stands, and of equals the one that is earlier. What is read already stays, and no word is
 * read in part. `mayStand` says whether a word may stand from here to there.
 */
export function readOwn(
  text: string,
  own: Own,
  read: Map<number, Found>,
  mayStand: (from: number, to: number) => boolean = () => true,
): void {
  const matches = matchesIn(text, own)
  matches.sort((a, b) => b.word.length - a.word.length || a.at - b.at)
  const isTaken = new Set(read.keys())
  for (const { at, word: characters, syllables } of matches) {
    const word = { from: at, to: at + characters.length }
    const places = Array.from(characters, (_, i) => at + i)
    if (places.some((place) => isTaken.has(place)) || !mayStand(word.from, word.to)) continue
    let n = 0
    let place = at
    for (const character of characters) {
      if (HAN.test(character)) read.set(place, { pinyin: syllables[n++] ?? '', word })
      isTaken.add(place)
      place += character.length
    }
  }
}

function matchesIn(text: string, own: Own): Match[] {
  const matches: Match[] = []
  for (let at = 0; at < text.length; at++) {
    const beginning = own.get(text.charAt(at))
    if (!beginning) continue
    for (const length of beginning.lengths) {
      const word = text.slice(at, at + length)
      const syllables = beginning.words.get(word)
      if (syllables) matches.push({ at, word, syllables })
    }
  }
  return matches
}
