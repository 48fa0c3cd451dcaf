import { expect, test } from 'vitest'
import { withoutLead } from '../../../src/articles/lead'
import { figure, HASH, lead, OTHER } from '../../support/pictured'

test('a text that begins with its lead picture does not show it twice', () => {
  const text = '<p>正文。</p>'
  expect(withoutLead(figure(HASH) + text, lead())).toEqual({ lead: lead(), html: text })
  expect(withoutLead(figure(HASH), lead()).html).toBe('')
})

test('any other picture stays where it is, and so does the same one further down', () => {
  for (const html of [figure(OTHER), `<p>正文。</p>${figure(HASH)}`, '', '<p>正文。</p>']) {
    expect(withoutLead(html, lead())).toEqual({ lead: lead(), html })
    expect(withoutLead(html, null)).toEqual({ lead: null, html })
  }
  expect(withoutLead(figure(HASH), null)).toEqual({ lead: null, html: figure(HASH) })
})

test('what is said below it there is said below it above, unless the lead picture has its own', () => {
  const html = figure(HASH, '南埠头，<b>六点</b>十分。R&#x26;D')
  expect(withoutLead(html, lead()).lead?.caption).toBe('南埠头，六点十分。R&D')
  expect(withoutLead(html, lead({ caption: '渡口' })).lead?.caption).toBe('渡口')
})
