import { describe, expect, test } from 'vitest'
import type { Article } from '../../../src/articles/article'
import { renderArticle } from '../../../src/reading/article'
import { entries } from '../../../src/reading/lists'
import { siteOf } from '../../../src/site'
import { figure, HASH, lead, OTHER, pictured } from '../../support/pictured'

const site = siteOf({
  SITE_URL: 'https://news.test',
  SITE_NAME: '临江新闻',
  SITE_DESCRIPTION: '',
  SITE_LANGUAGE: 'zh-CN',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITEMAP_CAPACITY: '10000',
})

const frame = { sections: [], sitemaps: [1] }

const imagesOf = (page: string) => page.match(/<img[^>]*>/g) ?? []
const count = (text: string, part: string) => text.split(part).length - 1

function page(article: Article, body: string, previewUntil: number | null = null) {
  const readable = { ...article, html: '' }
  return renderArticle(
    site,
    frame,
    readable,
    body,
    [],
    previewUntil === null ? null : { until: previewUntil },
  )
}

describe('the page of an article, and its preview,', () => {
  test('show its lead picture between headline and text, before anything else is loaded', () => {
    for (const until of [null, 1_800_000_000]) {
      const shown = page(
        pictured({ lead: lead({ caption: '南埠头 <六点>' }) }),
        '<p>正文。</p>',
        until,
      )
      expect(shown).toMatch(
        /<\/header>\s*<figure class="lead"><img .*<\/figure>\s*<div class="body"/s,
      )
      expect(shown).toContain('<figcaption>南埠头 &lt;六点&gt;</figcaption>')
      expect(imagesOf(shown)).toEqual([
        `<img src="/pictures/${HASH}/1280.webp" srcset="/pictures/${HASH}/640.webp 640w, /pictures/${HASH}/1280.webp 1280w, /pictures/${HASH}/1920.webp 1920w" sizes="(min-width:48rem) 45rem,100vw" width="1280" height="853" alt="清晨的渡口" fetchpriority="high" decoding="async">`,
      ])
    }
  })

  test('show it once where the text begins with it', () => {
    const shown = page(pictured(), `${figure(HASH, '南埠头')}<p>正文。</p>${figure(OTHER)}`)
    expect(imagesOf(shown)).toHaveLength(2)
    expect(shown).toContain('<figcaption>南埠头</figcaption>')
    const titled = page(pictured(), `<h2>渡轮</h2>\n${figure(HASH)}<p>正文。</p>`)
    expect(imagesOf(titled)).toHaveLength(1)
  })

  test('have no figure without one', () => {
    const shown = page(pictured({ lead: null }), '<p>正文。</p>')
    expect(shown).not.toMatch(/<figure|<img/)
  })
})

describe('a list', () => {
  const list = (articles: Article[], hasLead = false) =>
    String(entries(site, articles, { hasLead }))
  const bare = () => pictured({ lead: null })

  test('shows the lead story large and the others small, the first of all at once', () => {
    const [first, second] = imagesOf(list([pictured(), pictured()], true))
    expect(first).toMatch(/1280\.webp".* srcset=".* fetchpriority="high"/)
    expect(first).not.toContain('lazy')
    expect(second).toBe(
      `<img src="/pictures/${HASH}/640.webp" width="640" height="427" alt="" loading="lazy" decoding="async">`,
    )
    const small = imagesOf(list([bare(), pictured(), pictured()]))
    expect(small.map((image) => image.includes('lazy'))).toEqual([false, true])
  })

  test('is read out, and gone through with the keyboard, as if it had no pictures', () => {
    const shown = list([pictured(), pictured()], true)
    const links = [...shown.matchAll(/<a ([^>]*href="\/articles\/[^>]*)>(.*?)<\/a>/g)]
    expect(links).toHaveLength(4)
    for (const [, attributes, content] of links) {
      const isHidden = /tabindex="-1" aria-hidden="true"/.test(attributes ?? '')
      expect(isHidden).toBe(content?.includes('<img'))
    }
    expect(imagesOf(shown).every((image) => image.includes(' alt=""'))).toBe(true)
  })

  test('has neither a place nor a link for a picture that is not there', () => {
    expect(list([bare(), bare()], true)).not.toMatch(/<img|class="picture"/)
    expect(count(list([bare(), pictured(), bare()]), 'class="picture"')).toBe(1)
  })

  test('is laid out as a front page where the lead story has a picture', () => {
    const front = list(Array(6).fill(pictured()), true)
    expect(front).toContain('<ol class="list front">')
    expect(count(front, '<li class="beside">')).toBe(3)
    expect(list([pictured()], true)).toContain('<ol class="list led">')
    expect(list([bare(), pictured()], true)).toContain('<ol class="list led">')
    expect(list([pictured()])).toContain('<ol class="list">')
  })

  test('takes what there is of a picture with one small file', () => {
    const files = [{ width: 300, height: 200, type: 'image/gif' as const }]
    const [image] = imagesOf(list([pictured({ lead: lead({ files }) })]))
    expect(image).toContain(`src="/pictures/${HASH}/300.gif" width="300" height="200"`)
    const [large] = imagesOf(list([pictured({ lead: lead({ files }) })], true))
    expect(large).not.toContain('srcset')
  })
})
