/** A hint to what looks wrong in the punctuation of a text. */

export const HINT_KINDS = [
  /** Half-width punctuation among Han characters. */
  'half',
  /** A quotation mark or bracket without its other half. */
  'pair',
  /** The same marks one within the other. */
  'nested',
  /** Marks that do not follow one another. */
  'doubled',
  'ellipsis',
  'dash',
  /** A space between Han characters, or before punctuation. */
  'space',
  /** Full-width letters and digits. */
  'wide',
] as const

export type HintKind = (typeof HINT_KINDS)[number]

export interface Hint {
  kind: HintKind
  /** UTF-16 units of the text. */
  from: number
  to: number
  /** What is to stand there; null where only a person can tell. */
  fix: string | null
}

/** A hint with what stands around it, to be shown, and to be known again when it moves. */
export interface ShownHint extends Hint {
  before: string
  text: string
  after: string
}

/** How much of the text around it is shown, in UTF-16 units. */
export const AROUND = 8

export const nameOf = ({ kind, before, text, after }: ShownHint) =>
  `${kind} ${before}|${text}|${after}`

/** Whether a text in a language is looked at: `zh`, and what is written like it. */
export const isChinese = (language: string) => /^(?:zh|yue|cmn)(?:-|$)/i.test(language)
