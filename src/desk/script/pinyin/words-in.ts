/** The words of a text, as the browser's dictionary has them. */

/**
 * The most that is taken apart at once, in UTF-16 units: browsers keep the whole of it with each word, so that a
 * long text would take its length squared.
 */
const MAX_LENGTH = 120

const SENTENCE = new RegExp(`[^。！？；!?;\\n]{0,${MAX_LENGTH}}[。！？；!?;\\n]*`, 'g')

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

export interface Word {
  /** Places in the text, in UTF-16 units. */
  from: number
  to: number
}

/** A sentence of a text, or as much of a long one as is looked at together. */
export interface Sentence extends Word {
  /** One after the other, without gaps. */
  words: Word[]
}

/** The sentences of a text, one after the other. Each is taken apart when it is first asked for its words. */
export class Sentences {
  private readonly all: Word[] = []
  private readonly known = new Map<Word, Sentence>()
  private last = 0

  private readonly text: string

  constructor(text: string) {
    this.text = text
    for (const { index, 0: sentence } of text.matchAll(SENTENCE)) {
      if (sentence) this.all.push({ from: index, to: index + sentence.length })
    }
  }

  /** The sentence at a place. Fastest when places are asked for in their order. */
  at(place: number): Sentence {
    if ((this.all[this.last]?.from ?? 0) > place) this.last = 0
    while ((this.all[this.last]?.to ?? Infinity) <= place) this.last++
    const range = this.all[this.last] ?? { from: place, to: place }
    const sentence = this.known.get(range) ?? { ...range, words: this.wordsIn(range) }
    this.known.set(range, sentence)
    return sentence
  }

  private wordsIn({ from, to }: Word): Word[] {
    const segments = segmenter.segment(this.text.slice(from, to))
    return [...segments].map(({ index, segment }) => ({
      from: from + index,
      to: from + index + segment.length,
    }))
  }

  /** The word at a place. */
  wordAt(place: number): Word {
    const { words } = this.at(place)
    return words.find(({ to }) => to > place) ?? { from: place, to: place }
  }

  /** Whether a word begins or ends here. */
  isBoundary(place: number): boolean {
    return place >= this.text.length || this.wordAt(place).from === place
  }
}
