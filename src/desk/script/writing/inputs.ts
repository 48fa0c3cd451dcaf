/** What becomes of some things as they are typed: as people who know Markdown type them. */
import {
  InputRule,
  inputRules,
  textblockTypeInputRule,
  wrappingInputRule,
} from 'prosemirror-inputrules'
import type { Plugin } from 'prosemirror-state'
import { isRuby } from '../../../articles/body/braces'
import { rubyMark } from '../text/ruby-mark'
import { schema } from '../text/schema'

const { nodes, marks } = schema

/** `{社|shè}`, and as keyboards for Han characters have it, `｛社｜shè｝`. */
const RUBY = /[{｛]([^{}｛｝|｜\\\n]{1,100})[|｜]([^{}｛｝|｜\\\n]{1,100})[}｝]$/

const ruby = new InputRule(RUBY, (state, [, base = '', annotation = ''], start, end) => {
  if (!isRuby(base, annotation)) return null
  const mark = rubyMark(state.doc, start, end, annotation.trim())
  const text = schema.text(base, mark.addToSet(state.doc.resolve(start).marks()))
  return state.tr.replaceWith(start, end, text).removeStoredMark(marks.ruby)
})

/** Behind a space only, as in Markdown: `#话题` stays text. */
export const typed: Plugin = inputRules({
  rules: [
    ruby,
    textblockTypeInputRule(/^(#{2,4}) $/, nodes.heading, ([, signs = '']) => ({
      level: signs.length,
    })),
    wrappingInputRule(/^[-*+] $/, nodes.bullet_list, { tight: true }),
    wrappingInputRule(
      /^(\d{1,9})\. $/,
      nodes.ordered_list,
      ([, number]) => ({ order: Number(number), tight: true }),
      ([, number], node) => node.childCount + Number(node.attrs.order) === Number(number),
    ),
    wrappingInputRule(/^[>》] $/, nodes.blockquote),
    textblockTypeInputRule(/^```$/, nodes.code_block),
  ],
})
