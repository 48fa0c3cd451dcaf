/** Whether a text can be shown as it will look. */
import type { Node } from 'prosemirror-model'
import { parse } from './parse'

export async function opens(source: string): Promise<{ doc: Node } | { why: string }> {
  const doc = parse(source)
  return doc ? { doc } : { why: '' }
}
