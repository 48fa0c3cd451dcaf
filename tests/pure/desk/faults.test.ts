import { describe, expect, test } from 'vitest'
import { WORDS } from '../../../src/desk/articles/words'
import { ENDS, faultText, noteText, problemText, SENTENCES } from '../../../src/desk/faults'
import { labelOf } from '../../../src/desk/faults/fields'
import { HELP } from '../../../src/desk/faults/problems'
import { type PLACES, type Sentence, sayer } from '../../../src/desk/faults/sentence'
import { lacksForPast, lacksScopes } from '../../../src/editing/door/rights'
import * as articles from './hostile/articles'
import * as fields from './hostile/fields'
import * as pictures from './hostile/pictures'

const zh = (detail: string) => faultText('zh', detail)
const en = (detail: string) => faultText('en', detail)

describe('an editor reads in Chinese', () => {
  test.each([
    ['title is too long; at most 200 characters are allowed', '标题太长，最多 200 个字'],
    ['title is required', '标题必须填写'],
    [
      'keywords.3 shows nothing: it is made of characters that cannot be seen',
      '第 4 个关键词全是看不见的字符，显示出来是空白，请重新填写',
    ],
    [
      'summary holds U+202E, which turns text round; remove it',
      '摘要里有看不见的字符 U+202E，会把文字的方向颠倒过来，请删掉',
    ],
    [
      'body holds the control character U+0008 at line 2, character 5; remove it',
      '正文第 2 行第 5 个字的位置有看不见的控制字符 U+0008，请删掉',
    ],
    [
      'section "体育" does not exist; create it with PUT /api/sections/{slug}, or check its spelling',
      '栏目“体育”不存在，请另选一个，或先新建这个栏目',
    ],
    [
      'slug in the address must take at most 120 bytes percent-encoded (a Han character takes 9)',
      '网址里的名字太长：编码后最多 120 字节，一个汉字占 9 字节',
    ],
    [
      'publishAt goes with status scheduled only, and the status is draft',
      '计划发布的时间只用于定时发布，而文章的状态是“草稿”；请清空，或按“定好时间”',
    ],
    [
      'body has an address (http:\\\\a) that has a backslash; write it with /, or as %5C',
      '正文里的地址（http:\\\\a）里有反斜杠（\\），请改成 /，或写成 %5C',
    ],
    ['多余 is not a known field; check its spelling or remove it', '“多余”不是这里的项目，请去掉'],
    ['and 12 more faults like these', '还有 12 处类似的问题'],
  ])('%s', (detail, said) => {
    expect(zh(detail)).toBe(said)
  })
})

describe('an editor reads in English', () => {
  test.each([
    [
      'title is too long; at most 200 characters are allowed',
      'Title is too long; at most 200 characters are allowed',
    ],
    [
      'source.url must be an absolute http or https URL',
      'Source’s web address must be an absolute http or https URL',
    ],
    [
      'lead.alt is missing; say what it shows, or that it only decorates with ""',
      'What the lead picture shows is missing; say what it shows, or that it only decorates',
    ],
    [
      'body lost what pages do not show: <script> (2)',
      'Text lost what pages do not show: <script> (2)',
    ],
    [
      'keywords.0 was composed (Unicode NFC)',
      'Keyword 1 had characters put together that were sent in parts; it looks the same',
    ],
    [
      'keywords has too many entries; at most 20 are allowed',
      'Keywords have too many entries; at most 20 are allowed',
    ],
    ['title is of a kind that nobody translated', 'Title is of a kind that nobody translated'],
  ])('%s', (detail, said) => {
    expect(en(detail)).toBe(said)
  })
})

test('fields are called what the form calls them', () => {
  const { zh, en } = WORDS
  const words: [field: string, word: keyof typeof zh & keyof typeof en][] = [
    ['title', 'title'],
    ['section', 'section'],
    ['keywords', 'keywords'],
    ['summary', 'summary'],
    ['author', 'author'],
    ['source.name', 'source'],
    ['source.url', 'sourceUrl'],
    ['body', 'body'],
    ['format', 'format'],
    ['slug', 'slug'],
    ['language', 'language'],
    ['publishedAt', 'publishedAt'],
    ['publishAt', 'publishAt'],
    ['lead', 'lead'],
    ['card', 'card'],
    ['lead.alt', 'leadAlt'],
    ['lead.caption', 'leadCaption'],
    ['alt', 'pictureAlt'],
  ]
  for (const [field, word] of words) {
    expect(labelOf('zh', field)?.replace(/[“”]/g, '')).toBe(zh[word])
    expect(labelOf('en', field)).toBe(en[word])
  }
  expect(labelOf('zh', 'keywords.2')).toBe(zh.keyword(3))
  expect(labelOf('en', 'keywords.2')).toBe(en.keyword(3))
})

test('a sentence that nobody knows comes through as it is', () => {
  for (const text of ['', 'title', 'Something new.', 'title is of a kind that nobody translated']) {
    expect(zh(text)).toBe(text)
    expect(problemText('zh', { name: 'conflict', detail: text || 'x' })).toBe(text || 'x')
  }
})

