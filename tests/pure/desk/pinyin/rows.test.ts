import type { Node } from 'prosemirror-model'
import { EditorState, TextSelection } from 'prosemirror-state'
import { describe, expect, test } from 'vitest'
import { applied } from '../../../../src/desk/script/pinyin/apply'
import { ownOf } from '../../../../src/desk/script/pinyin/own'
import { type Row, rowsOf } from '../../../../src/desk/script/pinyin/rows'
import { withoutPinyin } from '../../../../src/desk/script/pinyin/without'
import { parse } from '../../../../src/desk/script/text/parse'
import { serialize } from '../../../../src/desk/script/text/serialize'

const open = (markdown: string) => EditorState.create({ doc: parse(markdown) as Node })
const none = ownOf([])

const rowsFor = ({ doc }: EditorState, which: 'all' | 'difficult', own = none) =>
  rowsOf(doc, own, { which, from: 0, to: doc.content.size })

/** What becomes of a text. */
function annotated(
  markdown: string,
  which: 'all' | 'difficult',
  change: (rows: Row[]) => void = () => {},
) {
  const state = open(markdown)
  const rows = rowsFor(state, which)
  change(rows)
  const tr = applied(state, state.doc, rows)
  return serialize(tr ? tr.doc : state.doc).trim()
}

/** Chooses a reading for a character, wherever it stands. */
const choose = (character: string, chosen: string) => (rows: Row[]) => {
  for (const one of rows.flatMap(({ characters }) => characters)) {
    if (one.character === character) one.chosen = chosen
  }
}

describe('the rows of a text', () => {
  test('are its words, each in its sentence', () => {
    const rows = rowsFor(open('第一句。有鸬鹚在飞，也有鹬。'), 'difficult')
    expect(rows.map(({ before, word, after }) => [before, word, after])).toEqual([
      ['有', '鸬鹚', '在飞，也有鹬。'],
      ['有鸬鹚在飞，也有', '鹬', '。'],
    ])
  })

  test('are those of the selection', () => {
    const { doc } = open('社区里的社区')
    const [row, ...more] = rowsOf(doc, none, { which: 'all', from: 1, to: 3 })
    expect(row?.word).toBe('社区')
    expect(more).toEqual([])
  })

  test('leave code alone, and look into tables, lists and notes', () => {
    const text = '`鹬`\n\n```\n鹬\n```\n\n- 鹬\n\n| 鹬 |\n|---|\n| 鹬 |\n\n[^1]\n\n[^1]: 鹬'
    expect(rowsFor(open(text), 'difficult')).toHaveLength(4)
  })

  test('take a word of the newsroom’s for one', () => {
    const own = ownOf([['闵行区', 'mǐn háng qū']])
    expect(rowsFor(open('在闵行区政府'), 'all', own).map(({ word }) => word)).toEqual([
      '在',
      '闵行区',
      '政府',
    ])
  })

  test('know how a longer word is read that stands there', () => {
    const [row] = rowsFor(open('去闵行区看鹬'), 'all', ownOf([['闵行', 'mǐn háng']])).filter(
      ({ word }) => word.includes('闵'),
    )
    expect(row?.readingOf('闵行区')).toBe('mǐn háng qū')
    expect(row?.readingOf('看鹬')).toBeNull()
    expect(row?.readingOf('')).toBeNull()
  })
})

describe('what is taken', () => {
  test('stands above each character by itself', () => {
    expect(annotated('社区', 'all')).toBe('{社|shè}{区|qū}')
    expect(annotated('看**鸬**鹚', 'difficult')).toBe('看**{鸬|lú}**{鹚|cí}')
  })

  test('is two readings where two characters are read alike', () => {
    expect(annotated('天天', 'all')).toBe('{天|tiān}{天|tiān}')
    expect(annotated('天{天|tiān}', 'all')).toBe('{天|tiān}{天|tiān}')
  })

  test('is what was chosen, or nothing', () => {
    expect(annotated('银行', 'all', choose('行', 'xíng'))).toBe('{银|yín}{行|xíng}')
    expect(annotated('银行', 'all', choose('行', ''))).toBe('{银|yín}行')
    const skip = (rows: Row[]) => {
      for (const row of rows) row.isTaken = false
    }
    expect(annotated('银行', 'all', skip)).toBe('银行')
  })

  test('leaves readings that are there, unless another is chosen', () => {
    expect(annotated('{银|yín}{行|xíng}', 'all')).toBe('{银|yín}{行|xíng}')
    expect(annotated('{银行|yín xíng}', 'all')).toBe('{银行|yín xíng}')
    expect(annotated('{银行|yín xíng}', 'all', choose('行', 'háng'))).toBe('{银|yín}{行|háng}')
    expect(annotated('{银行|bank}很大', 'all')).toBe('{银行|bank}{很|hěn}{大|dà}')
    expect(annotated('{鹬|yù}', 'difficult', choose('鹬', ''))).toBe('鹬')
  })

  test('is one step, which can be undone as one', () => {
    const state = open('社区')
    const tr = applied(state, state.doc, rowsFor(state, 'all'))
    expect(tr?.steps.length).toBeGreaterThan(1)
    expect(tr?.doc.textContent).toBe('社区')
  })

  test('follows what was typed before it, and leaves what was changed', () => {
    const state = open('社区\n\n银行\n\n鹬')
    const rows = rowsFor(state, 'all')
    const typed = state.apply(state.tr.insertText('新', 6, 7))
    const shifted = typed.apply(typed.tr.insertText('很新', 6))
    expect(serialize(applied(shifted, state.doc, rows)?.doc ?? shifted.doc).trim()).toBe(
      '{社|shè}{区|qū}\n\n{银|yín}很新新\n\n{鹬|yù}',
    )
  })
})

describe('pinyin is removed', () => {
  const removed = (markdown: string, from: number, to = from) => {
    const state = open(markdown)
    const selected = state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to)))
    const tr = withoutPinyin(selected)
    return tr && serialize(tr.doc).trim()
  }

  test('from what is selected, as a whole where a word shares it', () => {
    expect(removed('{社|shè}{区|qū}里', 1, 2)).toBe('社{区|qū}里')
    expect(removed('{鸬鹚|lú cí}在', 2, 4)).toBe('鸬鹚在')
  })

  test('at the cursor', () => {
    expect(removed('看{鹬|yù}', 2)).toBe('看鹬')
    expect(removed('看一看{鹬|yù}', 2)).toBeNull()
  })
})
