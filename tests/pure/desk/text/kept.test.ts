import { Fragment, type Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { parse } from '../../../../src/desk/script/text/parse'
import { make, schema } from '../../../../src/desk/script/text/schema'
import { rewrite, serialize } from '../../../../src/desk/script/text/serialize'

const SOURCE = '标题\n===\n\n* 甲\n* 乙\n\n\n__丙__\n\n~~~\n码\n~~~\n'
const added = (text: string) => make('paragraph', null, [schema.text(text)])
const opened = (source: string) => parse(source) as Node

test('a text that nobody touched is saved as it came', () => {
  expect(serialize(opened(SOURCE))).toBe(SOURCE)
  expect(rewrite(opened(SOURCE))).not.toBe(SOURCE)
})

test('where one block is changed, the others stay as they came', () => {
  const doc = opened(SOURCE)
  const changed = doc.copy(doc.content.replaceChild(2, added('丁')))
  expect(serialize(changed)).toBe(SOURCE.replace('\n\n\n__丙__', '\n\n丁'))
})

test('two lists that come to stand beside each other stay two', () => {
  const doc = opened('- 甲\n\n乙\n\n- 丙\n')
  const beside = doc.copy(Fragment.from([doc.child(0), doc.child(2)]))
  expect(serialize(beside)).toBe('- 甲\n\n* 丙\n')
})

test('an indented block does not become part of a list put before it', () => {
  const doc = opened('甲\n\n   乙\n')
  const list = opened('1. 丙\n').child(0)
  const put = doc.copy(Fragment.from([list, doc.child(1)]))
  expect(opened(serialize(put)).childCount).toBe(2)
})

test('a link that takes its address from elsewhere in the text does not lose it', () => {
  const doc = opened('[甲][a]\n\n[a]: https://a.test/\n')
  expect(serialize(doc)).toBe('[甲](https://a.test/)\n')
})

test('text in brackets does not become a note when a note of that name is written', () => {
  const doc = opened('甲[^1]\n')
  const note = make('footnote', { label: '1' }, [added('乙')])
  const noted = doc.copy(doc.content.addToEnd(note))
  expect(opened(serialize(noted)).child(0).textContent).toBe('甲[^1]')
})

test('what a fence says of its code stays, with bars and braces in it', () => {
  const source = '```{社|shè} a|b\n文\n```\n'
  expect(rewrite(opened(source))).toBe(source)
})