test('no text takes long to look through', () => {
  const odd = '", which is no registered language; if you mean the language of x, write "'
  const long = `title has "${odd.repeat(14_000)}x`
  expect(zh(long)).toBe(long)
  const short = `title has "${odd.repeat(50)}x`
  expect(zh(short)).toBe(short)
})

test('what an editor sent is said again as it was', () => {
  const odd = '$& {n} is required\n"$1"'
  expect(noteText('zh', `title was kept as “${odd}”`)).toBe(`标题保存为“${odd}”`)
  expect(noteText('en', `title was kept as “${odd}”`)).toBe(`Title was kept as “${odd}”`)
  expect(noteText('zh', 'body lost what pages do not show: <a>, b and 3 more')).toBe(
    '正文里网页不显示的内容已去掉：<a>, b，另有 3 处',
  )
})

/** Three words of English in a row: nothing that is only a name. */
const ENGLISH = /[A-Za-z]{2,}(?:[ ,;:]+[A-Za-z]{2,}){2,}/

describe('nothing of the API’s English is left in Chinese', () => {
  test.each(
    Object.entries({ ...articles, ...fields, ...pictures }).filter(([name]) =>
      name.startsWith('of'),
    ),
  )('%s', async (_, collect) => {
    const said = new Set(await (collect as () => string[] | Promise<string[]>)())
    expect(said.size).toBeGreaterThan(1)
    for (const detail of said) {
      expect(zh(detail), detail).toMatch(/\p{Script=Han}/u)
      expect(zh(detail), detail).not.toMatch(ENGLISH)
      expect(en(detail), detail).not.toMatch(/^[a-z]/)
    }
  })
})

/** What can stand in each place of a sentence. */
const FILLED: Record<keyof typeof PLACES | 'fault' | 'sentence', string> = {
  n: '12,100',
  code: 'U+202E',
  x: '样子',
  list: '样子 (2)',
  pairs: '甲 is 乙',
  time: '2026-11-26T00:00:00Z',
  choice: 'draft',
  choices: 'articles:write, articles:publish',
  fields: 'picture, size',
  noun: 'a sound',
  fault: 'has a backslash; write it with /, or as %5C',
  sentence: 'This key lacks a scope for articles.',
}

const filled = (said: string) =>
  said.replace(/\{([a-z]+)(\d?)\}/g, (whole, kind: string, n: string) => {
    const value = Object.hasOwn(FILLED, kind) ? FILLED[kind as keyof typeof FILLED] : whole
    return kind === 'n' || kind === 'x' ? value + n : value
  })

/** `{slug}` in an address of the API is none. */
const placesIn = (said = '') =>
  [...said.matchAll(/\{([a-z]+)\d?\}/g)]
    .filter(([, kind = '']) => Object.hasOwn(FILLED, kind))
    .map(([place]) => place)
    .sort()

describe.each([
  ['that begins with a field', ENDS, '标题', 'title '],
  ['that stands by itself', SENTENCES, '', ''],
] as const)('each sentence %s', (_, sentences: readonly Sentence[], label, start) => {
  test.each(sentences.map((one) => [one[0], one] as const))('%s', (said, sentence) => {
    const text = filled(said)
    const spoken = zh(start + text)
    expect(spoken.slice(0, label.length)).toBe(label)
    expect(spoken).not.toMatch(ENGLISH)
    // No other was meant.
    if (!/\{(?:fault|sentence)\}/.test(said)) {
      expect(spoken.slice(label.length)).toBe(sayer([sentence])('zh', text))
    }
    // Nothing of what was told is lost on the way, nor told twice over.
    for (const one of sentence.slice(1)) expect(placesIn(one)).toEqual(placesIn(said))
  })
})

describe('why a request was refused', () => {
  test('is said with the rights that are missing, in words', () => {
    const editor = { scopes: [] } as never
    const lacks = lacksScopes(editor, ['articles:write', 'articles:publish']) ?? ''
    const forbidden = (detail: string) => ({ name: 'forbidden', detail })
    expect(problemText('zh', forbidden(lacks))).toBe('您没有这些权限：写稿、发布。请向管理员申请。')
    expect(problemText('en', forbidden(lacks))).toBe(
      'You lack the rights to write articles, publish articles. Ask whoever manages people for it.',
    )
    expect(problemText('zh', forbidden(lacksForPast(editor, 'retiredSlugs') ?? ''))).toBe(
      '旧网址会改变读者看到的内容。您没有这项权限：发布。请向管理员申请。',
    )
  })

  test('is said by the problem’s name when there is nothing particular to it', () => {
    for (const [name, [help, zh, en]] of Object.entries(HELP)) {
      for (const detail of [help, '']) {
        expect(problemText('zh', { name, detail })).toBe(zh)
        expect(problemText('en', { name, detail })).toBe(en)
      }
      expect(zh).not.toMatch(ENGLISH)
    }
    expect(problemText('zh', { name: 'new-one', detail: '' })).toBe(HELP.internal[1])
  })

  test('and English at the desk speaks of no headers, and of no addresses of the API', () => {
    const said = [...ENDS, ...SENTENCES, ...Object.values(HELP)].map((one) => one[2] ?? one[0])
    const ofApi = /\/api\/|If-Match|ETag|Retry-After|Idempotency|Authorization|This key|npm run/
    expect(said.filter((one) => ofApi.test(one))).toEqual([])
  })
})
