/** What is proposed for a text, word by word, each in its sentence; and what its editor makes of it. */
import type { Node } from 'prosemirror-model'
import { isDifficult } from './difficult'
import type { Own } from './own'
import { type Proposal, propose, type Which } from './proposals'
import { type Ruby, type Stretch, stretchesOf } from './stretches'
import { Sentences, type Word } from './words-in'

/** A Han character. Places are those of the document. */
export interface Character extends Proposal {
  /** The reading that stands above it; null: none. */
  present: string | null
  /** The characters that share it; null as well. */
  ruby: Ruby | null
  /** Whether its reading is up to the editor. The others only stand beside, and stay as they are. */
  isAsked: boolean
  /** What it is to have: at first what it has, or else what is proposed. Empty: nothing. */
  chosen: string
}

export interface Row {
  word: string
  /** Its Han characters. */
  characters: Character[]
  /** What stands around it in its sentence. */
  before: string
  after: string
  isTaken: boolean
  /** How a word is read that stands here, perhaps a longer one; null where it does not. */
  readingOf(word: string): string | null
}

export interface Asked {
  which: Which
  /** The range of the document that it is about. */
  from: number
  to: number
}

/** As much of a sentence as is shown on either side of a word, in UTF-16 units. */
const AROUND = 14

/** The words with a character whose reading is asked for, in their order. */
export const rowsOf = (doc: Node, own: Own, asked: Asked): Row[] =>
  stretchesOf(doc, asked.from, asked.to).flatMap((stretch) => rowsIn(stretch, own, asked))

function rowsIn(stretch: Stretch, own: Own, asked: Asked): Row[] {
  const { text, start } = stretch
  const sentences = new Sentences(text)
  const characters = charactersIn(stretch, own, asked, sentences)
  const byPlace = new Map(characters.map((character) => [character.from, character]))
  const rows: Row[] = []
  for (let i = 0; i < characters.length; i++) {
    const { isAsked, from, word: found } = characters[i] as Character
    if (!isAsked) continue
    const word = found ?? sentences.wordAt(from - start)
    const [first, last] = endsOf(characters, i, word, start)
    const read = characters.slice(first, last + 1)
    const range = {
      from: Math.min(word.from, (read[0]?.from ?? 0) - start),
      to: Math.max(word.to, (read.at(-1)?.to ?? 0) - start),
    }
    rows.push({
      word: text.slice(range.from, range.to),
      characters: read,
      ...around(text, range, sentences.at(from - start)),
      isTaken: true,
      readingOf: (longer) => readingIn(text, longer, from - start, (at) => byPlace.get(at + start)),
    })
    i = last
  }
  return rows
}

/** Two difficult characters in a row are a word that no dictionary has, or a name. */
const areOne = (one: Character, beside: Character | undefined) =>
  beside !== undefined &&
  (one.to === beside.from || one.from === beside.to) &&
  isDifficult(one.character) &&
  isDifficult(beside.character)

/** Which characters are read with one of them: those of its word, and of a reading that reaches beyond it. */
function endsOf(characters: Character[], at: number, word: Word, start: number): [number, number] {
  const isWith = (one: Character | undefined, beside: Character | undefined) =>
    one !== undefined &&
    ((one.from >= start + word.from && one.to <= start + word.to) ||
      (one.ruby !== null && one.ruby === beside?.ruby) ||
      areOne(one, beside))
  let [first, last] = [at, at]
  while (isWith(characters[first - 1], characters[first])) first--
  while (isWith(characters[last + 1], characters[last])) last++
  return [first, last]
}

function charactersIn(
  { text, start, rubies }: Stretch,
  own: Own,
  { which, from, to }: Asked,
  sentences: Sentences,
): Character[] {
  let n = 0
  const all = propose(text, own, 'all', sentences).map((proposal): Character => {
    const [first, last] = [proposal.from + start, proposal.to + start]
    while ((rubies[n]?.to ?? Infinity) <= first) n++
    const found = rubies[n]
    const ruby = found && found.from <= first ? found : null
    const isAsked =
      first < to && last > from && (which === 'all' || isDifficult(proposal.character))
    const place = { from: first, to: last }
    return { ...proposal, ...place, ruby, present: null, isAsked, chosen: proposal.pinyin }
  })
  for (const shared of Map.groupBy(all, ({ ruby }) => ruby).values()) keepPresent(shared)
  return all
}

/** Characters that share a reading are asked for together. One that says something else is left alone. */
function keepPresent(shared: Character[]): void {
  const ruby = shared[0]?.ruby
  if (!ruby) return
  const syllables = ruby.annotation.trim().split(/\s+/)
  const isPinyin = syllables.length === shared.length && coversAll(shared, ruby)
  const isAsked = isPinyin && shared.some((one) => one.isAsked)
  for (const [i, character] of shared.entries()) {
    const present = isPinyin ? (syllables[i] ?? '') : ruby.annotation
    Object.assign(character, { present, isAsked, chosen: present })
  }
}

const coversAll = (characters: Character[], { from, to }: Ruby) =>
  characters.reduce((length, one) => length + one.to - one.from, 0) === to - from

const around = (text: string, word: Word, sentence: Word) => ({
  before: text.slice(Math.max(sentence.from, word.from - AROUND), word.from).toWellFormed(),
  after: text
    .slice(word.to, Math.max(word.to, Math.min(sentence.to, word.to + AROUND)))
    .toWellFormed(),
})

function readingIn(
  text: string,
  word: string,
  place: number,
  at: (place: number) => Character | undefined,
): string | null {
  const from = word === '' ? -1 : text.indexOf(word, Math.max(0, place - word.length + 1))
  if (from === -1 || from > place) return null
  const read: string[] = []
  for (let i = from; i < from + word.length; i++) {
    const character = at(i)
    if (character) read.push(character.chosen || character.pinyin)
  }
  return read.join(' ')
}
