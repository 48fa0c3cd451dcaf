import { describe, expect, test } from 'vitest'
import { relinking } from '../../../scripts/move/links.ts'

const relink = relinking(['old.example.com'])
const html = (body: string) => relink(body, 'html').body
const markdown = (body: string) => relink(body, 'markdown').body

describe('a link to the old site begins at the root', () => {
  test.each([
    ['<a href="https://old.example.com/2019/05/x/">x</a>', '<a href="/2019/05/x/">x</a>'],
    [
      "<a class=b HREF='//OLD.example.com/x?a=1&amp;b=2#c'>x</a>",
      "<a class=b HREF='/x?a=1&amp;b=2#c'>x</a>",
    ],
    ['<a href=http://old.example.com/x>x</a>', '<a href=/x>x</a>'],
    ['<a href="https://old.example.com">x</a>', '<a href="/">x</a>'],
    ['<a href="https://old.example.com?p=1">x</a>', '<a href="/?p=1">x</a>'],
  ])('in HTML: %s', (before, after) => {
    expect(html(before)).toBe(after)
  })

  test.each([
    ['[x](https://old.example.com/x "t")', '[x](/x "t")'],
    ['[x](<https://old.example.com/a b>)', '[x](</a b>)'],
    ['[x][1]\n\n[1]: //old.example.com/x', '[x][1]\n\n[1]: /x'],
    ['<a href="https://old.example.com/x">x</a>', '<a href="/x">x</a>'],
  ])('in Markdown: %s', (before, after) => {
    expect(markdown(before)).toBe(after)
  })

  test('and they are counted, with those that lead to files', () => {
    const body = '[a](https://old.example.com/a) [b](https://old.example.com/b.pdf?x=1)'
    expect(relink(body, 'markdown')).toEqual({
      body: '[a](/a) [b](/b.pdf?x=1)',
      count: 2,
      files: 1,
    })
  })
})

describe('all else stays', () => {
  test.each([
    '<a href="https://old.example.com.evil.example/x">x</a>',
    '<a href="https://www.old.example.com/x">x</a>',
    '<a href="https://old.example.com:8080/x">x</a>',
    '<a href="https://user@old.example.com/x">x</a>',
    '<img src="https://old.example.com/a.jpg">',
    '<p>https://old.example.com/x</p>',
    '<code>&lt;a href="https://old.example.com/x"&gt;</code>',
    '<!-- <a href="https://old.example.com/x">x</a> -->',
    // From the root, these would lead to another host.
    '<a href="https://old.example.com//evil.example/x">x</a>',
    '<a href="https://old.example.com/\\evil.example/x">x</a>',
    '<a href="https://old.example.com/&#47;evil.example/x">x</a>',
    '<a href="https://old.example.com/\t/evil.example/x">x</a>',
  ])('in HTML: %s', (body) => {
    expect(html(body)).toBe(body)
  })

  test.each([
    '`[x](https://old.example.com/x)`',
    '```\n[x](https://old.example.com/x)\n<a href="https://old.example.com/x">\n```\n',
    '    [x](https://old.example.com/x)',
    '![x](https://old.example.com/a.jpg)',
    '![x][1] [x][1]\n\n[1]: https://old.example.com/a.jpg',
  ])('in Markdown: %s', (body) => {
    expect(markdown(body)).toBe(body)
  })

  test('in plain text, which has no links', () => {
    const body = '[x](https://old.example.com/x)'
    expect(relink(body, 'text').body).toBe(body)
  })
})

test('takes no time on a body that is made to take some', () => {
  const bodies = [
    '<a href="'.repeat(25_000),
    '](https://old.example.com/'.repeat(9_000),
    '<!--'.repeat(60_000),
  ]
  const began = Date.now()
  for (const body of bodies) html(body)
  expect(Date.now() - began).toBeLessThan(5_000)
})
