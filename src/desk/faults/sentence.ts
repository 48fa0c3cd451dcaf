/**
 * Sentences of the API, found again by their shape and said in the desk's words. It imports nothing that
 * runs but words: no page pays for the API's libraries because it shows a fault.
 */
import type { Scope } from '../../editing/door/scopes'
import type { DeskLanguage } from '../door/sessions'
import { COMMON } from '../words'
import { labelOf } from './fields'

/**
 * What the API says, the same in Chinese, and in English for who is at the desk, where the API speaks of
 * headers and addresses that nobody sees there. `{n}` and the like hold the places of what differs: see
 * `PLACES`; the same place said in two sentences is carried over by its name, a second one of its kind is
 * `{n2}`.
 */
export type Sentence = readonly [said: string, zh: string, en?: string]

/** Says a text in a language; null when it is none of the sentences known. */
export type Say = (language: DeskLanguage, text: string) => string | null

/** What stands in a place, and how it is said; as it is unless told otherwise. */
interface Place {
  pattern: string
  say?: (language: DeskLanguage, text: string) => string
}

/** What is sent may hold line ends. */
const ANYTHING = '[\\s\\S]+?'

const SCOPES: Record<Scope, Record<DeskLanguage, string>> = {
  'articles:write': { zh: '写稿', en: 'write articles' },
  'articles:publish': { zh: '发布', en: 'publish articles' },
  'articles:withdraw': { zh: '撤下文章', en: 'withdraw articles' },
  'sections:write': { zh: '管栏目', en: 'change sections' },
  'keys:manage': { zh: '管人员', en: 'manage people' },
  'export:read': { zh: '导出', en: 'export' },
}

/** What can be chosen, by its name in the API. */
const CHOICES: Record<DeskLanguage, Record<string, string>> = {
  zh: { ...COMMON.zh.statuses, text: '纯文本', true: '是', false: '否' },
  en: { ...COMMON.en.statuses, text: 'plain text', true: 'yes', false: 'no' },
}
const FILTERS: Record<DeskLanguage, Record<string, string>> = {
  zh: { all: '全部', unused: '没有用到的', 'without-alt': '没写内容说明的' },
  en: { all: 'all', unused: 'unused', 'without-alt': 'without a description' },
}
/** What stands in a body that pages do not play, and what a language tag is made of. */
export const NOUNS: Record<string, string> = {
  'a sound': '一段声音',
  'a video': '一段视频',
  'an embedded object': '一个嵌入的对象',
  language: '语言代码',
  script: '文字代码',
  region: '地区代码',
  variant: '变体代码',
}

function choice(language: DeskLanguage, name: string): string {
  const scope = Object.hasOwn(SCOPES, name) ? SCOPES[name as Scope][language] : undefined
  return CHOICES[language][name] ?? FILTERS[language][name] ?? scope ?? name
}

const labels = (language: DeskLanguage, fields: string) =>
  fields
    .split(', ')
    .map((field) => labelOf(language, field) ?? field)
    .join(language === 'zh' ? '、' : ', ')

const choices = (language: DeskLanguage, names: string) =>
  names
    .split(', ')
    .map((name) => choice(language, name))
    .join(language === 'zh' ? '、' : ', ')

/** `a, b and 3 more`: names may hold commas and stay as they are. */
const listed = (language: DeskLanguage, names: string) =>
  language === 'zh' ? names.replace(/ and ([\d,]+) more$/, '，另有 $1 处') : names

export const PLACES = {
  n: { pattern: '\\d[\\d,]*(?:\\.\\d+)?' },
  code: { pattern: 'U\\+[0-9A-F]+' },
  x: { pattern: ANYTHING },
  list: { pattern: ANYTHING, say: listed },
  pairs: {
    pattern: ANYTHING,
    say: (language, text) => listed(language, text.replaceAll(' is ', ' → ')),
  },
  time: { pattern: '[\\d:TZ-]+', say: (_, time) => time.replace('T', ' ').replace('Z', ' UTC') },
  choice: { pattern: '[\\w:-]+', say: choice },
  choices: { pattern: '[\\w:-]+(?:, [\\w:-]+)*', say: choices },
  fields: { pattern: '[\\w.-]+(?:, [\\w.-]+)*', say: labels },
  noun: {
    pattern: Object.keys(NOUNS).join('|'),
    say: (language, name) => (language === 'zh' ? (NOUNS[name] ?? name) : name),
  },
} satisfies Record<string, Place>

const PLACE = /\{([a-z]+)\d?\}/g

/** What is said of sentences: with `more` kinds of places, for sentences within sentences. */
export function sayer(sentences: readonly Sentence[], more: Record<string, Place> = {}): Say {
  const places: Record<string, Place> = { ...PLACES, ...more }
  let known: ((language: DeskLanguage, text: string) => string | null)[] | undefined
  return (language, text) => {
    known ??= sentences.map((sentence) => reader(sentence, places))
    for (const read of known) {
      const said = read(language, text)
      if (said !== null) return said
    }
    return null
  }
}

function reader([said, zh, en = said]: Sentence, places: Record<string, Place>): Say {
  const names: string[] = []
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  let source = ''
  let end = 0
  for (const { 0: whole, 1: kind = '', index } of said.matchAll(PLACE)) {
    const place = places[kind]
    if (!place) continue
    source += `${literal(said.slice(end, index))}(${place.pattern})`
    names.push(whole)
    end = index + whole.length
  }
  const shape = new RegExp(`^${source}${literal(said.slice(end))}$`)
  return (language, text) => {
    const found = shape.exec(text)?.slice(1)
    if (!found) return null
    return (language === 'zh' ? zh : en).replace(PLACE, (whole, kind: string) => {
      const value = found[names.indexOf(whole)]
      return value === undefined ? whole : (places[kind]?.say?.(language, value) ?? value)
    })
  }
}
