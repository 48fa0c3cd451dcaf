/** What the gate asks of a text, asked here of the renderer itself. */
import { renderBody } from '../../../../src/articles/body/render'
import { parse } from '../../../../src/desk/script/text/parse'
import { rewrite } from '../../../../src/desk/script/text/serialize'

export const HOSTS = { origin: 'https://news.test', embeds: [] }

/** What readers get of a text in Markdown, or why they cannot. */
export function shown(source: string): string {
  const body = renderBody(source, 'markdown', HOSTS)
  return 'fault' in body ? `fault: ${body.fault}` : [body.html, ...body.notes].join('\n')
}

/** Whether a text opens: written anew, it shows the same. */
export function opens(source: string): boolean {
  const doc = parse(source)
  return doc !== null && shown(rewrite(doc)) === shown(source)
}
