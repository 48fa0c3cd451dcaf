import type { Node } from 'prosemirror-model'
import { EditorState } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { replaceText } from '../../../../src/desk/script/tools/replace.ts'
import { doc, p, ruby, strong, text } from './document.ts'

const replaced = (article: Node, from: number, to: number, words: string) =>
  replaceText(EditorState.create({ doc: article }).tr, from, to, words).doc

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
