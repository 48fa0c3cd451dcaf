/** Documents for tests. */
import { type Mark, type Node, Schema } from 'prosemirror-model'

export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { content: 'inline*', group: 'block' },
    heading: { content: 'inline*', group: 'block', attrs: { level: { default: 2 } } },
    blockquote: { content: 'block+', group: 'block' },
    code_block: { content: 'text*', marks: '', code: true, group: 'block' },
    text: { group: 'inline' },
    image: { inline: true, group: 'inline', attrs: { src: { default: '' } } },
    hard_break: { inline: true, group: 'inline' },
  },
  marks: { strong: {}, code: { code: true }, ruby: { attrs: { annotation: {} } } },
})

export const strong = schema.mark('strong')
export const code = schema.mark('code')
export const ruby = (annotation: string) => schema.mark('ruby', { annotation })
export const text = (words: string, ...marks: Mark[]) => schema.text(words, marks)
export const picture = () => schema.node('image')
export const lineBreak = () => schema.node('hard_break')

const inline = (content: (Node | string)[]) =>
  content.filter((one) => one !== '').map((one) => (typeof one === 'string' ? text(one) : one))

export const p = (...content: (Node | string)[]) => schema.node('paragraph', null, inline(content))
export const h = (level: number, ...content: (Node | string)[]) =>
  schema.node('heading', { level }, inline(content))
export const quotation = (...content: Node[]) => schema.node('blockquote', null, content)
export const codeBlock = (words: string) => schema.node('code_block', null, [text(words)])
export const doc = (...content: Node[]) => schema.node('doc', null, content)
