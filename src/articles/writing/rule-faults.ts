/** What is wrong with an address rule: ends of sentences that begin with its field. Pure. */
import { pathsMeet } from '../address-overlap'
import { allParts, compile, namesIn, type Part, patternOf, valuesIn } from '../address-patterns'
import { keyOf, normalAddress, partsOf } from '../addresses'

/** Where a rule may lead. */
const TARGETS = [
  ...['/', '/articles/:x', '/sections/:x', '/keywords/:x', '/authors/:x', '/archive'],
  ...[
    '/archive/:month',
    '/search',
    '/feed.xml',
    '/atom.xml',
    '/feed.json',
    '/sections/:x/feed.xml',
  ],
]

/** First steps of addresses that no rule is asked about. */
const OWN = /^\/(?:api|desk|previews)(?=[/*?]|$)/

const NAME = /:[a-z][a-z0-9]*/gi

/** Null when it is a pattern that some address is like, and old addresses may have. */
export function fromFault(from: string): string | null {
  const { path, params } = partsOf(from)
  if (path.slice(0, -1).includes('*') || params.some((param) => param.includes('*'))) {
    return 'may have * at the end of its path only'
  }
  const pattern = patternOf(from)
  const key = keyFault(
    params.map(keyOf),
    pattern.params.map(({ key }) => key),
  )
  if (key) return key
  if (!isLikeSome(from)) {
    return 'must be a path from the root, perhaps with a query, like /tag/:name or /?p=:id'
  }
  const [own] = OWN.exec(from) ?? []
  if (own) return `begins with ${own}, which is the newsroom’s own`
  if (from.split('?')[0] === '/' && pattern.params.length === 0) {
    return 'is the home page, which stays as it is; add the query that it had, like /?p=:id'
  }
  const names = namesIn(allParts(pattern))
  const twice = repeated(names)
  if (twice) return `names :${twice} twice; give each a name of its own`
  const unparted = pattern.steps.map((step, i) =>
    firstUnparted(step, pattern.isOpen && i === pattern.steps.length - 1),
  )
  const open = [...unparted, ...pattern.params.map(({ parts }) => firstUnparted(parts, false))]
  const between = open.find((name) => name !== null)
  if (between) return `needs a sign between :${between} and what follows it, as in /:year-:month`
  return null
}

function keyFault(written: string[], keys: string[]): string | null {
  if (written.some((key) => key.search(NAME) !== -1)) {
    return 'may have placeholders in what its query says, and none in its keys'
  }
  const campaign = keys.find((key) => key.toLowerCase().startsWith('utm_'))
  if (campaign) return `asks for "${campaign}", which campaigns add to any address; leave it out`
  const twice = repeated(keys)
  return twice === undefined ? null : `asks for "${twice}" twice; once is enough`
}

/** Null when it leads to a page of ours, by what `from` names, and not back to what `from` is like. */
export function toFault(to: string, from: string): string | null {
  if (/[?#]/.test(to)) return 'must have no query and no fragment'
  if (to.includes('*')) return 'may have no *; give what is to be passed on a name, like :name'
  const target = patternOf(to)
  if (!isLikeSome(to) || !TARGETS.some((one) => isSuch(target.steps, patternOf(one).steps))) {
    return `must be one of ours: ${TARGETS.join(', ')}`
  }
  const source = patternOf(from)
  const known = new Set(namesIn(allParts(source)))
  const unknown = namesIn(allParts(target)).find((name) => !known.has(name))
  if (unknown) return `has :${unknown}, which "from" does not have; write it there too`
  if (source.params.length === 0 && pathsMeet(source, target)) {
    return 'is itself like "from", so that readers would go round in a circle; make "from" narrower'
  }
  return null
}

/** Null when what leads to an article by its origin says which one. */
export function idFault(from: string): string | null {
  const names = namesIn(allParts(patternOf(from)))
  return names.join() === 'id'
    ? null
    : 'must have :id and no other name where the rule has an origin'
}

/** Whether there is an address like it, as a browser would ask for it. */
function isLikeSome(written: string): boolean {
  const compiled = compile(patternOf(written))
  return ['~', 'x'].some((value) => {
    const address = normalAddress(written.replace(NAME, value).replace(/\*(?=\?|$)/, 'x'))
    return address !== null && valuesIn(compiled, address) !== null
  })
}

const isSuch = (steps: Part[][], target: Part[][]) =>
  steps.length === target.length &&
  target.every((parts, i) => {
    const step = steps[i] ?? []
    const isAny = parts.some((part) => 'name' in part)
    return isAny ? step.length > 0 : JSON.stringify(step) === JSON.stringify(parts)
  })

/** What is followed by another one at once, so that nobody could say where it ends. */
function firstUnparted(parts: Part[], isOpen: boolean): string | null {
  const name = parts.find((part, i): part is { name: string } => {
    const next = parts[i + 1]
    return 'name' in part && (next ? 'name' in next : isOpen)
  })
  return name?.name ?? null
}

const repeated = (texts: string[]) => texts.find((text, i) => texts.indexOf(text) < i)
