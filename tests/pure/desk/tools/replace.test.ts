import type { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { replaceAll } from '../../../../src/desk/script/tools/replace.ts'
import { doc, p, quotation, ruby, strong, text } from './document.ts'

const replaced = (article: Node, from: number, to: number, text: string) =>
  replaceAll(EditorState.create({ doc: article }).tr, [{ from, to, text }]).doc

test('what replaces stands in the marks of what it replaces', () => {
  const article = doc(p('今天', text('临江', strong), '开会'))
  expect(replaced(article, 3, 5, '东埠')).toEqual(doc(p('今天', text('东埠', strong), '开会')))
  expect(replaced(article, 4, 6, '海')).toEqual(doc(p('今天', text('临海', strong), '会')))
  expect(replaced(article, 3, 5, '')).toEqual(doc(p('今天开会')))
})

test('pinyin is not kept above other characters, nor above a part of its own', () => {
  const article = doc(p('在', text('临江', ruby('lín jiāng')), '开会'))
  expect(replaced(article, 2, 4, '东埠')).toEqual(doc(p('在东埠开会')))
  expect(replaced(article, 3, 4, '海')).toEqual(doc(p('在临海开会')))
  expect(replaced(article, 4, 6, '上班')).toEqual(
    doc(p('在', text('临江', ruby('lín jiāng')), '上班')),
  )
})

test('all places are replaced at once, in several blocks and several times in one', () => {
  const article = doc(p('东埠和东埠', text('东', strong), '埠'), quotation(p('在东埠。')))
  const { tr } = EditorState.create({ doc: article })
  const places = [1, 4, 6, 12].map((from) => ({ from, to: from + 2, text: '西' }))
  replaceAll(tr, places)
  expect(tr.doc).toEqual(doc(p('西和西', text('西', strong)), quotation(p('在西。'))))
  expect(tr.steps).toHaveLength(2)
  tr.doc.check()
})
