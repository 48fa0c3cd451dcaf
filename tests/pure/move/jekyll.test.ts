import { beforeAll, describe, expect, test } from 'vitest'
import { openJekyll } from '../../../scripts/move/folders/jekyll.ts'
import { kindOfFolder } from '../../../scripts/move/folders/kind.ts'
import { type Given, given, optionsFor, pieceIn } from './read.ts'

describe('a site made with Jekyll', () => {
  let found: Given
  beforeAll(async () => {
    found = await given(await openJekyll(optionsFor('jekyll', { timeZone: 'UTC' })))
  })

  test('is known by its settings and its posts', () => {
    expect(kindOfFolder(optionsFor('jekyll').path)).toBe('jekyll')
  })

  test('has times in UTC where they say no offset, and addresses by the clocks of the site', () => {
    expect(pieceIn(found, '_posts/2016-09-09-火车-到了.md')).toMatchObject({
      title: '火车到了',
      date: '2016-09-10T04:11:13+08:00',
      addresses: ['/rail/交通/铁路/2016/09/10/火车-到了.html', '/rail/train.html'],
      categories: [
        { name: '交通', slug: '交通' },
        { name: '铁路', slug: '铁路' },
      ],
      keywords: ['火车'],
      language: 'zh-CN',
    })
  })

  test('has dates of names, and patterns that have a name', () => {
    expect(pieceIn(found, '_posts/2016-01-02-before.md')).toMatchObject({
      date: '2016-01-02T00:00:00+08:00',
      slug: 'before',
      addresses: ['/rail/2016/01/02/before/'],
    })
  })

  test('has pictures by their paths, links to other posts, and code', () => {
    const { body, notes } = pieceIn(found, '_posts/2016-09-09-火车-到了.md')
    expect(body).toBe(
      '![图](../images/a.png) ![图](../images/a.png)\n\n见[前一篇](/rail/2016/01/02/before/)。\n\n\n```ruby\nputs 1\n```',
    )
    expect(notes).toEqual([
      'tags of Jekyll that mean nothing here went, their text stayed: include',
    ])
  })

  test('has drafts without an address, and its pages stay behind', () => {
    expect(pieceIn(found, '_drafts/x.md')).toMatchObject({ status: 'draft', addresses: [] })
    expect(found.dropped.get('about.md')).toBe('it is a page outside of the posts')
  })
})
