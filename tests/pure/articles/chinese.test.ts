import { describe, expect, test } from 'vitest'
import { renderBody } from '../../../src/articles/body/render'

const site = { origin: 'https://news.test', embeds: [] }

const html = (source: string) => {
  const body = renderBody(source, 'markdown', site)
  if ('fault' in body) throw new Error(body.fault)
  return body.html
}

describe('emphasis in Chinese', () => {
  test.each([
    ['他说**“你好。”**然后', '他说<strong>“你好。”</strong>然后'],
    ['会议**（试行）**通过', '会议<strong>（试行）</strong>通过'],
    ['**注意：**今晚停水', '<strong>注意：</strong>今晚停水'],
    ['见*《条例》*第一条', '见<em>《条例》</em>第一条'],
    ['已~~（废止）~~施行', '已<s>（废止）</s>施行'],
    ['请看**[通知](/a)**全文', '请看<strong><a href="/a">通知</a></strong>全文'],
    ['运行**`npm start`**之后', '运行<strong><code>npm start</code></strong>之后'],
    ['한국어**(강조)**입니다', '한국어<strong>(강조)</strong>입니다'],
    ['これは**「重要」**です', 'これは<strong>「重要」</strong>です'],
  ])('%s', (source, expected) => {
    expect(html(source)).toBe(`<p>${expected}</p>`)
  })

  test('holds ruby', () => {
    expect(html('会**{社|shè}**情')).toMatch(/^<p>会<strong><ruby>社.*<\/ruby><\/strong>情<\/p>$/)
  })

  test('what is none in other scripts stays none', () => {
    expect(html('a ** b ** c, snake_case_name, 2*3*4')).toBe(
      '<p>a ** b ** c, snake_case_name, 2<em>3</em>4</p>',
    )
    expect(html('甲 ** 乙 ** 丙')).toBe('<p>甲 ** 乙 ** 丙</p>')
  })
})

describe('a line end in Markdown', () => {
  test.each([
    ['between Han', '第一行\n第二行', '第一行第二行'],
    ['between three lines', '一\n二\n三', '一二三'],
    ['after punctuation', '会议召开，\n通过决议。\n散会', '会议召开，通过决议。散会'],
    ['beside quotation marks', '他说：\n“好。”\n“不好”', '他说：“好。”“不好”'],
    ['between kana', 'これは\nカタカナ', 'これはカタカナ'],
    ['after emphasis', '**第一行**\n*第二行*', '<strong>第一行</strong><em>第二行</em>'],
    ['after a link', '[第一](/a)\n第二', '<a href="/a">第一</a>第二'],
    ['after code', '`代码`\n第二', '<code>代码</code>第二'],
    ['within emphasis', '**第一\n第二**', '<strong>第一第二</strong>'],
    ['beside tags', '<b>第一</b>\n<i>第二</i>', '<b>第一</b><i>第二</i>'],
    ['after a character outside of the basic plane', '𠮷\n野', '𠮷野'],
    ['after a character reference', '第一&#34892;\n第二', '第一行第二'],
  ])('is nothing %s', (_, source, expected) => {
    expect(html(source)).toBe(`<p>${expected}</p>`)
  })

  test('is nothing beside ruby, whatever the reading', () => {
    expect(html('{社|shè}\n情')).toMatch(/^<p><ruby>.*<\/ruby>情<\/p>$/)
    expect(html('会\n{社|shè}')).toMatch(/^<p>会<ruby>/)
    expect(html('<ruby>社<rt>shè</rt></ruby>\n情')).toMatch(/<\/ruby>情<\/p>$/)
  })

  test('is nothing in a list, a quotation or a note', () => {
    expect(html('- 第一\n  第二')).toContain('<li>第一第二</li>')
    expect(html('> 第一\n> 第二')).toContain('<p>第一第二</p>')
    expect(html('甲[^1]\n乙\n\n[^1]: 第一\n    第二')).toMatch(/<\/sup>乙<\/p>[\s\S]*第一第二/)
  })

  test.each([
    ['in English', 'first\nsecond'],
    ['between English in quotation marks', '“first”\n“second”'],
    ['between Korean words', '하나\n둘'],
    ['between Korean and Chinese', '하나\n二'],
    ['beside Latin', '用 Node\n运行'],
    ['beside digits', '共\n12 人'],
    ['between emoji', '😀\n😀'],
  ])('stays %s', (_, source) => {
    expect(html(source)).toBe(`<p>${source}</p>`)
  })

  test('stays beside a picture, within code, and where a line is to be broken', () => {
    expect(html('图\n![](/a.png)')).toContain('图\n<img')
    expect(html('```\n第一\n第二\n```')).toContain('第一\n第二')
    expect(html('第一  \n第二')).toContain('第一<br>\n第二')
    expect(html('第一\\\n第二')).toContain('第一<br>\n第二')
  })
})
