/** What a report says, counted as it comes: of however many things, a bounded number is named. */

/** Things of one kind: how many, and the names of the first. */
export interface Group {
  count: number
  /** Of each that is named. */
  named: { name: string; why: string }[]
}

/** Kinds of things, by what is said of them. */
export interface Groups {
  add(kind: string, name: string, why?: string): void
  /** The most frequent first. */
  all(): [kind: string, group: Group][]
  total(): number
}

const MAX_TEXT = 300

/** `kinds` are told apart, and `names` of each are kept; what is of yet another kind is counted as "others". */
export function groups(kinds: number, names: number): Groups {
  const known = new Map<string, Group>()
  let count = 0
  return {
    add(kind, name, why = '') {
      count++
      const key = known.has(kind) || known.size < kinds ? kind : 'others'
      const group = known.get(key) ?? { count: 0, named: [] }
      known.set(key, group)
      group.count++
      if (group.named.length < names) {
        group.named.push({ name: short(name), why: short(why) })
      }
    },
    all: () => [...known].sort(([, a], [, b]) => b.count - a.count),
    total: () => count,
  }
}

/** A sliced string keeps all of what it is a part of: this one is a copy. */
const short = (text: string) =>
  text.length <= MAX_TEXT
    ? text
    : Buffer.from(`${text.slice(0, MAX_TEXT)}…`.toWellFormed()).toString()

/** Notes by what they say, whatever they name: "…" stands for names in quotes, and for numbers. */
export const kindOf = (note: string) =>
  short(note.replace(/"[^"]*"|“[^”]*”|`[^`]*`|(?<![\p{L}\d])\d+(?![\p{L}\d])/gu, '…'))

export interface Tally {
  statuses: Map<string, number>
  /** Pieces that stay behind, and whatever else does, by what it is. */
  dropped: Groups
  /** What does not come as it was, by kind; `why` is the note itself. */
  notes: Groups
  /** About the source as a whole. */
  remarks: Groups
  withoutSection: Groups
  /** Pictures by where they come from; those that cannot be had are named, with why. */
  pictures: Groups
  faults: Groups
  /** Old addresses by what becomes of them. */
  addresses: Groups
  links: { count: number; files: number }
  note(text: string, name: string): void
}

export function tally(): Tally {
  const notes = groups(300, 5)
  return {
    statuses: new Map(),
    dropped: groups(50, 1_000),
    notes,
    remarks: groups(200, 1),
    withoutSection: groups(1, 20),
    pictures: groups(10, 0),
    faults: groups(1, 1_000),
    addresses: groups(10, 0),
    links: { count: 0, files: 0 },
    note: (text, name) => notes.add(kindOf(text), name, text),
  }
}
