/** Whether a text can be edited as it will look: only when saving it would change nothing that readers see. */
import type { Node } from 'prosemirror-model'
import { inLanguage } from '../language'
import { firstDifference } from './difference'
import { parse } from './parse'
import { rewrite } from './serialize'

const WORDS = {
  zh: {
    refused: '这篇文章的标记有误或过多，或含有未结束的 HTML，只能在源码中修改。',
    changed: '这篇文章里有所见即所得视图无法原样保存的标记，只能在源码中修改。',
    changedAt: (line: string) =>
      `这篇文章里有所见即所得视图无法原样保存的标记，只能在源码中修改。第一处在：${line}`,
    unasked: '暂时无法确认所见即所得视图会不会改动这篇文章，请先在源码中修改。',
  },
  en: {
    refused:
      'This text has faulty or too much markup, or HTML that is not closed. Edit it as source.',
    changed: 'This text has markup that the visual view would change. Edit it as source.',
    changedAt: (line: string) =>
      `This text has markup that the visual view would change. Edit it as source. The first is at: ${line}`,
    unasked:
      'It could not be made sure that the visual view would change nothing. Edit the text as source for now.',
  },
}

/** The document of a text in Markdown; or why it is to be edited as source, a sentence for its editor. */
export async function opens(source: string): Promise<{ doc: Node } | { why: string }> {
  const words = inLanguage(WORDS)
  const doc = parse(source)
  if (!doc) return { why: words.refused }
  const after = rewrite(doc)
  // Nothing would change, so there is nothing to ask; and nothing shows of nothing.
  if (endless(after) === endless(source)) return { doc }
  const isSame = await ask(source, after)
  if (isSame) return { doc }
  if (isSame === null) return { why: words.unasked }
  const line = firstDifference(doc)
  return { why: line === null ? words.changed : words.changedAt(line) }
}

const endless = (source: string) => source.replace(/[ \t\n]+$/, '')

/** Whether the renderer makes the same of both; null when it could not be asked. */
async function ask(before: string, after: string): Promise<boolean | null> {
  const body = new URLSearchParams({ format: 'markdown', before, after })
  try {
    const answer = await fetch('/desk/articles/same', { method: 'POST', body })
    return answer.ok ? ((await answer.json()) as { same: boolean }).same : null
  } catch {
    return null
  }
}
