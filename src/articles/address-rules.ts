/**
 * Address rules: where old addresses of one pattern lead, a newsroom's in one list. What is pure here serves who
 * looks one up, and who tries one out.
 */
import { type Compiled, compile, type Part, patternOf, valuesIn } from './address-patterns'
import { isDots } from './names'

/** How many rules there may be. All of them are read at once, as one row. */
export const MAX_RULES = 200

/** Addresses like `from` lead to a page of ours, to the article of an origin in that system, or nowhere any more. */
export type AddressRule =
  | { from: string; to: string }
  | { from: string; origin: string }
  | { from: string; gone: true }

/** The rules in their order. The first that is like an address and leads somewhere counts. */
export interface KeptRules {
  /** Moves on with each change, and never comes back; 1 when there never was a rule. */
  version: number
  rules: AddressRule[]
  /** The name of the key that set them, if it was asked for, and when, in UTC seconds; null when nobody did. */
  editor: string | null
  updatedAt: number | null
}

const COLUMNS = 'r.version, r.rules, r.updated_at AS updatedAt'

/** All rules: one row, by primary key. Decode with `toRules`. */
export const selectRules = (db: D1Database) =>
  db.prepare(`SELECT ${COLUMNS}, NULL AS editor FROM address_rules r WHERE r.id = 1`)

/** The same, and who set them: two rows. Decode with `toRules`. */
export const selectRulesAndEditor = (db: D1Database) =>
  db.prepare(
    `SELECT ${COLUMNS}, k.name AS editor
     FROM address_rules r LEFT JOIN keys k ON k.id = r.key_id WHERE r.id = 1`,
  )

type Row = Omit<KeptRules, 'rules'> & { rules: string }

/** The list that was read last, so that the same one is parsed and compiled once in an isolate. */
let last: { text: string; rules: AddressRule[] } = { text: '[]', rules: [] }

export function toRules(result: D1Result): KeptRules {
  const row = result.results[0] as Row | undefined
  if (!row) return { version: 1, rules: [], editor: null, updatedAt: null }
  if (row.rules !== last.text) last = { text: row.rules, rules: JSON.parse(row.rules) }
  return { ...row, rules: last.rules }
}

/** What a rule makes of an address. */
export type Match = { rule: AddressRule } & (
  | { kind: 'gone' }
  /** A path of ours, spelled as ours are. Whether a page stands there, others say. */
  | { kind: 'page'; path: string }
  /** The article that comes from there, if there is one. */
  | { kind: 'origin'; system: string; id: string }
)

interface Ready {
  rule: AddressRule
  from: Compiled
  /** The steps of `to`. */
  to: Part[][]
}

const ready = new WeakMap<AddressRule[], Ready[]>()

function readyOf(rules: AddressRule[]): Ready[] {
  const made =
    ready.get(rules) ??
    rules.map((rule) => ({
      rule,
      from: compile(patternOf(rule.from)),
      to: 'to' in rule ? patternOf(rule.to).steps : [],
    }))
  ready.set(rules, made)
  return made
}

/**
 * What rules make of a normal address (see `normalAddress`), in the order in which they count. Nothing comes after
 * what is gone.
 */
export function matches(rules: AddressRule[], address: string): Match[] {
  const found: Match[] = []
  for (const one of readyOf(rules)) {
    const match = matchOf(one, address)
    if (match) found.push(match)
    if (match?.kind === 'gone') break
  }
  return found
}

/** Null also where what stands for a name is no text: bytes of another encoding name none of our pages. */
function matchOf({ rule, from, to }: Ready, address: string): Match | null {
  const spelled = valuesIn(from, address)
  if (!spelled) return null
  if ('gone' in rule) return { rule, kind: 'gone' }
  const values = new Map([...spelled].map(([name, value]) => [name, textOf(value)]))
  if ('origin' in rule) {
    const id = values.get('id')
    return id == null ? null : { rule, kind: 'origin', system: rule.origin, id }
  }
  const steps = to.map((parts) => stepOf(parts, values))
  return steps.includes(null) ? null : { rule, kind: 'page', path: `/${steps.join('/')}` }
}

type Values = Map<string, string | null>

/** A step of an address of ours; null where it would be none. */
function stepOf(parts: Part[], values: Values): string | null {
  const texts = parts.map((part) => ('name' in part ? values.get(part.name) : textOf(part.text)))
  if (texts.some((text) => text == null)) return null
  const step = texts.join('').normalize('NFC')
  return isDots(step) ? null : encodeURIComponent(step)
}

function textOf(spelled: string): string | null {
  try {
    return decodeURIComponent(spelled)
  } catch {
    return null
  }
}

/** The keys of queries that rules know at `/`, sorted: with one of them, the home page's address is an old one. */
export function homeKeys(rules: AddressRule[]): string[] {
  const atHome = rules.filter(({ from }) => from.startsWith('/?'))
  const keys = atHome.flatMap(({ from }) => patternOf(from).params.map(({ key }) => key))
  return [...new Set(keys)].sort()
}
