/** Documents for tests. */
import type { Mark, Node } from 'prosemirror-model'
import { make, schema } from '../../../../src/desk/script/text/schema.ts'

export const strong = schema.mark('strong')
export const code = schema.mark('code')
export const link = (href: string) => schema.mark('link', { href })
export const ruby = (annotation: string) => schema.mark('ruby', { annotation })
export const text = (words: string, ...marks: Mark[]) => schema.text(words, marks)
export const picture = () => make('image', { src: '/a.png' })
export const lineBreak = () => make('hard_break')

const inline = (content: (Node | string)[]) =>
  content.filter((one) => one !== '').map((one) => (typeof one === 'string' ? text(one) : one))

export const p = (...content: (Node | string)[]) => make('paragraph', null, inline(content))
export const h = (level: number, ...content: (Node | string)[]) =>
  make('heading', { level }, inline(content))
export const quotation = (...content: Node[]) => make('blockquote', null, content)
export const codeBlock = (words: string) => make('code_block', null, [text(words)])
export const doc = (...content: Node[]) => make('doc', null, content)
