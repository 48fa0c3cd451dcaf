/** What is sent in fields and refused. Nothing sent holds three words of English in a row: those are the API's own. */
import { slugFault } from '../../../../src/articles/writing/slug'
import { readRules, rulesInput } from '../../../../src/editing/contract/address-rule-input'
import {
  handInInput,
  handInsInput,
  returnInput,
} from '../../../../src/editing/contract/hand-in-input'
import {
  articleInput,
  frontInput,
  keyInput,
  listInput,
  pastInput,
  previewInput,
  rotationInput,
  sectionInput,
} from '../../../../src/editing/contract/input'
import {
  pictureByUrl,
  pictureFields,
  picturesInput,
} from '../../../../src/editing/contract/picture-input'
import {
  readingInput,
  readingsInput,
  wordInput,
} from '../../../../src/editing/contract/reading-input'
import { validate } from '../../../../src/editing/contract/values'
import { faultsOf as faultsOfFront } from '../../../../src/editing/saving/fronts'

const NOW = Date.parse('2026-11-26T00:00:00Z') / 1000

/** What any field may be sent as. */
export const VALUES: unknown[] = [
  undefined,
  null,
  7,
  -1,
  1.5,
  1e9,
  true,
  '',
  ' ',
  '一\n二',
  '\u0000',
  '一\n二\u0008',
  '\ud800',
  '\u202e倒',
  '\u2066开',
  '关\u2069',
  '\u200b',
  '..',
  '字'.repeat(3000),
  'x'.repeat(300_000),
  'A B',
  'https://a:b@example.org/',
  'https:/example.org',
  'https://example.org/\u200b',
  'https:\\\\example.org',
  `https://example.org/${'字'.repeat(900)}`,
  'english',
  'cn',
  'zh-Hanx',
  'zh-ZZ',
  'zh-QQ',
  'zh-abcdefgh',
  '中文',
  '2024',
  '2999-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  'draft',
  {},
  { 多: 1 },
  { name: '', url: 'x' },
  { picture: 'x', alt: '\u202e', caption: 5 },
  { system: '', id: '' },
  [],
  [''],
  ['一', '\u202e'],
  Array.from({ length: 1001 }, (_, i) => `第${i}`),
]

const article = articleInput(206, ['published', 'draft'])

/** Every document there is, with its fields. */
const DOCUMENTS = [
  article,
  sectionInput,
  keyInput(0),
  rotationInput,
  previewInput,
  pictureFields,
  pictureByUrl,
  pastInput,
  handInInput,
  returnInput,
  readingInput,
  wordInput,
  rulesInput,
]
/** What stands in addresses is text. */
const QUERIES = [picturesInput, listInput, handInsInput, readingsInput]
const TEXTS = VALUES.filter((value) => typeof value === 'string')

/** What the API says to documents with each of these values in each of their fields. */
export const ofFields = () => [
  ...DOCUMENTS.flatMap((schema) => faultsOf(schema, VALUES)),
  ...QUERIES.flatMap((schema) => faultsOf(schema, TEXTS)),
]

type Schema = (typeof DOCUMENTS | typeof QUERIES)[number] | ReturnType<typeof frontInput>

const faultsOf = (schema: Schema, values: unknown[]) =>
  [...Object.keys(schema.shape), '多余', 'a b'].flatMap((name) =>
    values.flatMap((value) => {
      const result = validate(schema, { [name]: value })
      return 'faults' in result ? result.faults.map(({ detail }) => detail) : []
    }),
  )

/** Slugs that no address can have. */
export const ofSlugs = () =>
  ['A B', '字'.repeat(40)].flatMap((slug) => {
    const fault = slugFault(slug, 200)
    return fault ? [`slug in the address ${fault}`, `slug ${fault}`] : []
  })

const FRONTS: unknown[] = [
  undefined,
  7,
  [{ id: 1 }, { id: 1, until: '2020-01-01T00:00:00Z' }, { id: 'x' }, { id: 0 }],
  Array.from({ length: 9 }, (_, i) => ({ id: i + 1 })),
]

/** Articles that cannot stand at a front. */
export const ofFronts = () => [
  ...faultsOf(frontInput(NOW), FRONTS),
  ...faultsOfFront(
    (['missing', 'not-published', 'twice', 'in-another-section'] as const).map((why, at) => ({
      at,
      why,
    })),
    'id',
  ).map(({ detail }) => detail),
]

/** Rules of old addresses that cannot be. */
const RULES: unknown[] = [
  7,
  [7, {}, { from: 7, to: 7 }, { from: '/a', gone: 'x' }, { from: '/a' }, { from: '/a', code: 1 }],
  [
    { from: '/a', gone: true },
    { from: '/a/', to: '/' },
  ],
  Array.from({ length: 201 }, () => ({ from: '/a', gone: true })),
  ['', 'a', '/', '/a*b', '/desk', '/:x/:x', '/:x:y', '/?:x', '/?utm_x=1', '/?a&a', '/a#b'].map(
    (from) => ({ from, gone: true }),
  ),
  ['//a', '/?a', '/a/*', '/keywords/:y', '/keywords/:x'].map((to) => ({ from: '/:n/:x', to })),
  [{ from: '/:x', origin: 'a' }],
]

export const ofRules = () =>
  RULES.flatMap((rules) => {
    const result = readRules({ rules })
    return 'faults' in result ? result.faults.map(({ detail }) => detail) : []
  })
