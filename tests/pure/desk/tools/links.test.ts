import { EditorState, TextSelection } from 'prosemirror-state'
import { expect, test } from 'vitest'
import { isElsewhere, linkPlace, readLink } from '../../../../src/desk/script/tools/links.ts'
import { doc, link, p, strong, text } from './document.ts'

const HOME = 'https://news.example.com'

test.each([
  ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
  [' http://example.org ', 'http://example.org'],
  ['HTTPS://example.org/', 'HTTPS://example.org/'],
  ['www.example.org', 'https://www.example.org'],
  ['example.org/a', 'https://example.org/a'],
  ['//example.org/a', 'https://example.org/a'],
  ['/articles/du-kou', '/articles/du-kou'],
  ['#note', '#note'],
  [`${HOME}/articles/du-kou?a=b#c`, '/articles/du-kou?a=b#c'],
  ['news.example.com/articles/du-kou', '/articles/du-kou'],
  ['mailto:desk@example.org', 'mailto:desk@example.org'],
  ['tel:+86-10-12345', 'tel:+86-10-12345'],
])('%s leads to %s', (typed, href) => {
  expect(readLink(typed, HOME)).toEqual({ href })
})

test.each([
  ['', 'empty'],
  ['渡口书房', 'words'],
  ['two words', 'words'],
  ['javascript:alert(1)', 'scheme'],
  ['data:text/html,x', 'scheme'],
  ['https:example.org', 'address'],
  ['https://', 'address'],
  ['https://user:word@example.org/', 'address'],
  ['mailto:nobody', 'address'],
  ['tel:desk', 'address'],
])('%s leads nowhere', (typed, fault) => {
  expect(readLink(typed, HOME)).toEqual({ fault })
})

test('articles are looked for by words, and by addresses of the newsroom', () => {
  expect(
    ['渡口', '/articles/a', `${HOME}/articles/a`].some((typed) => isElsewhere(typed, HOME)),
  ).toBe(false)
  expect(['https://example.org', 'mailto:a@b.c'].every((typed) => isElsewhere(typed, HOME))).toBe(
    true,
  )
})

test('the link at the selection is taken whole, bold or not; else what is selected', () => {
  const a = link('/a')
  const article = doc(p('一', text('二', a), text('三', a, strong), '四', text('五', link('/b'))))
  const placeAt = (from: number, to = from) => {
    const state = EditorState.create({ doc: article })
    const at = state.tr.setSelection(TextSelection.create(article, from, to))
    const { link: found, ...place } = linkPlace(state.apply(at))
    return { ...place, href: found?.attrs.href ?? null }
  }
  expect(placeAt(3)).toEqual({ from: 2, to: 4, href: '/a' })
  expect(placeAt(4)).toEqual({ from: 2, to: 4, href: '/a' })
  expect(placeAt(2, 3)).toEqual({ from: 2, to: 4, href: '/a' })
  expect(placeAt(3, 5)).toEqual({ from: 3, to: 5, href: null })
  expect(placeAt(1)).toEqual({ from: 1, to: 1, href: null })
})
