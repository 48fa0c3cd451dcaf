/**
 * What the API says is wrong, or was not kept, in the language of who is at the desk. Its sentences stand in
 * faults/, by where they come from: a test finds those that are missing there.
 */
import type { DeskLanguage } from './door/sessions'
import { ADDRESSES, FORMER_ADDRESSES, FRONTS, LANGUAGES, SLUGS, TIMES } from './faults/articles'
import { BODIES } from './faults/bodies'
import { agreeing, labelOf } from './faults/fields'
import { VALUES } from './faults/inputs'
import { NOTES } from './faults/notes'
import { SENT } from './faults/pictures'
import { HELP, PROBLEMS } from './faults/problems'
import { RULES } from './faults/rules'
import { type Sentence, sayer } from './faults/sentence'
import { RECEIVERS } from './faults/webhooks'

/** Ends of sentences that begin with a field. */
export const ENDS: Sentence[] = [
  ...VALUES,
  ...TIMES,
  ...FORMER_ADDRESSES,
  ...SLUGS,
  ...LANGUAGES,
  ...FRONTS,
  ...ADDRESSES,
  ...RULES,
  ...RECEIVERS,
  ...BODIES,
  ...SENT,
  ...NOTES,
  ['in the address {fault}', '{fault}', '{fault}'],
  [
    'changes what readers see. {sentence}',
    '会改变读者看到的内容。{sentence}',
    'changes what readers see. {sentence}',
  ],
]

/** Whole sentences. */
export const SENTENCES: Sentence[] = [
  ['and {n} more faults like these', '还有 {n} 处类似的问题', 'And {n} more faults like these'],
  ['and {n} more like these', '还有 {n} 处类似的', 'And {n} more like these'],
  [
    '{x} is not a known field; check its spelling or remove it',
    '“{x}”不是这里的项目，请去掉',
    '“{x}” is no field that is known here; remove it',
  ],
  ...PROBLEMS,
]

const sayEnd = sayer(ENDS, {
  fault: { pattern: '[\\s\\S]+', say: (language, end) => sayEnd(language, end) ?? end },
  sentence: { pattern: '[\\s\\S]+', say: (language, text) => saySentence(language, text) ?? text },
})
const saySentence = sayer(SENTENCES)

const FIELD = /^([\p{L}][\w-]*(?:\.[\w-]+)*) ([\s\S]+)$/u

/** No sentence of the API is longer, unless somebody makes up a field with such a name: that is not looked into. */
const MAX_LENGTH = 4_000

function say(language: DeskLanguage, text: string): string | null {
  if (text.length > MAX_LENGTH) return null
  const whole = saySentence(language, text)
  if (whole !== null) return whole
  const [, field = '', end = ''] = FIELD.exec(text) ?? []
  const label = labelOf(language, field)
  const said = sayEnd(language, end)
  if (said === null) return language === 'en' && label ? `${label} ${end}` : null
  const name = label ?? (field && `“${field}”`)
  return language === 'en' ? `${name} ${agreeing(field, said)}` : name + said
}

/**
 * What is wrong with a field, beginning with what the field is called at the desk. What is not known here
 * comes back as it is.
 *
 * @param detail `detail` of a fault of the API.
 */
export function faultText(language: DeskLanguage, detail: string): string {
  // What a problem says where nothing else is known of it.
  const help = Object.values(HELP).find(([api]) => api === detail)
  if (help) return help[language === 'zh' ? 1 : 2] ?? detail
  return say(language, detail) ?? detail
}

/**
 * What was not kept as it was sent.
 *
 * @param note one of the `notes` that the API answered.
 */
export const noteText = faultText

/**
 * Why a request as a whole was refused, and what to do at the desk.
 *
 * @param problem the last part of the problem's `type`, and its `detail`, which may be empty.
 */
export function problemText(
  language: DeskLanguage,
  { name, detail }: { name: string; detail: string },
): string {
  const help: readonly string[] | undefined = Object.hasOwn(HELP, name)
    ? HELP[name as keyof typeof HELP]
    : undefined
  const [api, zh, en] = help ?? HELP.internal
  if (detail === '' || (help && detail === api)) return (language === 'zh' ? zh : en) ?? detail
  return say(language, detail) ?? detail
}
