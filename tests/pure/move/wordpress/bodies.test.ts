import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openWordPress } from '../../../../scripts/move/wordpress/wordpress.ts'
import { foundIn, optionsFor } from '../found.ts'

const UPLOADS = 'https://old.example/wp-content/uploads/2019/05'
let found: Awaited<ReturnType<typeof foundIn>>

beforeAll(async () => {
  const path = join(import.meta.dirname, 'bodies.xml')
  found = await foundIn(await openWordPress(optionsFor(path)))
})

/** Without the line breaks between blocks. */
const bodyOf = (id: string) => found.piece(id).body.replace(/>\n+</g, '><')

describe('pictures in a WordPress export', () => {
  test('are counted, and no articles', () => {
    expect(found.pieces.every(({ id }) => id.startsWith('2'))).toBe(true)
    expect(found.notes).toEqual(['3 attachments come with the texts that show them'])
  })

  test('are named by their original wherever a text shows a copy in another size', () => {
    const addresses = [...found.piece('201').body.matchAll(/<img src="([^"]*)"/g)].map(
      ([, src]) => src,
    )
    expect(addresses).toEqual([
      `${UPLOADS}/bridge.jpg`,
      `${UPLOADS}/pump-scaled.jpg`,
      `${UPLOADS}/bridge.jpg`,
      '/wp-content/uploads/2019/05/banner-728x90.png',
      `${UPLOADS}/unknown-300x200.jpg`,
    ])
  })

  test('keep their sizes in code', () => {
    expect(found.piece('201').body).toContain('<code>bridge-300x200.jpg</code>')
  })

  test('that a post featured are its lead, with what is known of them', () => {
    expect(found.piece('201').lead).toEqual({
      picture: `${UPLOADS}/bridge.jpg`,
      alt: '一座桥',
      caption: '新桥 今天通车',
    })
  })

  test('that a post featured and the export lacks are told of', () => {
    expect(found.piece('203')).toMatchObject({
      lead: null,
      notes: ['Its featured picture is not in the export: attachment 888'],
    })
  })

  test('in a gallery become figures, and those that are missing are named', () => {
    expect(bodyOf('202')).toBe(
      `<p>之前</p><figure><img src="${UPLOADS}/bridge.jpg" alt="一座桥"><figcaption>新桥 今天通车</figcaption></figure>` +
        `<figure><img src="${UPLOADS}/pump-scaled.jpg" alt="水泵"></figure><p>之后</p>`,
    )
    expect(found.piece('202').notes).toEqual(['Pictures of a gallery are not in the export: 9999'])
  })

  test('in a gallery that names none are those that were uploaded to the post', () => {
    expect([...found.piece('204').body.matchAll(/<img /g)]).toHaveLength(2)
  })

  test('with a caption become a figure with it', () => {
    expect(bodyOf('203')).toBe(
      `<figure><a href="https://old.example/x"><img class="size-medium" src="${UPLOADS}/bridge.jpg" alt="桥" /></a>` +
        '<figcaption>新桥 <em>通车</em></figcaption></figure><p>正文</p>',
    )
  })
})

describe('shortcodes in a WordPress export', () => {
  test('are left out and named; what they enclose stays, and so does what only looks like one', () => {
    expect(bodyOf('205')).toBe(
      '<p>见表[注]和[1]，[sic]，[2024年]，[a]，arr[i]。</p><p>框里的字</p>' +
        '<p>用法：[gallery ids="1"]，<code>[video src="x"]</code></p>' +
        '<p><a href="https://video.example/v?a=1&amp;b=2">https://video.example/v?a=1&amp;b=2</a></p>',
    )
    expect(found.piece('205').notes).toEqual([
      'Shortcodes are left out: [contact-form-7 id="12" title="联系"], [su_box title="提示"], [audio mp3="https://old.example/a.mp3"]',
    ])
  })

  test('that were all of a page leave nothing to move, and the report says what they were', () => {
    expect(found.dropped).toEqual([
      {
        kind: 'dropped',
        what: 'page',
        name: '只有表单',
        why: 'it has no text. Shortcodes are left out: [contact-form-7 id="12" title="联系"]',
      },
    ])
  })
})

describe('texts in a WordPress export', () => {
  test('written in blocks keep their HTML, and links to what was embedded', () => {
    expect(bodyOf('206')).toBe(
      '<p>第一段</p><div class="x"><b>原样</b></div>' +
        '<p><a href="https://video.example/v?a=1&amp;b=2">https://video.example/v?a=1&amp;b=2</a></p><p>录像</p>' +
        '<pre>一\n\n二</pre>',
    )
  })

  test('written in blocks name those that WordPress filled in, and tell of their pages', () => {
    expect(found.piece('206').notes).toEqual([
      'Blocks that WordPress fills in by itself are left out: latest-posts, calendar',
      'Its 2 pages became one',
    ])
  })

  test('of the classic editor have paragraphs and line breaks', () => {
    expect(bodyOf('207')).toBe(
      '<p>第一行<br>\n第二行</p><p><strong>第二段</strong></p><blockquote><p>引文</p></blockquote>' +
        '<ul><li>一</li><li>二</li></ul><pre>a\n\nb</pre>' +
        '<p><a href="https://video.example/classic">https://video.example/classic</a></p>',
    )
    expect(found.piece('207').notes).toEqual([])
  })

  test('keep their footnotes, which are kept apart from them', () => {
    expect(bodyOf('209')).toContain('</p><ol><li>注的内容</li></ol>')
    expect(found.piece('209').notes).toEqual([])
  })

  test('may hold what ends data in XML', () => {
    expect(found.piece('210').body).toBe('<pre>]]></pre>')
  })
})
